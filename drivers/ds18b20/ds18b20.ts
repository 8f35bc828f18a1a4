// All DS18B20 (Maxim 042208), DS18S20 (19-5474), DS1822 (19-7485) and MAX31820 (19-6751) probes of one 1-Wire bus.
import type { Clock, Timer } from '../hal/clock.ts'
import type { OneWireBus, RomCode } from '../hal/one-wire-bus.ts'
import { BAD_CHECKSUM, BAD_REPLY, BUSY, NOT_FOUND, OK, OUT_OF_RANGE, STALE, type Status, SUSPECT, UNSUPPORTED } from '../hal/status.ts'
import { PARASITE } from '../sensor.ts'
import type { Recoveries } from '../hal/recoveries.ts'
import { climbed } from '../hal/recoveries.ts'
import type { Reading, SampleDone, Sensor } from '../sensor.ts'
import { ALARM_HIGH, ALARMS, COPY, type Ds18b20Probe, POWER, RECALL, RESOLUTION, VERIFIED } from './ds18b20-settings.ts'
import { findProbes, readProbe, setUpProbe } from './ds18b20-transactions.ts'

type Done = (status: Status, result?: Reading & number) => void

/** Attempts at everything, each with a reset of its own: on an ESP32 Wi-Fi disturbs slots. */
const ATTEMPTS = 6
/** Samples from one search to the next. */
const SEARCH_EVERY = 6

const SEARCH = 1
const SET_UP = 2
const CONVERT = 3
const READ = 4
const MEMORY = 5
const ANSWER = 6

/**
 * One driver per bus. A sample converts on all probes at once, then reads each with up to six attempts; a probe that
 * fails keeps its name and says why in its own `status`. The sample is OK as soon as one probe is.
 */
export class Ds18b20 implements Sensor {
  readonly name: string
  readonly measures: string
  errors: number
  recoveries?: Recoveries
  /** Every probe met since `start`, in the order met, at most 16. */
  readonly probes: Ds18b20Probe[]
  /** The one probe that `set` and `get` speak of; '' for all (`set` and ALARMS only). */
  target: RomCode
  private readonly bus: OneWireBus
  private readonly clock: Clock
  private readonly reading: Reading
  private timer: Timer
  private done: Done | undefined
  private result: Reading | number | undefined
  private status: Status
  private phase: number
  private index: number
  private attempt: number
  /** Of a sample: 1 some first result was suspect, 2 those are converted again. */
  private round: number
  /** Nobody took up the conversion: what is read is an old value. */
  private stale: boolean
  private untilSearch: number
  private resolution: number
  /** Some probe lives on the data line: it is driven high during conversions. */
  private hold: boolean
  /** Of a `set`: COPY, RECALL, or 1. */
  private command: number

  constructor(bus: OneWireBus, clock: Clock) {
    this.name = 'ds18b20'
    this.measures = 'p'
    this.errors = 0
    this.probes = []
    this.target = ''
    this.bus = bus
    this.clock = clock
    this.reading = { probes: this.probes }
    this.result = undefined
    this.status = OK
    this.phase = 0
    this.index = 0
    this.attempt = 0
    this.round = 0
    this.stale = false
    this.untilSearch = 0
    this.resolution = 12
    this.hold = false
    this.command = 0
  }

  /** Searches, verifies and configures. NOT_FOUND: no probe answered; `sample` goes on looking for them. */
  start(done: (status: Status) => void): void {
    this.stop()
    this.probes.splice(0, this.probes.length)
    this.errors = 0
    this.hold = false
    this.begin(SEARCH, done)
  }

  sample(done: SampleDone): void {
    if (!this.begin(SET_UP, done)) return
    this.result = this.reading
    this.status = NOT_FOUND
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
    this.status = NOT_FOUND
    this.command = setting > ALARM_HIGH ? setting : 1
    if (this.command === 1) {
      const least = setting ? -55 : 9
      if (!(value >= least && value <= (setting ? 125 : 12)) || value !== Math.floor(value)) this.status = OUT_OF_RANGE
    } else if (setting !== COPY && setting !== RECALL) this.status = UNSUPPORTED
    if (this.status === NOT_FOUND) {
      if (setting === RESOLUTION && !this.target) this.resolution = value
      for (const probe of this.probes) {
        if (this.target && this.target !== probe.rom) continue
        this.status = OK
        // A DS18S20 has one resolution and no register for it.
        if (this.command === 1 && probe.want && (setting || !probe.rom.startsWith('10'))) {
          const byte = setting ? value & 255 : ((value - 9) << 5) | 31
          probe.want = (probe.want & 0xffffff & ~(255 << setting)) | (byte << setting)
        }
      }
    }
    if (this.status !== OK) this.phase = ANSWER
  }

  /** A setting as last verified on the wire: NOT_FOUND when `target` names no verified probe, UNSUPPORTED. */
  get(setting: number, done: (status: Status, value?: number) => void): void {
    if (!this.begin(ANSWER, done)) return
    let value = 0
    if (setting === ALARMS) {
      const alarmed = this.bus.search(ALARMS)
      for (let i = 0; i < this.probes.length; i++) if (alarmed.includes(this.probes[i].rom)) value |= 1 << i
    } else if (setting > ALARM_HIGH && setting !== POWER) this.status = UNSUPPORTED
    else {
      this.status = NOT_FOUND
      for (const probe of this.probes) {
        if (probe.rom !== this.target || !(probe.want & VERIFIED)) continue
        this.status = OK
        if (setting === POWER) value = probe.kind & PARASITE ? 0 : 1
        else value = setting ? ((probe.want >> setting) << 24) >> 24 : 9 + ((probe.want >> 5) & 3)
      }
    }
    this.result = value
  }

