// Winsen MH-Z19, B, C, D and E: CO2 over UART, 9600 8N1 (MH-Z19 1.0, MH-Z19B 1.5 English and 1.3 Chinese, MH-Z19C).
// Commands 84, 85, 7D, 8D, 9B, 9C, A0, A2 and A3 are in none of them; not every unit answers these.
import type { Bytes } from '../hal/bytes.ts'
import type { Clock, Timer } from '../hal/clock.ts'
import type { Status } from '../hal/status.ts'
import type { UartListener, UartPort } from '../hal/uart-port.ts'
import type { Recoveries } from '../hal/recoveries.ts'
import { climbed } from '../hal/recoveries.ts'
import type { Reading, SampleDone, Sensor } from '../sensor.ts'
import { BAD_CHECKSUM, BAD_REPLY, BUSY, OK, SUSPECT, TIMEOUT, UNSUPPORTED, WARMING } from '../hal/status.ts'
import { AGAIN, judgeCo2 } from '../plausibility/plausibility.ts'
import { BROKEN, CYCLE, MORE, NOTHING, READ, REPLY, REPLY_TIMEOUT, encodeRequest, scan } from './mh-z19-wire.ts'
import { tellChosen } from './mh-z19-chosen.ts'
import { type Evidence, LOST, NEW, WARM, judge } from './mh-z19-judge.ts'
import {
  ABC, ACCURACY, ATTEMPTS, HIGHEST_RANGE, PREHEAT, RANGE, RANGE_UNASKED, RESET, SAMPLE, SHARE, START, type SettingDone, UNASKED, UNCHOSEN, commandOf,
  concludeAbc, concludeSetting, description, refusal, send, tells
} from './mh-z19-settings.ts'

/** Requests of a sample or a start, what has to be asked besides among them; and after a leap. */
const REQUESTS = 4
const REQUESTS_AGAIN = 2

export class MhZ19 implements Sensor, UartListener {
  readonly name: string
  readonly measures: string
  errors: number
  recoveries?: Recoveries
  /** Well-formed frames nobody asked for since start: late acknowledgements, echoes of our own requests. */
  strays: number
  /** ms from the sensor's power-up; 60000 will do where models C and D alone are used. */
  preheat: number
  /** The ABC that is chosen, by `set(ABC, ...)` or before the start: 0, 1 or UNCHOSEN. Told again to a sensor that has lost power, unless it tells the same. */
  abc: number
  /** ppm: the range chosen before the start, until the part has been told; not there for none. */
  range?: number
  /** What ends a `get` or `set`; set by these, so that a bundle without them has none of it. */
  private settle: ((driver: MhZ19, reply: Bytes) => void) | undefined
  private readonly port: UartPort
  private readonly clock: Clock
  private buffer: Bytes
  private timer: Timer | undefined
  done: ((status: Status, result?: never) => void) | undefined
  // The members below are explained in `MhZ19Driver`.
  expected: number
  purpose: number
  tries: number
  outcome: Status
  readonly evidence: Evidence

  constructor(port: UartPort, clock: Clock) {
    this.name = 'mh-z19'
    this.measures = 'c'
    this.errors = 0
    this.strays = 0
    this.preheat = PREHEAT
    this.abc = UNCHOSEN
    this.port = port
    this.clock = clock
    this.buffer = ''
    this.timer = this.done = this.settle = undefined
    this.expected = NOTHING
    this.purpose = SAMPLE
    this.tries = 0
    this.outcome = OK
    this.evidence = { life: NEW, from: 0, ppm: 0, last: 0, top: RANGE_UNASKED, asks: 0, abc: UNASKED, believed: 0, leap: 0, latest: 0, since: 0 }
  }

