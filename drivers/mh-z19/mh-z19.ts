// Winsen MH-Z19, B, C, D and E: CO2 over UART, 9600 8N1 (MH-Z19 1.0, MH-Z19B 1.5 English and 1.3 Chinese, MH-Z19C).
// Commands 84, 85, 7D, 8D, 9B, 9C, A0, A2 and A3 are in none of them; not every unit answers these.
import type { Bytes } from '../hal/bytes.ts'
import type { Clock, Timer } from '../hal/clock.ts'
import type { Status } from '../hal/status.ts'
import type { UartListener, UartPort } from '../hal/uart-port.ts'
import type { Recoveries } from '../hal/recoveries.ts'
import { climbed } from '../hal/recoveries.ts'
import type { Reading, SampleDone, Sensor } from '../sensor.ts'
import type { Evidence } from './mh-z19-judge.ts'
import type { SettingDone } from './mh-z19-settings.ts'
import {
  BAD_CHECKSUM, BAD_REPLY, BUSY, OK, OUT_OF_RANGE, SUSPECT, TIMEOUT, UNSUPPORTED, WARMING
} from '../hal/status.ts'
import { BROKEN, MORE, REPLY, encodeRequest, scan } from './mh-z19-frame.ts'
import { LOST, NEW, READ, WARM, judge } from './mh-z19-judge.ts'
import {
  ABC, BACKGROUND, FIRMWARE, LAST_REPLY, RANGE, RAW, RESET, SPAN, TEMPERATURE_ADJUSTMENT, UNCLAMPED, ZERO
} from './mh-z19-settings.ts'

const SET_ABC = 0x79
const SET_RANGE = 0x99

/** `expected` while no reply is. */
const NOTHING = -1
/** `purpose` of an exchange, if not the command of a `get` or `set`. */
const SAMPLE = 0
const START = 1

/** MH-Z19B 1.5, "communication protocol", allows 400-500 ms. */
const REPLY_TIMEOUT = 500

export class MhZ19 implements Sensor, UartListener {
  readonly name: string
  readonly measures: string
  errors: number
  recoveries?: Recoveries
  /** Well-formed frames nobody asked for since start: late acknowledgements, echoes of our own requests. */
  strays: number
  /** ms from the sensor's power-up; 60000 will do where models C and D alone are used. */
  preheat: number
  /** The choice made by `set(ABC, ...)`, applied again when the sensor has lost power: 0, 1, or -1 for none. */
  abc: number
  private readonly port: UartPort
  private readonly clock: Clock
  private buffer: Bytes
  private timer: Timer | undefined
  private done: ((status: Status, result?: never) => void) | undefined
  private expected: number
  private purpose: number
  private tries: number
  private outcome: Status
  private readonly evidence: Evidence

  constructor(port: UartPort, clock: Clock) {
    this.name = 'mh-z19'
    this.measures = 'c'
    this.errors = 0
    this.strays = 0
    this.preheat = 180000
    this.abc = -1
    this.port = port
    this.clock = clock
    this.buffer = ''
    this.timer = undefined
    this.done = undefined
    this.expected = NOTHING
    this.purpose = SAMPLE
    this.tries = 0
    this.outcome = OK
    this.evidence = { life: NEW, from: 0, ppm: 0, last: 0, top: 0, asks: 0 }
  }

  start(done: (status: Status) => void): void {
    this.stop()
    this.port.listen(this)
    if (this.evidence.life === LOST) {
      // Started anew since it does not answer. 78, which changes more than this, is never sent.
      climbed(this, 'soft_reset')
      this.port.write(encodeRequest(RESET, 0, 0))
    }
    this.evidence.life = NEW
    this.purpose = START
    this.done = done
    this.tries = 4
    this.ask(READ, 0, 0)
  }

  onBytes(chunk: Bytes): void {
    this.buffer += chunk
    for (;;) {
      const found = scan(this.buffer, this.expected)
      const verdict = found & 3
      if (found !== MORE && this.outcome === TIMEOUT) this.outcome = BAD_REPLY
      this.buffer = this.buffer.slice((found >> 2) + (verdict > REPLY ? 1 : 0))
      if (verdict === REPLY) {
        this.outcome = OK
        MhZ19.conclude(this)
        return
      }
      if (verdict === MORE) return
      if (verdict === BROKEN) {
        this.errors++
        climbed(this, 'resynchronise')
        this.outcome = BAD_CHECKSUM
      } else this.strays++
    }
  }

  /**
   * OK with CO2; WARMING during preheat; SUSPECT for a clamped, stuck or impossibly low value; BAD_REPLY for 0 (check
   * the supply), for more than the range, and where only others talk on the wire; BAD_CHECKSUM, TIMEOUT. At most 2 s.
   */
  sample(done: SampleDone): void {
    if (this.done) {
      this.clock.after(0, done, BUSY)
      return
    }
    this.purpose = SAMPLE
    this.done = done
    this.tries = 4
    this.ask(READ, 0, 0)
  }

  stop(): void {
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = undefined
    this.done = undefined
    this.expected = NOTHING
    this.buffer = ''
  }

