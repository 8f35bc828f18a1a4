/**
 * The application's composition root on an ESP32 under Espruino: settings name the pins, pins make adapters, adapters
 * carry drivers, and the station does the rest. Prints one line, at the start, so that whoever flashed it can tell.
 */
import { Ds18b20 } from '../drivers/ds18b20/ds18b20.ts'
import { MhZ19 } from '../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../drivers/scd30/scd30.ts'
import type { FlashPages } from '../drivers/hal/flash-pages.ts'
import type { Sensor } from '../drivers/sensor.ts'
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
import { EspruinoWifi } from './espruino/espruino-wifi.ts'
import type { EspruinoSerial, EspruinoStorage, EspruinoWifiModule } from './espruino/platform.ts'
import { storedSettings } from './espruino/stored-settings.ts'
import { Client } from './mqtt/client.ts'
import type { ClientSettings } from './mqtt/client.ts'
import type { StartRecord } from './espruino/start-record.ts'
import { readSettings } from '../contract/settings.ts'
import { Sntp } from './station/sntp.ts'
import { Station } from './station/station.ts'

declare const FIRMWARE_VERSION: string
declare function require(name: 'Storage'): EspruinoStorage
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
  // The interpreter's generator starts alike on every boot of every board; jitter needs it different.
  E.srand(E.CRC32(mac + facts.boot))
  const settings = readSettings(storedSettings(require('Storage')), mac.slice(-6))
  if (typeof settings === 'string') {
    print('breva ' + FIRMWARE_VERSION + ' is not set up: ' + settings)
    return
  }
  const clock = new EspruinoClock()
  const sensors: Sensor[] = []
  const pins = settings.sensors
  const scd30 = pins.scd30
  if (scd30) sensors.push(new Scd30(espruinoI2cBus(scd30.scl, scd30.sda), clock))
  const mhZ19 = pins['mh-z19']
  if (mhZ19) sensors.push(new MhZ19(espruinoUartPort(Serial2, mhZ19.tx, mhZ19.rx), clock))
  const probes = pins.ds18b20
  if (probes) sensors.push(new Ds18b20(espruinoOneWireBus(probes.pin), clock))
  for (const sensor of sensors) {
    const own = pins[sensor.name as keyof typeof pins]
    if (!own || !own.power) continue
    sensor.power = espruinoPin(own.power)
    if (own.powerLevel === 0) sensor.powerLevel = 0
  }

  const station = new Station(settings, sensors, clock, clock, new EspruinoWifi(wifi), facts, espruinoFlashArea(require('Flash'), FLASH_START, FLASH_PAGES))
  const broker = settings.broker
  const link: ClientSettings = {
    host: broker.host,
    port: broker.port,
    clientId: 'breva' + mac.slice(-6),
    keepAliveSeconds: broker.keepAlive,
    willTopic: station.root + 'status',
    willPayload: 'offline'
  }
  if (broker.user) link.user = broker.user
  if (broker.password) link.password = broker.password
  if (broker.cleanSession === false) link.cleanSession = false
  if (broker.inFlight) link.inFlight = broker.inFlight
  station.client = new Client(new EspruinoNetwork(), clock, Math.random, link, station)
  const time = settings.time
  if (time) station.sntp = new Sntp(sendDatagram, clock, clock, Math.random, time)
  print('breva ' + FIRMWARE_VERSION + ' node ' + settings.node + ' start ' + facts.boot + ': ' + Object.keys(pins).join(', '))
  E.enableWatchdog(WATCHDOG, false)
  station.start()
  global.station = station
  E.on('errorFlag', onErrorFlag)
  process.on('uncaughtException', onUncaught)
  // Only the settings needed it; the interpreter makes it anew for the next command.
  delete global.RegExp
}

start()