  start(done: (status: Status) => void): void {
    this.stop()
    this.port.listen(this)
    if (this.evidence.life === LOST || this.outcome === SUSPECT) {
      // Started anew since it does not answer, or nothing that is air. 78, which changes more than this, is never sent.
      climbed(this, 'soft_reset')
      this.port.write(encodeRequest(RESET, 0, 0))
    }
    this.evidence.life = NEW
    this.purpose = START
    this.done = done
    this.tries = REQUESTS
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
   * OK with CO2; WARMING during preheat; SUSPECT for a clamped, stuck or impossibly low value, and a leap that is not
   * confirmed; BAD_REPLY for 0 (check the supply), for more than the range, and where only others talk on the wire;
   * BAD_CHECKSUM, TIMEOUT. At most 2.5 s, and 3.1 s after a leap.
   */
  sample(done: SampleDone): void {
    if (this.done) {
      this.clock.after(0, done, BUSY)
      return
    }
    this.purpose = SAMPLE
    this.done = done
    this.tries = REQUESTS
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
    const status = refusal(this, setting, value, this.evidence.life === WARM)
    if (status !== OK || (setting === RANGE && value === this.evidence.top)) {
      this.clock.after(0, done, status)
      return
    }
    if (setting === ABC) this.abc = value
    else this.evidence.life = setting === RESET ? LOST : NEW
    if (setting === RANGE) this.evidence.top = value
    this.purpose = commandOf(setting)
    this.settle = concludeSetting
    this.done = done
    send(this, setting, value)
    // Some units acknowledge, most do not: whatever comes now is no reply.
    this.expected = NOTHING
  }

  /** OK and the value; TIMEOUT where the unit does not know the command; BAD_CHECKSUM, BAD_REPLY, BUSY, UNSUPPORTED. */
  get(setting: number, done: SettingDone): void {
    if (this.done || !tells(setting)) {
      this.clock.after(0, done, tells(setting) ? BUSY : UNSUPPORTED)
      return
    }
    this.purpose = setting
    this.settle = concludeSetting
    this.done = done
    this.tries = ATTEMPTS
    this.ask(setting, 0, 0)
  }

  describe(): Bytes {
    return description(this)
  }

  /** @hot */
  ask(command: number, first: number, last: number): void {
    this.buffer = ''
    this.expected = command
    this.outcome = TIMEOUT
    this.tries--
    this.timer = this.clock.after(REPLY_TIMEOUT, MhZ19.conclude, this)
    this.port.write(encodeRequest(command, first, last))
  }

  /** The wait for a reply is over: it has come, or its time has passed. Or it is time for a second measurement. */
  private static conclude(driver: MhZ19): void {
    const reply = driver.buffer
    if (driver.outcome === OK && driver.timer !== undefined) driver.clock.cancel(driver.timer)
    driver.timer = undefined
    // A frame cut short was the sensor's all the same.
    if (driver.outcome === TIMEOUT && reply) driver.outcome = BAD_CHECKSUM
    if (driver.settle && driver.purpose > START) driver.settle(driver, reply)
    else if (driver.expected === ABC) concludeAbc(driver, reply)
    else if (driver.expected === NOTHING) driver.ask(READ, 0, 0)
    else driver.measured(reply)
  }

  /** An exchange of a sample or a start is over. @hot */
  private measured(reply: Bytes): void {
    const evidence = this.evidence
    const life = evidence.life
    const now = this.clock.now()
    let verdict: number = /* @__NOINLINE__ */ judge(evidence, this.expected, this.outcome, reply, this.tries, now, this.preheat)
    if (evidence.life === WARM && life !== WARM) verdict = tellChosen(this, verdict)
    if (verdict < 0) {
      if (this.outcome !== OK) climbed(this, 'retry')
      this.ask(-verdict, 0, 0)
      return
    }
    if (this.purpose === START) {
      this.started(verdict as Status)
      return
    }
    // The first one believed is confirmed by the last of the preheat.
    if (verdict === WARMING) evidence.believed = evidence.ppm
    else if (verdict === OK) {
      verdict = judgeCo2(evidence, evidence.ppm, HIGHEST_RANGE + 1, ACCURACY + SHARE * evidence.ppm, now)
      if (verdict === AGAIN) {
        this.pause()
        return
      }
    }
    const done = this.done
    this.stop()
    this.outcome = verdict as Status
    if (done) done(this.outcome, (verdict === OK ? { co2: evidence.ppm } : undefined) as never)
  }

  /** The first exchange is over: the part is there, whatever it reads. */
  private started(verdict: Status): void {
    this.evidence.believed = this.evidence.ppm
    this.finish(verdict === WARMING || verdict === SUSPECT ? OK : verdict, undefined)
  }

  /** Until the part has measured once more. */
  private pause(): void {
    this.expected = NOTHING
    this.buffer = ''
    this.outcome = TIMEOUT
    this.tries = REQUESTS_AGAIN
    this.timer = this.clock.after(CYCLE, MhZ19.conclude, this)
  }

  finish(status: Status, result: Reading | number | Bytes | undefined): void {
    const done = this.done
    this.stop()
    if (done) done(status, result as never)
  }
}
