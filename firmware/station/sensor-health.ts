import { BAD_REPLY, OK, STALE, SUSPECT, TIMEOUT, WARMING } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { climbed } from '../../drivers/hal/recoveries.ts'
import type { Probe, Reading, Sensor } from '../../drivers/sensor.ts'
import type { Quality } from '../../contract/state.ts'
import type { Clock } from '../../drivers/hal/clock.ts'

/** As published in `sensor/<name>/status`; `UNKNOWN` until there is reason to say either. */
export const UNKNOWN = 0
export const ONLINE = 1
export const OFFLINE = 2

/** Failures in a row that make a sensor offline and its quality `fault`. */
const FAILURES = 3
/** ms a driver may owe its answer before it is stopped and started anew: longer than any part's own recovery. */
const PATIENCE = 30000
/** ms without a reading that lead from one of the station's rungs to the next. */
const STEP = 60000
/** ms without supply: what is left in the part's capacitors is gone then. */
const DARK = 2000
/** `owed` while the part has no supply, and is not asked. */
const UNPOWERED = -1

/** Told when a driver has answered: every sensor asked may have by now. */
export interface AnswerListener {
  /** `now`: whether all have or not. */
  close(now: boolean): void
}

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
  /** UNPOWERED or less, 0 for a driver that owes no answer, 1 when asked in the current slot, else for how many slots it has owed it. */
  owed: number
  private failures: number
  /** Failures since the last reading; not there before the first one, for the sake of memory. */
  private lost?: number

  constructor(name: string, item: Sensor | Probe) {
    this.name = name
    this.item = item
    this.code = WARMING
    this.up = UNKNOWN
    this.told = UNKNOWN
    this.owed = 0
    this.failures = 0
  }

  /** Opens a slot: asks the driver, unless it still owes an answer. `period` is in ms. @hot */
  ask(listener: AnswerListener, period: number): void {
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
        listener.close(false)
      })
    } else if (this.owed < 0) {
      // By the second slot its timer has fired, or was lost.
      if (this.owed-- < UNPOWERED) SensorHealth.light(this)
    } else if ((this.owed - 1) * period >= PATIENCE) {
      this.recover('reinitialise')
    }
  }

  /**
   * Ends a slot: counts failures, and climbs the ladder. `measures` as in `Sensor`, empty for a probe; `period` in ms. True when
   * the broker is to be told.
   * @hot
   */
  settle(measures: string, clock: Clock, period: number): boolean {
    const data = this.data
    if (this.owed > 0) this.owed++
    if (this.code === OK && measures) {
      // A driver that says OK and leaves out a quantity, or calls a not-a-number one, has not read it.
      if (!data || (measures === 'p' && !data.probes)) {
        this.code = BAD_REPLY
      } else if (measures !== 'p') {
        for (const quantity of measures) {
          const value = quantity === 'c' ? data.co2 : quantity === 't' ? data.temperature : data.humidity
          if (!isFinite(value as number)) this.code = BAD_REPLY
        }
      }
    }
    if (this.code === OK || this.code === WARMING || this.code === SUSPECT) {
      this.failures = 0
      // A part that warms up has yet to show that it is well: its ladder goes on where it was.
      if (this.lost && this.code !== WARMING) this.lost = 0
      this.up = ONLINE
    } else {
      if (++this.failures >= FAILURES) this.up = OFFLINE
      if (measures) this.climb(clock, period)
    }
    return this.up !== this.told && measures !== 'p'
  }

  /** The word for a quantity of this slot, `value` being undefined when the slot has not brought it. @hot */
  quality(value: number | undefined): Quality {
    const code = this.code
    return value !== undefined && isFinite(value) ? 'ok'
      : code === WARMING ? 'warming'
      : code === SUSPECT ? 'suspect'
      : code === STALE || this.failures < FAILURES ? 'stale'
      : 'fault'
  }

  /** Switches the part's supply, where that is possible. */
  supply(on: boolean): void {
    const sensor = this.item as Sensor
    if (sensor.power) sensor.power.write(on === (sensor.powerLevel !== 0))
  }

  /**
   * The station's ladder, above the driver's own: one character for each STEP without a reading, `i` to start the driver anew and
   * `p` to take the part's supply away (without a pin: `i`), repeated for as long as it lasts. `period` is in ms.
   */
  private climb(clock: Clock, period: number): void {
    const ladder = 'ip........'
    // At a long period no rung before the third failure, and no two at once.
    const slots = Math.max(FAILURES, Math.ceil(STEP / period))
    const lost = (this.lost || 0) + 1
    const rung = lost % slots ? '' : ladder.charAt((lost / slots - 1) % ladder.length)
    const sensor = this.item as Sensor
    this.lost = lost
    if (lost === FAILURES) climbed(sensor, 'fault')
    if (rung === 'p' && sensor.power) {
      climbed(sensor, 'power_cycle')
      sensor.stop()
      this.owed = UNPOWERED
      this.supply(false)
      clock.after(DARK, SensorHealth.light, this)
    } else if (rung === 'i' || rung === 'p') this.recover('reinitialise')
  }

  private static light(health: SensorHealth): void {
    health.supply(true)
    // Unless the station has been stopped meanwhile.
    if (health.owed < 0) health.recover('')
  }

  /** Starts the driver anew, and counts it under that name if there is one. */
  private recover(rung: string): void {
    const sensor = this.item as Sensor
    this.owed = 0
    if (rung) climbed(sensor, rung)
    sensor.stop()
    sensor.start(() => undefined)
  }
}
