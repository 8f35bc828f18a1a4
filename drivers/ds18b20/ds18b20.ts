// All DS18B20 (Maxim 042208), DS18S20 (19-5474), DS1822 (19-7485) and MAX31820 (19-6751) probes of one 1-Wire bus.
import type { Bytes } from '../hal/bytes.ts'
import type { Clock, Timer } from '../hal/clock.ts'
import type { OneWireBus, RomCode } from '../hal/one-wire-bus.ts'
import { BUSY, NOT_FOUND, OK, STALE, type Status, SUSPECT } from '../hal/status.ts'
import type { Recoveries } from '../hal/recoveries.ts'
import { type Reading, type SampleDone, type Sensor, VERIFIED } from '../sensor.ts'
import { LEAP } from '../plausibility/plausibility.ts'
import { copyOrRecall, NO_MORE } from './ds18b20-memory.ts'
import {
  ALARM_HIGH, ALARMS, alarms, description, type Ds18b20Driver, type Ds18b20Probe, HIGHEST_RESOLUTION, SCRATCHPAD, told, want
} from './ds18b20-settings.ts'
import {
  AGAIN, ALONE, beginConversions, CONVERT, CONVERTING, DOUBTED, FIRST, IDLE, leapt, MEMORY, OVER, READ, refused, SEARCH, search, SET_UP, setUp
} from './ds18b20-steps.ts'
import { CONVERTED, readProbe } from './ds18b20-wire.ts'

type Done = (status: Status, result?: Reading & number) => void

/** ms from one question whether the conversions have ended to the next. */
const POLL = 25
/** ms between samples that leave time to convert on one probe more. */
const UNHURRIED = 4000
/** ms for a conversion at 12 bits (042208, "AC Electrical Characteristics"). */
const CONVERSION_12_BITS = 750
/** In place of a probe's place: none. */
const NOBODY = -1

/**
 * One driver per bus. A sample converts on all probes at once, then reads each with up to six attempts; a probe that
 * fails keeps its name and says why in its own `status`. The sample is OK as soon as one probe is.
 */
export class Ds18b20 implements Sensor, Ds18b20Driver {
  readonly name: string
  readonly measures: string
  errors: number
  recoveries?: Recoveries
  // The members below are explained in `Ds18b20Driver`.
  readonly probes: Ds18b20Probe[]
  target: RomCode
  busStatus: Status
  found: number
  foreign: string
  readonly bus: OneWireBus
  readonly clock: Clock
  private readonly reading: Reading
  private timer: Timer
  private done: Done | undefined
  private result: Reading | number | undefined
  status: Status
  phase: number
  index: number
  attempt: number
  round: number
  lost: boolean
  going: boolean
  polls: number
  /** The first probe whose value is the one from before, NOBODY for none, and where the next sample begins to look for one. */
  private alone: number
  private nextAlone: number
  /** When this sample began, and whether that was soon after the one before. */
  private began: number
  private hurried: boolean
  /** What a `set` does once all is set up; set by that, so that a bundle without it has none of it. */
  private remember: ((driver: Ds18b20) => number) | undefined
  untilSearch: number
  resolution: number
  hold: boolean
  command: number

  constructor(bus: OneWireBus, clock: Clock) {
    this.name = 'ds18b20'
    this.measures = 'p'
    this.probes = []
    this.target = this.foreign = ''
    this.busStatus = NOT_FOUND
    this.bus = bus
    this.clock = clock
    this.reading = { probes: this.probes }
    this.result = this.remember = undefined
    this.errors = this.found = this.phase = this.index = this.attempt = this.round = this.polls = this.nextAlone = 0
    this.began = this.untilSearch = this.command = this.status = OK
    this.alone = NOBODY
    this.resolution = HIGHEST_RESOLUTION
    this.lost = this.going = this.hurried = this.hold = false
  }

  /** Searches, verifies and configures. Not OK: no probe answered, and why; `sample` goes on looking for them. */
  start(done: (status: Status) => void): void {
    this.stop()
    this.probes.splice(0, this.probes.length)
    this.errors = 0
    this.hold = false
    this.remember = undefined
    this.begin(SEARCH, done)
  }

  sample(done: SampleDone): void {
    if (!this.begin(SET_UP, done)) return
    const now = this.clock.now()
    this.hurried = now - this.began < UNHURRIED
    this.began = now
    this.result = this.reading
    this.status = this.busStatus || NOT_FOUND
    if (--this.untilSearch < 0) this.phase = SEARCH
  }

  /**
   * RESOLUTION (with no `target` also of every probe found later), ALARM_LOW, ALARM_HIGH: into the scratchpad, verified.
   * COPY, RECALL: `value` is ignored. OUT_OF_RANGE; UNSUPPORTED where the part does not do it (family C has 12 bits
   * only, D and E are not copied nor recalled since that would hide their resets); NOT_FOUND when there is no such probe
   * or it is silent; BAD_REPLY when the part does not keep what it is given.
   */
  set(setting: number, value: number, done: (status: Status) => void): void {
    if (!this.begin(SET_UP, done)) return
    this.command = setting > ALARM_HIGH ? setting : SCRATCHPAD
    this.status = want(this, setting, value)
    this.remember = this.command > SCRATCHPAD && this.status === OK ? copyOrRecall : undefined
    if (this.status !== OK) this.phase = MEMORY
  }