  /**
   * `setting` is a constant of mh-z19-settings.ts. OK; OUT_OF_RANGE, UNSUPPORTED, BUSY, or WARMING for a calibration during
   * preheat, when nothing was sent; for ABC and RANGE, which are read back, BAD_REPLY when the part has not taken the
   * value, TIMEOUT or BAD_CHECKSUM when it does not confirm it. The other commands are never confirmed. A range that
   * the part is known to have is not written again.
   */
  set(setting: number, value: number, done: SettingDone): void {
    let status = OUT_OF_RANGE
    let command = setting
    let first = 0
    let last = 0
    if (setting === ABC) {
      command = SET_ABC
      if (value === 0 || value === 1) status = OK
      if (value === 1) first = 0xa000
    } else if (setting === RANGE) {
      command = SET_RANGE
      if (' 1000 2000 3000 5000 10000 .'.indexOf(` ${value} `) >= 0) status = OK
      last = value
    } else if (setting === SPAN) {
      if (value >= 1000 && value <= 2000 && value === Math.floor(value)) status = OK
      first = value
    } else if (setting === ZERO) {
      if (value === 400) status = OK
    } else status = setting === RESET ? OK : UNSUPPORTED
    if (status === OK && this.evidence.life !== WARM && (setting === ZERO || setting === SPAN)) status = WARMING
    if (status === OK && this.done) status = BUSY
    if (status !== OK || (setting === RANGE && value === this.evidence.top)) {
      this.clock.after(0, done, status)
      return
    }
    if (setting === ABC) this.abc = value
    else this.evidence.life = setting === RESET ? LOST : NEW
    if (setting === RANGE) this.evidence.top = value
    this.purpose = command
    this.done = done
    this.ask(command, first, last)
    // Some units acknowledge, most do not: whatever comes now is no reply.
    this.expected = NOTHING
  }

  /** OK and the value; TIMEOUT where the unit does not know the command; BAD_CHECKSUM, BAD_REPLY, BUSY, UNSUPPORTED. */
  get(setting: number, done: SettingDone): void {
    const known = setting === ABC || setting === RANGE || setting === FIRMWARE || setting === UNCLAMPED ||
      setting === RAW || setting === BACKGROUND || setting === LAST_REPLY || setting === TEMPERATURE_ADJUSTMENT
    if (this.done || !known) {
      this.clock.after(0, done, known ? BUSY : UNSUPPORTED)
      return
    }
    this.purpose = setting
    this.done = done
    this.tries = 3
    this.ask(setting, 0, 0)
  }

  /** @hot */
  private ask(command: number, first: number, last: number): void {
    this.buffer = ''
    this.expected = command
    this.outcome = TIMEOUT
    this.tries--
    this.timer = this.clock.after(REPLY_TIMEOUT, MhZ19.conclude, this)
    this.port.write(encodeRequest(command, first, last))
  }

  /** The wait for a reply is over: it has come, or its time has passed. */
  private static conclude(driver: MhZ19): void {
    const purpose = driver.purpose
    const reply = driver.buffer
    if (driver.outcome === OK && driver.timer !== undefined) driver.clock.cancel(driver.timer)
    driver.timer = undefined
    // A frame cut short was the sensor's all the same.
    if (driver.outcome === TIMEOUT && reply) driver.outcome = BAD_CHECKSUM
    let status = driver.outcome
    let result: Reading | number | Bytes | undefined
    if (purpose <= START) {
      const evidence = driver.evidence
      const life = evidence.life
      status = /* @__NOINLINE__ */ judge(evidence, driver.expected, status, reply, driver.tries, driver.clock.now(), driver.preheat)
      if (driver.abc >= 0 && evidence.life === WARM && life !== WARM) {
        driver.port.write(encodeRequest(SET_ABC, driver.abc * 0xa000, 0))
      }
      if (status < 0) {
        if (driver.outcome !== OK) climbed(driver, 'retry')
        driver.ask(-status, 0, 0)
        return
      }
      if (purpose === SAMPLE) {
        if (status === OK) result = { co2: evidence.ppm }
      } else if (status === WARMING || status === SUSPECT) status = OK
    } else if (driver.expected === NOTHING) {
      if (purpose === SET_ABC || purpose === SET_RANGE) {
        driver.tries = 3
        driver.ask(purpose === SET_ABC ? ABC : RANGE, 0, 0)
        return
      }
      status = OK
    } else if (status !== OK) {
      if (driver.tries > 0) {
        climbed(driver, 'retry')
        driver.ask(driver.expected, 0, 0)
        return
      }
    } else if (driver.expected === ABC) {
      result = reply.charCodeAt(7)
      if (result > 1 || (purpose === SET_ABC && result !== driver.abc)) status = BAD_REPLY
    } else if (driver.expected === RANGE || driver.expected === UNCLAMPED) {
      result = reply.charCodeAt(4) * 256 + reply.charCodeAt(5)
      if (driver.expected === RANGE && (result < 500 || result > 20000)) status = BAD_REPLY
      if (purpose === SET_RANGE && result !== driver.evidence.top) status = BAD_REPLY
    } else if (driver.expected === FIRMWARE) {
      result = reply.slice(2, 6)
      if (!/^\d+$/.test(result)) status = BAD_REPLY
    } else result = reply.slice(2, 8)
    if (purpose === SET_RANGE && status !== OK) driver.evidence.top = 0
    const done = driver.done
    driver.stop()
    if (done) done(status, result as never)
  }
}
