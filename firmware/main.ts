/**
 * The application's composition root on an ESP32 under Espruino: hands the adapters to `assembleNode`, and starts the
 * node. Prints one line at the start, which the flash tool waits for.
 */
import type { FlashPages } from '../drivers/hal/flash-pages.ts'
import { EspruinoClock } from './espruino/espruino-clock.ts'
import { sendDatagram } from './espruino/espruino-datagrams.ts'
import { onErrorFlag, onUncaught } from './espruino/error-events.ts'
import { espruinoFacts } from './espruino/espruino-facts.ts'
import { espruinoFlashArea } from './espruino/espruino-flash-area.ts'
import { espruinoI2cBus } from './espruino/espruino-i2c-bus.ts'
import { EspruinoNetwork } from './espruino/espruino-network.ts'
import { espruinoPin } from './espruino/espruino-pin.ts'
import { espruinoOneWireBus } from './espruino/espruino-one-wire-bus.ts'
import { espruinoUartPort } from './espruino/espruino-uart-port.ts'
import { EspruinoStorage } from './espruino/espruino-storage.ts'
import { EspruinoWifi } from './espruino/espruino-wifi.ts'
import type { EspruinoSerial, EspruinoStorage as StorageModule, EspruinoWifiModule } from './espruino/platform.ts'
import { storedSettings } from './espruino/stored-settings.ts'
import type { StartRecord } from './espruino/start-record.ts'
import { readSettings } from '../contract/settings.ts'
import { assembleNode } from './station/assemble-node.ts'
import type { Station } from './station/station.ts'

declare const FIRMWARE_VERSION: string
declare function require(name: 'Storage'): StorageModule
declare function require(name: 'Flash'): FlashPages
declare function require(name: 'Wifi'): EspruinoWifiModule
declare function print(text: string): void
declare const Serial2: EspruinoSerial
declare const E: {
  CRC32(data: string | Uint8Array): number
  srand(seed: number): void
  enableWatchdog(seconds: number, automatic: boolean): void
  on(event: 'errorFlag', listener: typeof onErrorFlag): void
}
declare const process: { on(event: 'uncaughtException', listener: typeof onUncaught): void }
declare const global: { breva?: StartRecord, station?: Station, RegExp?: unknown }

/** Pages of 4096 bytes that nobody else uses: partition `flash` of the ESP32's table. */
const FLASH_START = 0x310000
const FLASH_PAGES = 16
/** Seconds without a sign of life until the board restarts; a blocking `connect` may take 30. */
const WATCHDOG = 90

function start(): void {
  const facts = espruinoFacts(global.breva, FIRMWARE_VERSION)
  const wifi = require('Wifi')
  const address = wifi.getIP()
  const mac = address.mac.replace(/:/g, '')
  const suffix = mac.slice(-6)
  // The interpreter's generator starts alike on every boot of every board; jitter needs it different.
  E.srand(E.CRC32(mac + facts.boot))
  const settings = readSettings(storedSettings(require('Storage')), suffix)
  if (typeof settings === 'string') {
    print('breva ' + FIRMWARE_VERSION + ' is not set up: ' + settings)
    return
  }
  const clock = new EspruinoClock()
  const node = assembleNode(settings, {
    clock: clock,
    wallClock: clock,
    wifi: new EspruinoWifi(wifi),
    network: new EspruinoNetwork(),
    sendDatagram: sendDatagram,
    flash: espruinoFlashArea(require('Flash'), FLASH_START, FLASH_PAGES),
    facts: facts,
    storage: new EspruinoStorage(require('Storage')),
    suffix: suffix,
    random: Math.random,
    i2c: (scl, sda) => espruinoI2cBus(scl, sda),
    uart: (tx, rx) => espruinoUartPort(Serial2, tx, rx),
    oneWire: pin => espruinoOneWireBus(pin),
    pin: name => espruinoPin(name)
  })
  const station = node.station
  print('breva ' + FIRMWARE_VERSION + ' node ' + settings.node + ' start ' + facts.boot + ': ' + Object.keys(settings.sensors).join(', '))
  E.enableWatchdog(WATCHDOG, false)
  station.start(node.client, node.sntp)
  global.station = station
  E.on('errorFlag', onErrorFlag)
  process.on('uncaughtException', onUncaught)
  // Only the settings needed it; the interpreter makes it anew for the next command.
  delete global.RegExp
}

start()