  /** A setting as last verified on the wire: NOT_FOUND when `target` names no verified probe, UNSUPPORTED. */
  get(setting: number, done: (status: Status, value?: number) => void): void {
    if (!this.begin(MEMORY, done)) return
    this.remember = undefined
    this.result = setting === ALARMS ? alarms(this) : told(this, setting)
  }

  stop(): void {
    if (this.phase) this.clock.cancel(this.timer)
    this.phase = IDLE
    this.done = undefined
    this.untilSearch = 0
  }

  describe(): Bytes {
    return description(this)
  }

  /** @hot */
  private begin(phase: number, done: Done): boolean {
    if (this.phase) {
      this.clock.after(0, done, BUSY)
      return false
    }
    this.phase = phase
    this.done = done
    this.result = undefined
    this.status = OK
    this.index = 0
    this.attempt = 0
    this.round = FIRST
    this.alone = NOBODY
    this.command = 0
    this.timer = this.clock.after(0, Ds18b20.step, this)
    return true
  }

  /** One attempt at one scratchpad, once the conversions have ended. In one piece, as every probe of every sample passes here. @hot */
  private static read(driver: Ds18b20): void {
    const probe = driver.probes[driver.index]
    if (driver.phase === CONVERTING && driver.polls > 0) {
      const answer = driver.bus.read(1)
      driver.going = answer[0] !== CONVERTED && --driver.polls === 0
      if (answer[0] !== CONVERTED && driver.polls > 0) {
        driver.timer = driver.clock.after(POLL, Ds18b20.read, driver)
        return
      }
    }
    driver.phase = READ
    if (driver.round !== AGAIN || probe.status === SUSPECT) {
      const before = probe.temperature
      let status = (readProbe(driver.bus, probe) & 15) as Status
      if (status === OK) status = driver.judge(probe, probe.temperature - before)
      else if (refused(driver, probe, status)) {
        driver.timer = driver.clock.after(1, Ds18b20.read, driver)
        return
      }
      if (driver.status !== OK) driver.status = status
      probe.status = status
      driver.attempt = 0
    }
    if (driver.round !== ALONE && ++driver.index < driver.probes.length) driver.timer = driver.clock.after(1, Ds18b20.read, driver)
    else driver.turn()
  }

  /** A sound reading, `step` deg C from the one before: whether it is a new one, and to be believed. @hot */
  private judge(probe: Ds18b20Probe, step: number): Status {
    if (this.lost) return STALE
    if (step === 0 && this.round !== ALONE) { // mostly there is nothing to find out, and a call is dear
      return (this.alone < 0 && this.index >= this.nextAlone) || this.going || probe.leap || probe.status === STALE ? this.unchanged(probe) : OK
    }
    return !(step <= LEAP && step >= -LEAP) || probe.leap ? leapt(this, probe, step) : OK
  }

  /** The value from before, which a lost conversion leaves: whether this is a new one, or the probe is to convert alone. Runs with every sample. @hot */
  private unchanged(probe: Ds18b20Probe): Status {
    const unproven = (probe.leap || probe.status === STALE) && this.probes.length > 1 && !this.hold
    if (this.alone < 0 ? unproven || !this.hurried && this.index >= this.nextAlone : unproven && this.index >= this.nextAlone) this.alone = this.index
    return this.going || unproven ? STALE : probe.leap ? leapt(this, probe, 0) : OK
  }

  /** All have been read: what is to be converted again is, or the sample is over. @hot */
  private turn(): void {
    this.index = 0
    if (this.round === DOUBTED) {
      // A probe that lost its resolution may still be converting.
      this.round = AGAIN
      this.phase = SET_UP
      this.timer = this.clock.after(CONVERSION_12_BITS, Ds18b20.step, this)
    } else if (this.alone >= 0 && !this.hold && this.probes.length > 1 && (this.round === FIRST || (this.round === AGAIN && this.probes[this.alone].status === STALE))) {
      this.round = ALONE
      this.phase = CONVERT
      this.index = this.alone
      this.nextAlone = this.alone + 1
      this.timer = this.clock.after(1, Ds18b20.step, this)
    } else {
      const done = this.done
      if (this.alone < 0) this.nextAlone = 0
      this.phase = IDLE
      this.done = undefined
      if (done) done(this.status, this.result as Reading & number)
    }
  }

  /** One transaction with one probe, so that nothing else on the node waits longer than that. In one piece, as every sample passes here. @hot */
  private static step(driver: Ds18b20): void {
    const probes = driver.probes
    if (driver.phase === SEARCH) search(driver)
    else if (driver.phase === SET_UP) {
      let probe = probes[driver.index]
      while (probe && probe.want & VERIFIED) probe = probes[++driver.index]
      if (probe) setUp(driver, probe)
      else {
        driver.index = 0
        driver.phase = driver.result && probes.length > 0 ? CONVERT : MEMORY
      }
    }
    if (driver.phase === CONVERT) {
      const wait = beginConversions(driver)
      driver.timer = driver.clock.after(wait, driver.phase === CONVERT ? Ds18b20.step : Ds18b20.read, driver)
      return
    }
    const delay = driver.phase !== MEMORY ? 1 : driver.remember ? driver.remember(driver) : NO_MORE
    if (delay === NO_MORE) {
      driver.round = OVER
      driver.turn()
    } else driver.timer = driver.clock.after(delay, Ds18b20.step, driver)
  }
}
