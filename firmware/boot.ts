/**
 * The boot guard, Storage file `.boot0`: runs before the application, also after `reset()`. It closes the doors that
 * Espruino opens by default, counts the start in flash, and chooses the application to load. Three starts in a row that
 * did not live for 60 s make it fall back to the other application, three more end in safe mode: no application, the
 * serial console as it was. It leaves one global, `breva`, and nothing else in memory. A start that cannot be counted,
 * because Storage is full or fails, has a random number, so that no two starts have the same.
 *
 * Flash only: one byte is programmed per start and one more, by the application, when it has run for 60 s.
 */
import type { StartRecord } from './espruino/start-record.ts'
import type { EspruinoStorage, EspruinoWifiModule } from './espruino/platform.ts'

declare function require(name: 'Storage'): EspruinoStorage
declare function require(name: 'Wifi'): EspruinoWifiModule
declare function require(name: 'TelnetServer'): { setOptions(options: { mode: string }): void }
declare function setTimeout(task: () => void, delay: number): unknown
declare function peek32(address: number): number
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

  const NINE_DIGITS = 100000000
  // The ESP32's register of random bits, a new word at each reading. `E.hwRand` is the interpreter's generator here, alike
  // at every start. Such a number has 16 digits, which a counter never has and a double carries.
  const RANDOM = 0x3ff75144
  const UNCOUNTED = 1e15
  // A counter file is eight digits, then two bytes for each start: one when it began, H when it proved healthy. When
  // one file is full the count goes on in the other. A byte that is no longer FF was a start, because a power cut may leave half
  // an S; a file without its digits was cut short when it was made.
  const PAIRS = 250
  const storage = require('Storage')
  let file = ''
  let base = 0
  let starts = 0
  let failures = 0
  for (let i = 0; i < 2; i++) {
    const name = i ? 'boots.b' : 'boots.a'
    const text = storage.read(name)
    const first = text === undefined ? -1 : +('1' + text.substr(0, 8)) - NINE_DIGITS
    if (text === undefined || !(first >= base)) continue
    file = name
    base = first
    starts = failures = 0
    while (starts < PAIRS && text.charCodeAt(8 + 2 * starts) !== 255) {
      failures = text.charCodeAt(9 + 2 * starts) === 72 ? 0 : failures + 1
      starts++
    }
  }
  let boot = 0
  try {
    if (!file || starts === PAIRS) {
      base += starts
      starts = 0
      file = file === 'boots.a' ? 'boots.b' : 'boots.a'
      storage.erase(file)
      storage.write(file, ('0000000' + base).substr(-8), 0, 8 + 2 * PAIRS)
    }
    storage.write(file, 'S', 8 + 2 * starts)
    const kept = storage.read(file) as string
    if (+('1' + kept.substr(0, 8)) - NINE_DIGITS === base && kept.charCodeAt(8 + 2 * starts) === 83) boot = base + starts + 1
  } catch { /* a full Storage must not keep the node from measuring */ }
  if (!boot) {
    // Not counted, so the next start would have the same number: drawn instead.
    boot = UNCOUNTED + peek32(RANDOM) * 100000 + peek32(RANDOM) % 100000
    file = ''
  }

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
    boot: boot,
    reset: global.powerOn ? 'power-on' : 'reset',
    app: slot ? 'app.' + slot : '',
    bundle: bundle,
    trouble: slot === chosen ? '' : slot ? 'fallback' : 'safe-mode',
    file: file,
    offset: 9 + 2 * starts
  }
}
