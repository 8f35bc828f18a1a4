import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import type { NodeFacts } from '../../firmware/station/node-facts.ts'
import { readSettings } from '../../contract/settings.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import type { Sntp } from '../../firmware/station/sntp.ts'
import { openStation, type Station } from '../../firmware/station/station.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { SimulatedStorage } from '../../host-sim/board/simulated-storage.ts'
import { FakeMqttClient } from './fake-mqtt-client.ts'
import { FakeSensor } from './fake-sensor.ts'
import { FakeWifi } from './fake-wifi.ts'
import { until } from './until.ts'

/** ms from one sample to the next, as `plainSettings` has it. */
export const PERIOD = 10_000

/** Settings that are as they should be, as parsed from a file; fresh each time. */
export function plainSettings(): Record<string, Record<string, unknown>> {
  return JSON.parse(`{
    "location": "bedroom", "period": 10,
    "wifi": { "network": "home", "password": "correct horse" },
    "broker": { "host": "192.168.1.2" },
    "sensors": { "scd30": { "sda": "D21", "scl": "D22" } }
  }`) as Record<string, Record<string, unknown>>
}

/** A sample in a `history` message. */
export interface LateSample {
  seq: number
  boot: number
  uptime: number
  time: string | null
}

/** What `health` says of samples. */
export interface SampleHealth {
  queued: number
  flash: boolean
  drops: { overflow: number, decimated: number, storage: number, rejected: number }
}

/** A station on virtual time with sensors, client and access point that do as they are told. */
export class StationBench {
  readonly clock: VirtualClock
  readonly wifi: FakeWifi
  readonly client: FakeMqttClient
  /** Outlives the bench where another one is made with it. */
  readonly storage: SimulatedStorage
  readonly station: Station
  readonly facts: NodeFacts = {
    boot: 17, firmware: '1.0.0', bundle: 'sha256:ab', reset: 'power-on', memory: () => ({ used: 1410, total: 3000 }), alive: verified => { if (verified) this.alive++; else this.unverified++ }, note: (seconds, event, keep) => { this.noted.push(`${seconds} ${event} ${keep}`) }, recall: told => this.recall(told), say: line => { this.said.push(line) }
  }

  /** ms since 1970; 0 while unset. */
  time = 0
  /** Signs of life so far. */
  alive = 0
  /** Times the watchdog was fed without them. */
  unverified = 0
  /** What was noted in the black box. */
  readonly noted: string[] = []
  /** What the black box has to tell, and is taken out of it as it is told. */
  readonly told: string[] = []
  /** Lines of the console. */
  readonly said: string[] = []

  /** `make` the sensors on the bench's clock, which begins at `clock` ms, or is it. */
  constructor(
    make: (clock: VirtualClock) => Sensor[], change: Record<string, unknown> = {}, clock: number | VirtualClock = 0, flash?: FlashArea, storage = new SimulatedStorage()
  ) {
    this.storage = storage
    this.clock = typeof clock === 'number' ? new VirtualClock(clock) : clock
    this.wifi = new FakeWifi(this.clock)
    const settings = readSettings({ ...plainSettings(), ...change }, 'a1b2c3') as NodeSettings
    const wallClock: WallClock = { read: () => this.time, set: milliseconds => { this.time = milliseconds } }
    this.station = openStation(settings, make(this.clock), this.clock, wallClock, this.wifi, this.facts, flash, this.storage, 0.5)
    this.client = new FakeMqttClient(this.clock, this.station)
  }

  /** With one CO2 sensor that reads 812 ppm, 21.44 deg C and 45.1 %. */
  static plain(change: Record<string, unknown> = {}, flash?: FlashArea): StationBench & { sensor: FakeSensor } {
    let sensor: FakeSensor | undefined
    const bench = new StationBench(clock => {
      sensor = new FakeSensor(clock, 'scd30', 'cth', { co2: 812, temperature: 21.44, humidity: 45.1 })
      return [sensor]
    }, change, 0, flash)
    return Object.assign(bench, { sensor: sensor! })
  }

  start(sntp?: Sntp): void {
    this.station.start(this.client.asClient(), sntp)
  }

  /** The samples of all `history` messages, in the order published. */
  history(): LateSample[] {
    return this.client.payloads('/history').flatMap(payload => JSON.parse(payload) as LateSample[])
  }

  /** The latest `health`. */
  health(): SampleHealth {
    return JSON.parse(this.client.payloads('/health').at(-1)!) as SampleHealth
  }

  /** From now on, the numbers of the samples in each message that is acknowledged, as often as it is. */
  acknowledged(): number[] {
    const numbers: number[] = []
    const onAcknowledged = this.station.onAcknowledged.bind(this.station)
    this.station.onAcknowledged = id => {
      const message = this.client.published.find(one => one.id === id)
      if (/(state|history)$/.test(message?.topic ?? '')) numbers.push(...[JSON.parse(message!.payload) as LateSample | LateSample[]].flat().map(sample => sample.seq))
      onAcknowledged(id, false)
    }
    return numbers
  }

  /** Started, unless it is; joined, connected, and everything said that is to be said then. */
  online(): this {
    if (this.wifi.joins.length === 0) this.start()
    until(this.clock, () => this.client.starts > 0)
    this.client.connect()
    return this.settle()
  }

  /** Time passes until every answer has come that the broker owes, and with them all that is said one by one. */
  settle(): this {
    until(this.clock, () => this.client.quiet)
    return this
  }

  /** So many periods pass, each with its sample. */
  slots(count: number): this {
    this.clock.advance(count * PERIOD)
    return this
  }

  private recall(told: boolean): string {
    if (told) this.told.shift()
    return this.told[0] ?? ''
  }

  /** The samples published, parsed. */
  samples(): Record<string, unknown>[] {
    return this.client.payloads('/state').map(payload => JSON.parse(payload) as Record<string, unknown>)
  }
}
