/**
 * A node from its settings and its hardware: the one way for the board and for the laptop. What runs on either is put
 * together here, so what is tested on one is what runs on the other.
 */
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { Network } from '../../drivers/hal/network.ts'
import type { OneWireBus } from '../../drivers/hal/one-wire-bus.ts'
import type { Pin } from '../../drivers/hal/pin.ts'
import type { Storage } from '../../drivers/hal/storage.ts'
import type { UartPort } from '../../drivers/hal/uart-port.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../../drivers/scd30/scd30.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import { CLIENT_ID_ROOT } from '../../contract/client-id.ts'
import type { NodeSettings, SensorSettings } from '../../contract/settings.ts'
import { STATUS_OFFLINE } from '../../contract/status-word.ts'
import { STATUS_TOPIC } from '../../contract/topics.ts'
import { Client } from '../mqtt/client.ts'
import type { ClientSettings } from '../mqtt/client.ts'
import type { NodeFacts } from './node-facts.ts'
import { Sntp } from './sntp.ts'
import { askDs18b20, askMhZ19, askScd30 } from './sensor-options.ts'
import { openStation, type Station } from './station.ts'

/** What a node runs on. Pins are names as in the settings, 'D21'. */
export interface Hardware {
  clock: Clock
  wallClock: WallClock
  wifi: Wifi
  network: Network
  sendDatagram: SendDatagram
  flash: FlashArea | undefined
  storage: Storage
  facts: NodeFacts
  /** The last three bytes of the MAC address, six lower-case hex digits. */
  suffix: Bytes
  /** In [0, 1), and different on every board and at every start. */
  random(): number
  i2c(scl: string, sda: string): I2cBus
  uart(tx: string, rx: string): UartPort
  oneWire(pin: string): OneWireBus
  /** An output. */
  pin(name: string): Pin
}

/** `station.start(client, sntp)` is all that is left to do. */
export interface AssembledNode {
  station: Station
  client: Client
  sntp: Sntp | undefined
}

/** One line a sensor, in the order in which the station asks them. */
function sensorsOf(own: SensorSettings, hardware: Hardware): Sensor[] {
  const clock = hardware.clock
  const sensors: Sensor[] = []
  if (own.scd30) sensors.push(askScd30(new Scd30(hardware.i2c(own.scd30.scl, own.scd30.sda), clock), own.scd30))
  if (own['mh-z19']) sensors.push(askMhZ19(new MhZ19(hardware.uart(own['mh-z19'].tx, own['mh-z19'].rx), clock), own['mh-z19']))
  if (own.ds18b20) sensors.push(askDs18b20(new Ds18b20(hardware.oneWire(own.ds18b20.pin), clock), own.ds18b20))
  for (const sensor of sensors) {
    const supply = own[sensor.name as keyof SensorSettings]
    if (!supply || !supply.power) continue
    sensor.power = hardware.pin(supply.power)
    if (supply.powerLevel === 0) sensor.powerLevel = 0
  }
  return sensors
}

/** `settings` as `readSettings` returns them. Nothing has been started or sent yet. */
export function assembleNode(settings: NodeSettings, hardware: Hardware): AssembledNode {
  const clock = hardware.clock
  const wallClock = hardware.wallClock
  const sensors = sensorsOf(settings.sensors, hardware)
  const station = openStation(settings, sensors, clock, wallClock, hardware.wifi, hardware.facts, hardware.flash, hardware.storage, hardware.random())
  const broker = settings.broker
  const link: ClientSettings = {
    host: broker.host,
    port: broker.port,
    clientId: CLIENT_ID_ROOT + hardware.suffix,
    keepAliveSeconds: broker.keepAlive,
    willTopic: station.root + STATUS_TOPIC,
    willPayload: STATUS_OFFLINE
  }
  if (broker.user) link.user = broker.user
  if (broker.password) link.password = broker.password
  // Without a session that is kept, what a link has lost goes again as a new message, and QoS 2 is worth no more than 1.
  if (broker.cleanSession === false || broker.qos > 1) link.cleanSession = false
  if (broker.inFlight) link.inFlight = broker.inFlight
  const time = settings.time
  const client = new Client(hardware.network, clock, hardware.random, link, station)
  if (broker.maxQos < 2) client.session.exact = false
  return {
    station: station,
    client: client,
    sntp: time ? new Sntp(hardware.sendDatagram, clock, wallClock, hardware.random, time) : undefined
  }
}
