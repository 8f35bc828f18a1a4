import { BAD_REPLY, OK, STALE, SUSPECT, TIMEOUT, WARMING } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Probe, Reading, Sensor } from '../../drivers/sensor.ts'
import type { Sampler } from './sampler.ts'

/** As published in `sensor/<name>/status`; `UNKNOWN` until there is reason to say either. */
export const UNKNOWN = 0
export const ONLINE = 1
export const OFFLINE = 2

/** Failures in a row that make a sensor offline and its quality `fault`. */
const FAILURES = 3
/** ms a driver may owe its answer before it is stopped and started anew: longer than any part's own recovery. */
const PATIENCE = 30000

/** What the station knows of one sensor, or of one probe on a bus. */
export class SensorHealth {
  /** As in the topic `sensor/<name>/status`. */
  readonly name: string
  /** Where checksum errors are counted; for a probe its record. */
  item: Sensor | Probe
  /** What the current slot has brought, and why there is not more. */
  data: Reading | undefined
  code: Status
  /** UNKNOWN, ONLINE or OFFLINE; and what of it the broker has been told on this link. */
  up: number
  told: number
  /** 0 for a driver that owes no answer, 1 when asked in the current slot, else for how many slots it has owed it. */
  owed: number
  private failures: number

  constructor(name: string, item: Sensor | Probe) {
    this.name = name
    this.item = item
    this.code = WARMING
    this.up = UNKNOWN
    this.told = UNKNOWN
    this.owed = 0
    this.failures = 0
  }

  /** Opens a slot: asks the driver, unless it still owes an answer. `period` is in ms. */
  ask(sampler: Sampler, period: number): void {
    const sensor = this.item as Sensor
    this.code = TIMEOUT
    this.data = undefined
    if (this.owed === 0) {
      this.owed = 1
      sensor.sample((status, reading) => {
        // A late answer belongs to no slot.
        if (this.owed === 1) {
          this.code = status
          this.data = reading
        }
        this.owed = 0
        sampler.close(false)
      })
    } else if ((this.owed - 1) * period >= PATIENCE) {
      this.owed = 0
      sensor.stop()
      sensor.start(() => undefined)
    }
  }

  /** Ends a slot: counts failures. `measures` as in `Sensor`, empty for a probe. True when the broker is to be told. */
  settle(measures: string): boolean {
    const data = this.data
    if (this.owed > 0) this.owed++
    if (this.code === OK && measures) {
      // A driver that says OK and leaves out a quantity, or calls a not-a-number one, has not read it.
      if (measures.indexOf('c') >= 0 && !(data && isFinite(data.co2 as number))) this.code = BAD_REPLY
      if (measures.indexOf('t') >= 0 && !(data && isFinite(data.temperature as number))) this.code = BAD_REPLY
      if (measures.indexOf('h') >= 0 && !(data && isFinite(data.humidity as number))) this.code = BAD_REPLY
      if (measures.indexOf('p') >= 0 && !(data && data.probes)) this.code = BAD_REPLY
    }
    if (this.code === OK || this.code === WARMING || this.code === SUSPECT) {
      this.failures = 0
      this.up = ONLINE
    } else if (++this.failures >= FAILURES) {
      this.up = OFFLINE
    }
    return this.up !== this.told && measures !== 'p'
  }

  /** The word for a quantity of this slot, `value` being undefined when the slot has not brought it. */
  quality(value: number | undefined): string {
    const code = this.code
    return value !== undefined && isFinite(value) ? 'ok'
      : code === WARMING ? 'warming'
      : code === SUSPECT ? 'suspect'
      : code === STALE || this.failures < FAILURES ? 'stale'
      : 'fault'
  }
}
