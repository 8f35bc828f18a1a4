/**
 * The boot guard, Storage file `.boot0`: runs before the application, also after `reset()`. It closes the doors that
 * Espruino opens by default, counts the start in flash, and chooses the application to load. It leaves one global, `breva`,
 * and nothing else in memory.
 *
 * A start that did not live for 60 s has crashed, unless the power ended it or somebody typed `reset()`: the start after it
 * knows. Three crashes in a row make the guard fall back to the other application, three more end in safe mode: no
 * application, the serial console as it was. Safe mode restarts the board after a while, and that start tries an application
 * again: after 10 minutes at first, twice as long after each try that crashed, 6 hours at most. A start by power tries at
 * once. A start that cannot be counted, because Storage is full or fails, has a random number, so that no two starts
 * have the same; it never ends in safe mode, because nothing would count the way out.
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
declare function print(text: string): void
declare const ESP32: { reboot(): void }
declare const process: { env: { BOARD: string } }
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
  // The ESP32's register RTC_CNTL_RESET_STATE, whose low six bits say why the chip started: 1 when power or the EN button came,
  // 15 after a brown-out. `.bootPowerOn` runs at every start of the chip, so it tells a start from `reset()` and no more. Other
  // chips have the register elsewhere: there each start but `reset()` may be a crash.
  const CAUSE = 0x3ff48034
  const cause = global.powerOn && process.env.BOARD === 'ESP32' ? peek32(CAUSE) & 63 : 0
  const reset = cause === 1 ? 'power-on' : cause === 15 ? 'brown-out' : 'reset'
  // How it is noted: P by power, R by `reset()`, S by the program, a crash or the watchdog.
  const kind = global.powerOn ? reset === 'reset' ? 'S' : 'P' : 'R'
  // A counter file is eight digits, then two bytes for each start: one when it began, H when it proved healthy. When
  // one file is full the count goes on in the other. A byte that is no longer FF was a start; what is neither S nor R was by
  // power, because a power cut may leave half a byte. A file without its digits was cut short when it was made.
  const PAIRS = 250
  const FALLBACK = 3
  const SAFE_MODE = 6
  // ms in safe mode until the next try.
  const FIRST_WAIT = 600000
  const LONGEST_WAIT = 21600000
  const storage = require('Storage')
  let file = ''
  let base = 0
  let starts = 0
  let crashes = 0
  // Whether the latest start is one of them, for all that is known of it itself.
  let suspect = 0
  for (let i = 0; i < 2; i++) {
    const name = i ? 'boots.b' : 'boots.a'
    const text = storage.read(name)
    const first = text === undefined ? -1 : +('1' + text.substr(0, 8)) - NINE_DIGITS
    if (text === undefined || !(first >= base)) continue
    file = name
    base = first
    starts = crashes = suspect = 0
    while (starts < PAIRS && text.charCodeAt(8 + 2 * starts) !== 255) {
      const began = text.substr(8 + 2 * starts, 1)
      if (began !== 'S') crashes -= suspect
      suspect = began === 'R' ? 0 : 1
      if (text.charCodeAt(9 + 2 * starts) === 72) crashes = suspect = 0
      crashes += suspect
      starts++
    }
  }
  if (kind !== 'S') crashes -= suspect
  let boot = 0
  try {
    if (!file || starts === PAIRS) {
      base += starts
      starts = 0
      file = file === 'boots.a' ? 'boots.b' : 'boots.a'
      storage.erase(file)
      storage.write(file, ('0000000' + base).substr(-8), 0, 8 + 2 * PAIRS)
    }
    storage.write(file, kind, 8 + 2 * starts)
    const kept = storage.read(file) as string
    if (+('1' + kept.substr(0, 8)) - NINE_DIGITS === base && kept.substr(8 + 2 * starts, 1) === kind) boot = base + starts + 1
  } catch { /* a full Storage must not keep the node from measuring */ }
  if (!boot) {
    // Not counted, so the next start would have the same number: drawn instead.
    boot = UNCOUNTED + peek32(RANDOM) * 100000 + peek32(RANDOM) % 100000
    file = ''
  }

  const chosen = storage.read('active') === 'b' ? 'b' : 'a'
  const spare = chosen === 'a' ? 'b' : 'a'
  // From SAFE_MODE on safe mode has the even counts and a try the odd ones, each try another application than the one before.
  const tries = crashes < SAFE_MODE || crashes % 2 > 0 || kind === 'P' || !file
  let slot = chosen
  if (!tries) slot = ''
  else if (crashes >= FALLBACK && (crashes < SAFE_MODE || (file ? crashes >> 1 : boot) % 2 === 0)) slot = spare
  let bundle = ''
  for (let turn = 0; slot && turn < 2; turn++) {
    // The record beside each application is its CRC-32 and its SHA-256, as the flash tool verified them.
    const record = storage.read('app.' + slot + '.sum')
    const app = storage.read('app.' + slot)
    if (record !== undefined && app !== undefined && parseInt(record, 10) === E.CRC32(app)) {
      bundle = record.substr(record.indexOf(' ') + 1)
      break
    }
    slot = turn ? '' : slot === 'a' ? 'b' : 'a'
  }

  global.breva = {
    boot: boot,
    reset: reset,
    app: slot ? 'app.' + slot : '',
    bundle: bundle,
    trouble: slot === chosen ? '' : slot ? 'fallback' : 'safe-mode',
    file: file,
    offset: 9 + 2 * starts
  }
  if (slot && crashes >= SAFE_MODE) print('breva: trying app.' + slot + ' again after safe mode')
  // A tool at the console is not disturbed: what it has to do may take longer.
  if (!slot && kind !== 'R') {
    const wait = Math.min(FIRST_WAIT * Math.pow(2, Math.max(0, crashes - SAFE_MODE) >> 1), LONGEST_WAIT)
    print('breva: safe mode, because no application ' + (tries ? 'is whole' : 'stays up') + '. The next try is in ' + wait / 60000 + ' min, or when the board is switched on')
    setTimeout(ESP32.reboot, wait)
  }
}