  stop(): void {
    if (this.phase) this.clock.cancel(this.timer)
    this.phase = 0
    this.done = undefined
    this.untilSearch = 0
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
    this.round = 0
    this.command = 0
    this.timer = this.clock.after(0, Ds18b20.step, this)
    return true
  }

  /** One attempt at one scratchpad. Apart from `step`, whose text would cost more than what is done here. */
  private static read(driver: Ds18b20): void {
    const probes = driver.probes
    const probe = probes[driver.index]
    if (driver.round < 2 || probe.status === SUSPECT) {
      let status = readProbe(driver.bus, probe) & 15
      if (status !== OK) {
        if (status === BAD_CHECKSUM) driver.errors++
        if (status === SUSPECT) {
          if (!driver.round) driver.round = 1
        } else if (++driver.attempt < ATTEMPTS) {
          climbed(driver, 'retry')
          driver.timer = driver.clock.after(1, Ds18b20.read, driver)
          return
        } else if (status === NOT_FOUND && probe.status !== NOT_FOUND) {
          climbed(driver, 'search')
          driver.untilSearch = 0
        }
      } else if (driver.stale) status = STALE
      if (driver.status !== OK) driver.status = status
      probe.status = status
      driver.attempt = 0
    }
    if (++driver.index < probes.length) {
      driver.timer = driver.clock.after(1, Ds18b20.read, driver)
      return
    }
    driver.index = 0
    if (driver.round === 1) {
      // A probe that lost its resolution may still be converting.
      driver.round = 2
      driver.phase = SET_UP
      driver.timer = driver.clock.after(750, Ds18b20.step, driver)
      return
    }
    const done = driver.done
    driver.phase = 0
    driver.done = undefined
    if (done) done(driver.status, driver.result as Reading & number)
  }

  /** One transaction with one probe, so that nothing else on the node waits longer than that. */
  private static step(driver: Ds18b20): void {
    const probes = driver.probes
    let probe = probes[driver.index]
    let status = OK
    let delay = 1
    if (driver.phase === SEARCH) {
      const broken = findProbes(driver.bus, probes)
      driver.untilSearch = broken ? 0 : SEARCH_EVERY - 1
      if (broken > 0) driver.errors += broken
      if (!broken || ++driver.attempt >= 3) {
        driver.phase = SET_UP
        driver.attempt = 0
      }
    } else if (driver.phase === SET_UP) {
      while (probe && probe.want & VERIFIED) probe = probes[++driver.index]
      if (!probe) {
        driver.index = 0
        driver.phase = probes.length === 0 ? ANSWER : driver.result ? CONVERT : driver.command > 1 ? MEMORY : ANSWER
      } else {
        status = setUpProbe(driver.bus, probe, driver.resolution, driver.attempt === ATTEMPTS - 1)
        if (status === BAD_CHECKSUM) driver.errors++
        if (probe.kind & PARASITE) driver.hold = true
        if (status === OK) driver.attempt = 0
        else if (++driver.attempt >= ATTEMPTS) {
          driver.attempt = 0
          if (driver.command && (!driver.target || driver.target === probe.rom)) driver.status = status
          if (probe.want) driver.index++
          else {
            // A name that never answered was noise in the search.
            probes.splice(driver.index, 1)
            driver.untilSearch = 0
          }
        }
      }
    }
    if (driver.phase === CONVERT) {
      const bus = driver.bus
      let bits = 0
      bus.reset()
      bus.skip()
      bus.write(0x44, driver.hold)
      driver.stale = false
      if (!driver.hold) {
        // Powered parts answer 0 while they convert: anything else means that the command was lost.
        const answer = bus.read(1)
        driver.stale = answer[0] !== 0
      }
      if (!driver.stale || ++driver.attempt >= ATTEMPTS) {
        driver.phase = READ
        driver.attempt = 0
        for (const each of probes) bits = Math.max(bits, each.want & VERIFIED ? (each.want >> 5) & 3 : 3)
        if (!driver.stale) delay = Math.ceil(93.75 * (1 << bits))
        driver.timer = driver.clock.after(delay, Ds18b20.read, driver)
        return
      }
    } else if (driver.phase === MEMORY) {
      delay = driver.memory(probes[driver.index])
    } else if (driver.phase === ANSWER) {
      const done = driver.done
      driver.phase = 0
      driver.done = undefined
      if (done) done(probes.length > 0 || driver.status ? driver.status : NOT_FOUND, driver.result as Reading & number)
      return
    }
    driver.timer = driver.clock.after(delay, Ds18b20.step, driver)
  }

  /** Steps of COPY (48, wait, then as RECALL) and RECALL (B8, wait, read back); returns how long to wait. */
  private memory(probe: Ds18b20Probe): number {
    const recalling = this.attempt > 0 || this.command === RECALL
    if ((!this.target || this.target === probe.rom) && (this.attempt > 1 || probe.want & VERIFIED)) {
      if ((probe.kind & 127) >= 68) this.status = UNSUPPORTED
      else if (this.attempt < 2) {
        this.bus.reset()
        this.bus.select(probe.rom)
        this.bus.write(recalling ? RECALL : COPY, this.hold)
        this.attempt = recalling ? 2 : 1
        return 10
      } else {
        const wanted = probe.want
        const reply = readProbe(this.bus, probe)
        if (reply === BAD_CHECKSUM) this.errors++
        if (reply < 16 && ++this.attempt < 2 + ATTEMPTS) return 1
        if (reply < 16) this.status = reply
        else if (this.command === RECALL) probe.want = (reply >> 4) | VERIFIED
        else if (((reply >> 4) | VERIFIED) !== wanted) this.status = BAD_REPLY
      }
    }
    this.attempt = 0
    if (++this.index >= this.probes.length) this.phase = ANSWER
    return 0
  }
}
