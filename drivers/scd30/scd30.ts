/**
 * Sensirion SCD30 over I2C: when it is said. After the interface description 1.0 (May 2020) and Sensirion's drivers
 * 1.1.1 and 2.1.2, whose pauses are taken.
 */
import { BAD_REPLY, BUSY, OK, STALE, UNSUPPORTED, WARMING } from '../hal/status.ts'
import type { Bytes } from '../hal/bytes.ts'
import type { Clock, Timer } from '../hal/clock.ts'
import type { I2cBus } from '../hal/i2c-bus.ts'
import type { Status } from '../hal/status.ts'
import type { Recoveries } from '../hal/recoveries.ts'
import type { Reading, SampleDone, Sensor } from '../sensor.ts'
import type { AGAIN, Track } from '../plausibility/plausibility.ts'
import { judgeMeasurement, TRUSTED } from './scd30-judge.ts'
import { BOOT, CLEARED, climb, COMMAND, DOWN, doubt, IDLE, MEASURING, PAUSE, POLL, POLLS, proceed, RESET, type Scd30Driver, STARTING, UNCLIMBED } from './scd30-ladder.ts'
import { accepts, type CommandDone, description, FORCED_RECALIBRATION, NONE, placeOf, PRESSURE, SHORTEST_INTERVAL, tells } from './scd30-settings.ts'
import {
  ADDRESS, checkReply, DATA_READY, encodeCommand, MEASUREMENT, MEASUREMENT_REPLY, SERIAL, SERIAL_REPLY, SOFT_RESET, STOP, WORD_REPLY
} from './scd30-wire.ts'

/** One SCD30. One command at a time, one timer at a time, and no transfer without a pause before it. */
export class Scd30 implements Sensor, Scd30Driver {
  readonly name: string
  readonly measures: string
  errors: number
  recoveries?: Recoveries
  /** Such as '3.66'; empty until the part has answered. */
  firmware: string
  /** Empty until the part has answered. */
  serial: string
  // The members below are explained in `Scd30Driver`.
  readonly asked: number[]
  readonly stored: number[]
  pressure: number
  believed: number
  leap: number
  latest: number
  since: number
  readonly warmth: Track
  readonly bus: I2cBus
  readonly clock: Clock
  timer: Timer
  state: number
  rung: number
  command: number
  argument: number
  wanted: number
  tries: number
  left: number
  discard: number
  status: Status
  done: CommandDone | undefined
  sampled: SampleDone | undefined

  constructor(bus: I2cBus, clock: Clock) {
    this.name = 'scd30'
    this.measures = 'cth'
    this.errors = 0
    this.firmware = ''
    this.serial = ''
    this.asked = [SHORTEST_INTERVAL, NONE, NONE, NONE]
    this.stored = [NONE, NONE, NONE, NONE]
    this.pressure = 0
    this.believed = this.leap = this.latest = this.since = 0
    this.warmth = { temperature: NaN }
    this.bus = bus
    this.clock = clock
    this.rung = UNCLIMBED
    this.command = 0
    this.argument = NONE
    this.wanted = NONE
    this.tries = 0
    this.left = 0
    this.discard = TRUSTED
    this.state = DOWN
    this.status = WARMING
  }

  /**
   * Soft reset, firmware version as first contact, serial number, the stored settings, of which those that are asked for
   * are written if they differ, continuous measurement. The readings to be discarded are then taken in the background.
   * Whatever was under way is given up: a command ends as BUSY, a sample as WARMING, or as what it failed with before.
   */
  start(done: (status: Status) => void): void {
    if (this.timer) this.clock.cancel(this.timer)
    if (this.done) this.clock.after(0, this.done, BUSY)
    this.done = done
    this.rung = RESET
    this.begin(STARTING, SOFT_RESET, NONE, 0)
  }

  /** Takes some 30 ms when a measurement waits, an interval or two when not, and one more after a leap. */
  sample(done: SampleDone): void {
    if (this.sampled) {
      this.clock.after(0, done, BUSY)
      return
    }
    this.sampled = done
    if (this.state === IDLE) {
      this.begin(MEASURING, DATA_READY, NONE, 0)
    } else if (this.state === DOWN) {
      climb(this, CLEARED)
    }
  }

  /** The part itself goes on measuring; `set(STOP, 0, done)` ends that. */
  stop(): void {
    if (this.timer) this.clock.cancel(this.timer)
    this.done = undefined
    this.sampled = undefined
    this.timer = undefined
    this.state = DOWN
  }

