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
/** ms in which the slowest part has warmed up. One that answers for twice as long and is not believed is started anew, after another step power-cycled. */
const DOUBT_STEP = 300000
/** ms after which it is a fault: no quantity is warming up or suspect for longer. */
const DOUBT_LIMIT = 1200000
/** Steps from one such climb to the next: an hour. The rungs stand at their steps, as in `climb`. */
const DOUBT_ROUND = 12
/** ms without supply: what is left in the part's capacitors is gone then. */
const DARK = 2000
/** `owed` while the part has no supply, and is not asked. */
const UNPOWERED = -1

/** Told when a driver has answered: every sensor asked may have by now. */
export interface AnswerListener {
  /** `now`: whether all have or not. */
  close(now: boolean): void
}

/** What the station knows of one sensor or probe. */
export class SensorHealth {
  /** As in the topic `sensor/<name>/status`. */
  readonly name: string
  /** Where checksum errors are counted; for a probe its record. */
  item: Sensor | Probe
  /** What the current slot has brought, of a sensor always something once it has settled, and why there is not more. */
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
  /** ms for which a quantity ('c', 't', 'h', or 'p') has been doubtful; not there while none is. */
  private doubts?: Record<string, number>

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
      if (this.owed-- < UNPOWERED) SensorHealth.restore(this)
    } else if ((this.owed - 1) * period >= PATIENCE) {
      this.recover('reinitialise')
    }
  }

  /**
   * Ends a slot: counts failures and doubts, and climbs the ladder. `measures` as in `Sensor`, empty for a probe; `period` in ms.
   * True when the broker is to be told. In one piece, as every sensor of every slot passes here.
   * @hot
   */
  settle(measures: string, clock: Clock, period: number): boolean {
    const data = this.data
    let whole = this.code === OK
    if (this.owed > 0) this.owed++
    if (data && measures !== 'p') {
      for (const quantity of measures) {
        const value = quantity === 'c' ? data.co2 : quantity === 't' ? data.temperature : data.humidity
        if (!isFinite(value as number)) {
          whole = false
          // A driver that says OK, and neither brings a quantity nor says why, has not read it.
          if (this.code === OK && this.statusOf(quantity) === OK) this.code = BAD_REPLY
        }
      }
    } else if (whole && measures && !(data && data.probes)) {
      whole = false
      this.code = BAD_REPLY
    }
    if (whole) {
      this.failures = 0
      if (this.lost) this.lost = 0
      if (this.doubts) delete this.doubts
      this.up = ONLINE
    } else this.fallShort(measures, clock, period)
    return this.up !== this.told
  }

  /** A slot that has not brought everything. */
  private fallShort(measures: string, clock: Clock, period: number): void {
    if (!this.data && measures) this.data = {}
    // However long the period, no two rungs at once.
    const passed = Math.min(period, DOUBT_STEP)
    this.countDoubts(measures || 't', passed)
    if (this.code === OK) {
      this.failures = this.lost = 0
      this.up = ONLINE
    } else if (this.code === WARMING || this.code === SUSPECT) {
      this.doubt(measures, clock, passed)
    } else {
      if (++this.failures >= FAILURES) this.up = OFFLINE
      if (measures) this.climb(clock, period)
    }
  }

  /** For how long each quantity has been doubtful by now. */
  private countDoubts(measures: string, passed: number): void {
    const before = this.doubts || {}
    const doubts: Record<string, number> = {}
    const answered = this.code === OK || this.code === WARMING || this.code === SUSPECT
    for (const quantity of measures) {
      const known = before[quantity] || 0
      const status = this.statusOf(quantity)
      if (status === WARMING || status === SUSPECT) doubts[quantity] = known + passed
      // A failure that does not last proves nothing: a part that is being restarted has one.
      else if (!answered && known && (this.lost || 0) * passed < STEP) doubts[quantity] = known
    }
    this.doubts = doubts
  }

  /** Why the slot has not brought a quantity: its own reason, or that of the first; OK when it has. */
  private statusOf(quantity: string): Status {
    const data = this.data
    if (!data || quantity === 'c' || quantity === 'p') return this.code
    const value = quantity === 't' ? data.temperature : data.humidity
    return isFinite(value as number) ? OK : (quantity === 't' ? data.temperatureStatus : data.humidityStatus) || this.code
  }

  /** The word for a quantity that this slot has not brought; 't' for a probe, 'p' for a bus without one. */
  qualityOf(quantity: string): Quality {
    const status = this.statusOf(quantity)
    if (status === WARMING || status === SUSPECT) {
      const doubt = (this.doubts && this.doubts[quantity]) || 0
      return doubt >= DOUBT_LIMIT ? 'fault' : status === WARMING ? 'warming' : 'suspect'
    }
    return status === STALE || this.failures < FAILURES ? 'stale' : 'fault'
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
    this.lost = lost
    if (lost === FAILURES) climbed(this.item as Sensor, 'fault')
    if (lost % slots === 0) this.takeRung(clock, ladder.charAt((lost / slots - 1) % ladder.length))
  }

  /** The same for a part that answers what is not to be believed; `passed` ms since the slot before. */
  private doubt(measures: string, clock: Clock, passed: number): void {
    const now = this.doubts![(measures || 't').charAt(0)]
    const before = now - passed
    this.failures = 0
    // A part that warms up has yet to show that it is well: its ladder goes on where it was.
    if (this.lost && this.code === SUSPECT) this.lost = 0
    this.up = now >= DOUBT_LIMIT ? OFFLINE : ONLINE
    const steps = Math.floor(now / DOUBT_STEP)
    if (!measures || steps === Math.floor(before / DOUBT_STEP)) return
    if (now >= DOUBT_LIMIT && before < DOUBT_LIMIT) climbed(this.item as Sensor, 'fault')
    this.takeRung(clock, '  ip'.charAt(steps % DOUBT_ROUND))
  }

  private takeRung(clock: Clock, rung: string): void {
    const sensor = this.item as Sensor
    if (rung === 'p' && sensor.power) {
      climbed(sensor, 'power_cycle')
      sensor.stop()
      this.owed = UNPOWERED
      this.supply(false)
      clock.after(DARK, SensorHealth.restore, this)
    } else if (rung === 'i' || rung === 'p') this.recover('reinitialise')
  }

  /** The part's supply is back. */
  private static restore(health: SensorHealth): void {
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
