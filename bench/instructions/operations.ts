/**
 * The operations whose instructions are counted, run by an interpreter that is given `OPERATION` and `COUNT` before it:
 * everything is set up, then the operation is repeated. Device subset.
 */
import { maximCrc8 } from '../../drivers/checksum/maxim-crc8.ts'
import { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../../drivers/scd30/scd30.ts'
import { type Climate, judgeMeasurement } from '../../drivers/scd30/scd30-judge.ts'
import { checkReply } from '../../drivers/scd30/scd30-wire.ts'
import type { Reading, SampleDone, Sensor } from '../../drivers/sensor.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { Client } from '../../firmware/mqtt/client.ts'
import { openStation } from '../../firmware/station/station.ts'
import { BenchFacts } from './bench-facts.ts'
import { BenchBroker, BenchClock, BenchI2c, BenchOneWire, BenchUart } from './bench-wires.ts'

declare const OPERATION: string
declare const COUNT: number
declare function print(text: string): void

const clock = new BenchClock()
const broker = new BenchBroker(clock)
const wifi: Wifi = {
  join(_network: string, _password: string, done: (status: Status) => void): void { clock.after(0, done, 0) },
  leave(): void { /* it never is left */ },
  onLost(): void { /* it is never lost */ },
  signal(): number { return -60 }
}

const listener = {
  onConnected(): void { /* the operation begins */ },
  onDisconnected(): void { /* it never is */ },
  onMessage(): void { /* there is none */ },
  onRead(): void { /* nothing waits for it */ },
  onAcknowledged(): void { /* as it should be */ },
  onReturned(): void { /* nothing is */ },
  onSubscribed(): void { /* nothing was */ }
}

let outcome = -1
const answered: SampleDone = status => { outcome = status }
const started = (status: Status): void => { outcome = status }

function sampleOnce(sensor: Sensor): void {
  sensor.sample(answered)
  clock.run(clock.time + 1000)
}

/** Repeats the reading of one sensor, once it is warm. */
function sampling(sensor: Sensor): void {
  const count = COUNT
  const time = clock
  const done = answered
  sensor.start(started)
  time.run(10000)
  for (let i = 0; i < 8; i++) sampleOnce(sensor)
  time.timers = 0
  for (let i = 0; i < count; i++) {
    sensor.sample(done)
    time.run(time.time + 1000)
  }
  print('TIMERS ' + time.timers)
  print('OUTCOME ' + outcome)
}

/** Takes everything, says nothing, and costs next to nothing. */
const sink = {
  write: (): boolean => true,
  close(): void { /* it stays */ }
}

/** A client whose broker has accepted it, and says no more. */
function connected(): Client {
  const client = new Client({ connect: () => sink }, clock, () => 0.5, {
    host: 'broker', port: 1883, clientId: 'breva000001', user: undefined, password: undefined, keepAliveSeconds: 60,
    willTopic: 'breva/000001/status', willPayload: 'offline'
  }, listener)
  client.start()
  clock.run(100)
  client.onOpen()
  client.onBytes('\x20\x02\x00\x00')
  return client
}

const TOPIC = 'breva/000001/state'
let payload = ''
for (let i = 0; i < 12; i++) payload += '0123456789'
// All lengths that state messages take are in one byte of remaining length or in two; 118 to 121 stay in two.
const PAYLOADS = [payload, payload.slice(1), payload + '0', payload.slice(2)]

/** An MH-Z19 that needs no preheat any more. */
function warmMhZ19(): MhZ19 {
  const driver = new MhZ19(new BenchUart(clock), clock)
  driver.preheat = 0
  return driver
}

/** A whole node: repeats its cycle of 10 s, or only what makes a state message of readings. */
function station(cycle: boolean, count: number): void {
  const sensors: Sensor[] = [new Scd30(new BenchI2c(), clock), warmMhZ19(), new Ds18b20(new BenchOneWire(), clock)]
  const node = openStation({
    node: '000001', location: 'bench', period: 10, wifi: { network: 'n', password: 'passpass' },
    broker: { host: 'broker', port: 1883, keepAlive: 60, maxQos: 2, qos: 1, root: 'breva' },
    backlog: { samples: 64, overflow: 'oldest' }, sensors: {}
  }, sensors, clock, { read: () => 1795222103640, set: () => undefined }, wifi, new BenchFacts(), undefined, { read: () => undefined, write: () => 0, erase: () => undefined }, 0.5)
  const client = new Client(broker, clock, () => 0.5, {
    host: 'broker', port: 1883, clientId: 'breva000001', user: undefined, password: undefined, keepAliveSeconds: 60,
    willTopic: node.root + 'status', willPayload: 'offline'
  }, node)
  node.start(client, undefined)
  clock.run(38000)
  if (cycle) {
    const time = clock
    time.timers = 0
    for (let i = 0; i < count; i++) time.run(time.time + 10000)
    print('TIMERS ' + time.timers)
  } else {
    clock.run(45500)
    for (let i = 0; i < count; i++) {
      node.onSample(false)
      // As if acknowledged: else the next one would put it into the backlog.
      node.sample = undefined
    }
  }
  print('OUTCOME ' + broker.last)
}

/**
 * What a cycle cannot do without, and nothing else: the same bytes checked and made values, the values made the same
 * message and packet, and its PUBACK compared. No drivers, no station, no faults, no timers.
 */
function barest(count: number): void {
  const crc = maximCrc8
  const long = new Uint8Array([0x43, 0xdb, 0xcb, 0x8c, 0x2e, 0x8f, 0x41, 0xd9, 0x70, 0xe7, 0xff, 0xf5, 0x42, 0x43, 0xbf, 0x3a, 0x1b, 0x74])
  const scratchpad = new Uint8Array([0x91, 1, 0x4b, 0x46, 0x7f, 0xff, 0x0f, 0x10, 0x25])
  const frame = '\xff\x86\x03\x20\x40\x00\x00\x00\x17'
  const acknowledgement = '\x40\x02\x00\x07'
  const round = Math.floor
  const encode = String.fromCharCode
  const names = ['28139bbb0b00001f', '2839386a0d000044', '2893bec20c00009e']
  const written = (bytes: string): boolean => bytes.length > 0
  for (let i = 0; i < count; i++) {
    const reading: Reading = {}
    const bytes = new Uint8Array(long)
    let status = checkReply(new Uint8Array([0, 1, 0xb0])) | checkReply(bytes) | judgeMeasurement(bytes, settled(), 0, reading)
    const sum = frame.charCodeAt(1) + frame.charCodeAt(2) + frame.charCodeAt(3) + frame.charCodeAt(4) +
      frame.charCodeAt(5) + frame.charCodeAt(6) + frame.charCodeAt(7) + frame.charCodeAt(8)
    status |= (sum & 255) | (frame.charCodeAt(2) * 256 + frame.charCodeAt(3) - 800)
    let probes = ''
    let words = ''
    for (const name of names) {
      status |= crc(scratchpad)
      const label = ',"' + name + '":'
      probes += label + (round((scratchpad[0] | scratchpad[1] << 8) / 16 * 100 + 0.5) / 100).toFixed(2)
      words += label + '"ok"'
    }
    const text = '{"node":"000001","location":"bench","boot":1,"seq":' + i + ',"time":"' + new Date(1795222103640 + i).toISOString() +
      '","uptime":' + i + ',"co2":' + round(reading.co2! + 0.5).toFixed(0) +
      ',"temperature":' + (round(reading.temperature! * 100 + 0.5) / 100).toFixed(2) +
      ',"humidity":' + (round(reading.humidity! * 10 + 0.5) / 10).toFixed(1) + ',"probes":{' + probes.slice(1) +
      '},"quality":{"co2":"ok","temperature":"ok","humidity":"ok"' + words + '},"alerts":[]}'
    const remaining = text.length + 23
    written(encode(0x32, remaining & 127 | 128, remaining >> 7, 0, 19) + TOPIC + encode(0, i & 255) + text)
    if (status === 0 && acknowledgement.startsWith('\x40\x02') && acknowledgement.charCodeAt(3) === 7) outcome = i
  }
  print('OUTCOME ' + outcome)
}

/** What an SCD30's driver keeps while the air does not change. */
function settled(): Climate {
  return { believed: 440, leap: 0, latest: 440, since: 0, discard: 0, warmth: { temperature: 27 } }
}

function run(): void {
  const operation = OPERATION
  const count = COUNT
  const topic = TOPIC
  const text = payload
  if (operation === 'loop') {
    const called = listener
    for (let i = 0; i < count; i++) called.onConnected()
  } else if (operation === 'timer') {
    const time = clock
    const task = started
    for (let i = 0; i < count; i++) time.after(1, task, 0)
    time.run(2)
  } else if (operation === 'publish-same') {
    const client = connected()
    for (let i = 0; i < count; i++) client.publish(topic, text, 1, false)
  } else if (operation === 'publish-varying') {
    const client = connected()
    const texts = PAYLOADS
    for (let i = 0; i < count; i++) client.publish(topic, texts[i], 1, false)
  } else if (operation === 'publish-alternating') {
    const client = connected()
    for (let i = 0; i < count; i++) client.publish(i & 1 ? topic : 'breva/000001/other', text, 1, false)
  } else if (operation === 'acknowledgement') {
    const client = connected()
    for (let i = 0; i < 4; i++) client.publish(topic, text, 1, false)
    for (let i = 1; i <= count; i++) client.onBytes('\x40\x02\x00' + String.fromCharCode(i))
  } else if (operation === 'scd30-wires') {
    const bus = new BenchI2c()
    const three = new Uint8Array(3)
    const all = new Uint8Array(18)
    for (let i = 0; i < count; i++) {
      bus.write(0x61, [2, 2])
      bus.read(0x61, three)
      bus.write(0x61, [3, 0])
      bus.read(0x61, all)
    }
  } else if (operation === 'ds18b20-wires') {
    const bus = new BenchOneWire()
    for (let i = 0; i < count; i++) {
      bus.reset()
      bus.skip()
      bus.write(0x44)
      bus.read(1)
      for (let j = 0; j < 3; j++) {
        bus.reset()
        bus.select('28139bbb0b00001f')
        bus.write(0xbe)
        bus.read(9)
      }
    }
  } else if (operation === 'barest') barest(count)
  else if (operation === 'scd30') sampling(new Scd30(new BenchI2c(), clock))
  else if (operation === 'mh-z19') sampling(warmMhZ19())
  else if (operation === 'ds18b20') sampling(new Ds18b20(new BenchOneWire(), clock))
  else station(operation === 'cycle', count)
}

run()