  /**
   * Reads INTERVAL, SELF_CALIBRATION, FORCED_RECALIBRATION, TEMPERATURE_OFFSET, ALTITUDE, FIRMWARE or DATA_READY in
   * the part's own units. UNSUPPORTED for others, BUSY unless the driver is idle.
   */
  get(setting: number, done: CommandDone): void {
    const status = !tells(setting) ? UNSUPPORTED : this.state === IDLE ? OK : BUSY
    if (status !== OK) {
      this.clock.after(0, done, status)
      return
    }
    this.done = done
    this.wanted = NONE
    this.begin(COMMAND, setting, NONE, 0)
  }

  /**
   * Changes PRESSURE, INTERVAL, SELF_CALIBRATION, FORCED_RECALIBRATION, TEMPERATURE_OFFSET or ALTITUDE, or carries out
   * STOP or SOFT_RESET with value 0. A non-volatile setting is read first, written only if it differs, and read back;
   * BAD_REPLY when the part did not take it. Nothing is sent when refused: OUT_OF_RANGE, UNSUPPORTED, BUSY unless idle.
   */
  set(setting: number, value: number, done: CommandDone): void {
    const accepted = accepts(setting, value)
    const status = accepted === OK && this.state !== IDLE ? BUSY : accepted
    if (status !== OK) {
      this.clock.after(0, done, status)
    } else if (setting === SOFT_RESET) {
      this.start(done)
    } else {
      const place = placeOf(setting)
      if (setting === PRESSURE) this.pressure = value
      if (place >= 0) this.asked[place] = value
      // Forced recalibration reads back as what was last asked for, taken or not (1.4.7).
      const blind = setting === PRESSURE || setting === FORCED_RECALIBRATION
      this.done = done
      this.wanted = place >= 0 ? value : NONE
      this.begin(COMMAND, setting, blind ? value : NONE, 0)
    }
  }

  describe(): Bytes {
    return description(this)
  }

  /** @hot */
  begin(state: number, command: number, argument: number, delay: number): void {
    this.state = state
    this.command = command
    this.argument = argument
    this.tries = 0
    this.left = POLLS
    this.timer = this.clock.after(delay, Scd30.send, this)
  }

  private static send(self: Scd30): void {
    // A timer that has fired is forgotten, for its number may soon be another's.
    self.timer = undefined
    const status = self.bus.write(ADDRESS, encodeCommand(self.command, self.argument))
    if (status !== OK) {
      proceed(self, status, 0, undefined)
    } else {
      self.timer = self.clock.after(self.command === SOFT_RESET ? BOOT : PAUSE, Scd30.receive, self)
      if (self.state === STARTING) self.answer(self.status, undefined)
    }
  }

  /** The pause after a command is over: reads the reply, if there is one. In one piece, as every measurement passes here. @hot */
  private static receive(self: Scd30): void {
    self.timer = undefined
    const command = self.command
    if (self.argument !== NONE || command === SOFT_RESET || command === STOP) {
      proceed(self, OK, 0, undefined)
      return
    }
    const bytes = new Uint8Array(command === MEASUREMENT ? MEASUREMENT_REPLY : command === SERIAL ? SERIAL_REPLY : WORD_REPLY)
    const reading: Reading = {}
    let status: Status | typeof AGAIN = self.bus.read(ADDRESS, bytes)
    if (status === OK) status = /* @__NOINLINE__ */ checkReply(bytes)
    if (status !== OK || self.state !== MEASURING) {
      proceed(self, status, bytes[0] << 8 | bytes[1], bytes)
    } else if (command === DATA_READY) {
      if (bytes[1] === 1) self.begin(MEASURING, MEASUREMENT, NONE, 0)
      else if (--self.left > 0) {
        self.tries = 0
        self.timer = self.clock.after(self.asked[0] * POLL, Scd30.send, self)
      } else proceed(self, STALE, 0, undefined)
    } else {
      status = /* @__NOINLINE__ */ judgeMeasurement(bytes, self, self.clock.now(), reading)
      self.rung = status === BAD_REPLY ? self.rung : UNCLIMBED
      if (status !== OK || self.discard !== TRUSTED) {
        doubt(self, status, reading)
      } else {
        self.state = IDLE
        self.status = WARMING
        self.answer(OK, reading)
      }
    }
  }

  /** @hot */
  answer(status: Status, reading: Reading | undefined): void {
    const sampled = this.sampled
    if (sampled) {
      this.sampled = undefined
      sampled(status, reading)
    }
  }
}
