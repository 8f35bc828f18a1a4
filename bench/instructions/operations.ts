/**
 * The operations whose instructions are counted, run by an interpreter that is given `OPERATION` and `COUNT` before it:
 * everything is set up, then the operation is repeated. Device subset.
 */
import { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import { Scd30 } from '../../drivers/scd30/scd30.ts'
import type { SampleDone, Sensor } from '../../drivers/sensor.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { Client } from '../../firmware/mqtt/client.ts'
import type { NodeFacts } from '../../firmware/station/node-facts.ts'
import { Station } from '../../firmware/station/station.ts'
import { BenchBroker, BenchClock, BenchI2c, BenchOneWire, BenchUart } from './bench-wires.ts'

declare const OPERATION: string
declare const COUNT: number
declare function print(text: string): void

const clock = new BenchClock()
const broker = new BenchBroker(clock)

const wifi: Wifi = {
  join(_network: string, _password: string, done: (status: Status) => void): void { clock.after(0, done, 0) },
  onLost(): void { /* it is never lost */ },
  signal(): number { return -60 }
}

class Facts implements NodeFacts {
  boot: number
  firmware: string
  bundle: string
  reset: string

  constructor() {
    this.boot = 1
    this.firmware = '0.1.0'
    this.bundle = ''
    this.reset = 'power-on'
  }

  memory(): { used: number, total: number } {
    return { used: 1, total: 2 }
  }

  alive(): void { /* nobody watches */ }
  note(): void { /* nobody asks */ }
  recall(): string { return '' }
  refused(): void { /* it never is */ }
}

const listener = {
  onConnected(): void { /* the operation begins */ },
  onDisconnected(): void { /* it never is */ },
  onMessage(): void { /* there is none */ },
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
  const node = new Station({
    node: '000001', location: 'bench', period: 10, wifi: { network: 'n', password: 'passpass' },
    broker: { host: 'broker', port: 1883, keepAlive: 60 },
    backlog: { samples: 64, overflow: 'oldest' }, sensors: {}
  }, sensors, clock, { read: () => 1795222103640, set(): void { /* it is right */ } }, wifi, new Facts(), undefined)
  node.client = new Client(broker, clock, () => 0.5, {
    host: 'broker', port: 1883, clientId: 'breva000001', user: undefined, password: undefined, keepAliveSeconds: 60,
    willTopic: node.root + 'status', willPayload: 'offline'
  }, node)
  node.start()
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
      node.sample = ''
    }
  }
  print('OUTCOME ' + broker.last)
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
  } else if (operation === 'scd30') sampling(new Scd30(new BenchI2c(), clock))
  else if (operation === 'mh-z19') sampling(warmMhZ19())
  else if (operation === 'ds18b20') sampling(new Ds18b20(new BenchOneWire(), clock))
  else station(operation === 'cycle', count)
}

run()
