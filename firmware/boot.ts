/**
 * The boot guard, Storage file `.boot0`: runs before the application, also after `reset()`. It closes the doors that
 * Espruino opens by default, counts the start in flash, and chooses the application to load. Three starts in a row that
 * did not live for 60 s make it fall back to the other application, three more end in safe mode: no application, the
 * serial console as it was. It leaves one global, `breva`, and nothing else in memory.
 *
 * Flash only: one byte is programmed per start and one more, by the application, when it has run for 60 s.
 */
import type { StartRecord } from './espruino/start-record.ts'
import type { EspruinoStorage, EspruinoWifiModule } from './espruino/platform.ts'

declare function require(name: 'Storage'): EspruinoStorage
declare function require(name: 'Wifi'): EspruinoWifiModule
declare function require(name: 'TelnetServer'): { setOptions(options: { mode: string }): void }
declare function setTimeout(task: () => void, delay: number): unknown
declare const E: { CRC32(text: string): number }
declare const global: {
  breva: StartRecord
  powerOn?: number
  NRF?: { setServices(services: object, options: { uart: boolean }): void }
}

{
  // Telnet is on after every reset(), the Bluetooth console always, the access point where no Wi-Fi was saved; the
  // firmware starts the last one after boot code has run, hence the timers.
  try { require('TelnetServer').setOptions({ mode: 'off' }) } catch { /* not in this build */ }
  // Asked for rather than tried: a ReferenceError would stay in memory.
  const bluetooth = global.NRF
  if (bluetooth) bluetooth.setServices({}, { uart: false })
  try {
    const wifi = require('Wifi')
    wifi.stopAP()
    setTimeout(wifi.stopAP, 1000)
    setTimeout(wifi.stopAP, 10000)
  } catch { /* Wi-Fi is off */ }

  // A counter file is eight digits, then two bytes for each start: S when it began, H when it proved healthy. When
  // one file is full the count goes on in the other.
  const PAIRS = 250
  const storage = require('Storage')
  let file = 'boots.a'
  let text = storage.read(file)
  const other = storage.read('boots.b')
  if (other !== undefined && (text === undefined || other.substr(0, 8) > text.substr(0, 8))) {
    file = 'boots.b'
    text = other
  }
  let base = 0
  let starts = 0
  let failures = 0
  if (text !== undefined) {
    base = parseInt(text.substr(0, 8), 10) || 0
    while (starts < PAIRS && text.charCodeAt(8 + 2 * starts) === 83) {
      failures = text.charCodeAt(9 + 2 * starts) === 72 ? 0 : failures + 1
      starts++
    }
  }
  try {
    if (text === undefined || starts === PAIRS) {
      base += starts
      starts = 0
      file = file === 'boots.a' && text !== undefined ? 'boots.b' : 'boots.a'
      storage.erase(file)
      storage.write(file, ('0000000' + base).substr(-8), 0, 8 + 2 * PAIRS)
    }
    storage.write(file, 'S', 8 + 2 * starts)
  } catch { /* a full Storage must not keep the node from measuring */ }

  const chosen = storage.read('active') === 'b' ? 'b' : 'a'
  const spare = chosen === 'a' ? 'b' : 'a'
  let slot = failures >= 6 ? '' : failures >= 3 ? spare : chosen
  let bundle = ''
  for (let tries = 0; slot && tries < 2; tries++) {
    // The record beside each application is its CRC-32 and its SHA-256, as the flash tool verified them.
    const record = storage.read('app.' + slot + '.sum')
    const app = storage.read('app.' + slot)
    if (record !== undefined && app !== undefined && parseInt(record, 10) === E.CRC32(app)) {
      bundle = record.substr(record.indexOf(' ') + 1)
      break
    }
    slot = tries ? '' : slot === 'a' ? 'b' : 'a'
  }

  global.breva = {
    boot: base + starts + 1,
    reset: global.powerOn ? 'power-on' : 'reset',
    app: slot ? 'app.' + slot : '',
    bundle: bundle,
    trouble: slot === chosen ? '' : slot ? 'fallback' : 'safe-mode',
    file: file,
    offset: 9 + 2 * starts
  }
}
