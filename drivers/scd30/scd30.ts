/**
 * Sensirion SCD30 over I2C: when it is said. After the interface description 1.0 (May 2020) and Sensirion's drivers
 * 1.1.1 and 2.1.2, whose pauses are taken.
 */
import { BAD_CHECKSUM, BAD_REPLY, BUSY, OK, OUT_OF_RANGE, STALE, SUSPECT, UNSUPPORTED, WARMING } from '../hal/status.ts'
import type { Clock, Timer } from '../hal/clock.ts'
import type { I2cBus } from '../hal/i2c-bus.ts'
import type { Status } from '../hal/status.ts'
import type { Recoveries } from '../hal/recoveries.ts'
import { climbed } from '../hal/recoveries.ts'
import type { Reading, SampleDone, Sensor } from '../sensor.ts'
import {
  ADDRESS, ALTITUDE, DATA_READY, decodeReply, encodeCommand, FIRMWARE, FORCED_RECALIBRATION, INTERVAL, MEASUREMENT,
  NONE, PRESSURE, SELF_CALIBRATION, SERIAL, SOFT_RESET, STOP, TEMPERATURE_OFFSET
} from './scd30-wire.ts'

// What the driver is about.
/** Nothing under way, the part measures. */
const IDLE = 0
/** Not started, or every rung of the ladder failed: the next sample starts it anew. */
const DOWN = 1
/** A single `get` or `set`. */
const COMMAND = 2
/** Waiting for data and reading them. */
const MEASURING = 3
/** Bringing the part to measure; samples are answered at the next opportunity, without a value. */
const STARTING = 4

// The rungs of the recovery ladder, as far as climbed since the last good frame.
const NEW_CYCLE = 1
const RESTARTED = 2
const RESET = 3
const CLEARED = 4

/** ms between a command's STOP and the next START: more than 3, and 10 in the vendor's driver. */
const PAUSE = 10
/** ms until the part answers after a soft reset or power-up. */
const BOOT = 2000
/** The polls that fill three intervals, four each. */
const POLLS = 12
/** Readings after a reset whose CO2 is 0 or too low. */
const DISCARDED = 2
/** ppm of fall from one sample to the next that one more measurement has to confirm: what the part's accuracy allows. */
const FALL = 50
/** Readings without CO2, in a row and without a reset to explain them, that bring one on. */
const MISSING = 5

/** Called once, never before the call it was given to has returned; `value` only from a `get` that is OK. */
export type CommandDone = (status: Status, value?: number) => void

/** One SCD30. One command at a time, one timer at a time, and no transfer without a pause before it. */
export class Scd30 implements Sensor {
  readonly name: string
  readonly measures: string
  errors: number
  recoveries?: Recoveries
  /** Such as '3.66'; empty until the part has answered. */
  firmware: string
  /** Empty until the part has answered. */
  serial: string
  private readonly bus: I2cBus
  private readonly clock: Clock
  private timer: Timer
  private state: number
  private rung: number
  /** The command under way, and its argument or NONE. */
  private command: number
  private argument: number
  /** What the setting under way is to become, or NONE when it is only read. */
  private wanted: number
  /** How often the command under way has failed. */
  private tries: number
  /** Polls, or writes of one setting, still to be spent. */
  private left: number
  /** Frames whose CO2 is not yet the air's; below 0, how many lacked it in a row without a reset. */
  private discard: number
  /** ppm answered last; 0 for none. */
  private last: number
  /** Why samples have no value while starting: what failed last, if there has been no good frame since. */
  private status: Status
  private interval: number
  private pressure: number
  private done: CommandDone | undefined
  private sampled: SampleDone | undefined

  constructor(bus: I2cBus, clock: Clock) {
    this.name = 'scd30'
    this.measures = 'cth'
    this.errors = 0
    this.firmware = ''
    this.serial = ''
    this.bus = bus
    this.clock = clock
    this.rung = 0
    this.command = 0
    this.argument = NONE
    this.wanted = NONE
    this.tries = 0
    this.left = 0
    this.discard = 0
    this.last = 0
    this.interval = 2
    this.pressure = 0
    this.state = DOWN
    this.status = WARMING
  }

  /**
   * Soft reset, firmware version as first contact, serial number, the interval written only if another is stored,
   * continuous measurement. The two readings to be discarded are then taken in the background. Whatever was under way
   * is given up: a command ends as BUSY, a sample as WARMING, or as what it failed with before.
   */
  start(done: (status: Status) => void): void {
    if (this.timer) this.clock.cancel(this.timer)
    if (this.done) this.clock.after(0, this.done, BUSY)
    this.done = done
    this.rung = RESET
    this.begin(STARTING, SOFT_RESET, NONE, 0)
  }

  /** Takes some 30 ms when a measurement waits, and an interval or two when not. */
  sample(done: SampleDone): void {
    if (this.sampled) {
      this.clock.after(0, done, BUSY)
      return
    }
    this.sampled = done
    if (this.state === IDLE) {
      this.begin(MEASURING, DATA_READY, NONE, 0)
    } else if (this.state === DOWN) {
      this.climb(CLEARED)
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
    const known = [INTERVAL, SELF_CALIBRATION, FORCED_RECALIBRATION, TEMPERATURE_OFFSET, ALTITUDE, FIRMWARE, DATA_READY]
    const status = known.indexOf(setting) < 0 ? UNSUPPORTED : this.state === IDLE ? OK : BUSY
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
    const most = setting === PRESSURE ? 1400 : setting === INTERVAL ? 1800 : setting === SELF_CALIBRATION ? 1 :
      setting === FORCED_RECALIBRATION ? 2000 : setting === TEMPERATURE_OFFSET ? 0x7fff : setting === ALTITUDE ? 0xffff :
        setting === STOP || setting === SOFT_RESET ? 0 : -1
    const least = setting === PRESSURE && value !== 0 ? 700 : setting === INTERVAL ? 2 :
      setting === FORCED_RECALIBRATION ? 400 : 0
    const status = most < 0 ? UNSUPPORTED : !(value >= least && value <= most) || value % 1 !== 0 ? OUT_OF_RANGE :
      this.state !== IDLE ? BUSY : OK
    if (status !== OK) {
      this.clock.after(0, done, status)
    } else if (setting === SOFT_RESET) {
      this.start(done)
    } else {
      if (setting === PRESSURE) this.pressure = value
      if (setting === INTERVAL) this.interval = value
      // Forced recalibration reads back as what was last asked for, taken or not (1.4.7).
      const blind = setting === PRESSURE || setting === FORCED_RECALIBRATION
      this.done = done
      this.wanted = blind || setting === STOP ? NONE : value
      this.begin(COMMAND, setting, blind ? value : NONE, 0)
    }
  }

  /** @hot */
  private begin(state: number, command: number, argument: number, delay: number): void {
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
      self.proceed(status, 0, undefined)
    } else {
      self.timer = self.clock.after(self.command === SOFT_RESET ? BOOT : PAUSE, Scd30.receive, self)
      if (self.state === STARTING) self.answer(self.status, undefined)
    }
  }

  /** The pause after a command is over: reads the reply, if there is one. */
  private static receive(self: Scd30): void {
    self.timer = undefined
    const command = self.command
    if (self.argument !== NONE || command === SOFT_RESET || command === STOP) {
      self.proceed(OK, 0, undefined)
      return
    }
    const bytes = new Uint8Array(command === MEASUREMENT ? 18 : command === SERIAL ? 48 : 3)
    const reading: Reading = {}
    let status = self.bus.read(ADDRESS, bytes)
    if (status === OK) status = /* @__NOINLINE__ */ decodeReply(bytes, reading)
    const value = bytes[0] << 8 | bytes[1]
    if (self.state !== MEASURING || (status !== OK && status !== SUSPECT)) {
      self.proceed(status, value, bytes)
    } else if (command === DATA_READY) {
      if (value === 1) {
        self.begin(MEASURING, MEASUREMENT, NONE, 0)
      } else if (--self.left > 0) {
        self.tries = 0
        self.timer = self.clock.after(self.interval * 250, Scd30.send, self)
      } else {
        self.proceed(STALE, 0, undefined)
      }
    } else {
      self.rung = 0
      self.status = WARMING
      self.state = IDLE
      if (self.discard > 0) {
        status = WARMING
        if (--self.discard > 0) self.begin(MEASURING, DATA_READY, NONE, self.interval * 250)
      } else if (status === SUSPECT) {
        if (--self.discard === -MISSING) {
          self.status = SUSPECT
          self.climb(RESET)
        }
      } else if (self.discard < 0) {
        // A zero that no reset of ours explains came from one of the part's own, and the reading after it is low.
        self.discard = 0
        status = WARMING
      } else if ((reading.co2 as number) < self.last - FALL) {
        // The part may have reset itself since, its low second measurement over the zero before anybody read that.
        self.last = 0
        self.begin(MEASURING, DATA_READY, NONE, self.interval * 250)
        return
      }
      if (status === WARMING) delete reading.co2
      self.last = reading.co2 || 0
      self.answer(status, reading)
    }
  }

  /** All but the good course of a measurement: failures and the ladder, settings, the steps of a start. */
  private proceed(status: Status, value: number, bytes: Uint8Array | undefined): void {
    const command = this.command
    const done = this.done
    if (status === BAD_CHECKSUM) this.errors++
    if (status !== OK && ++this.tries < (command === MEASUREMENT || command === SOFT_RESET ? 2 : 3)) {
      climbed(this, 'retry')
      this.timer = this.clock.after(command === SOFT_RESET ? BOOT : PAUSE, Scd30.send, this)
      return
    }
    if (status === OK && this.wanted !== NONE) {
      if (this.argument !== NONE || (value !== this.wanted && --this.left >= POLLS - 2)) {
        this.argument = this.argument === NONE ? this.wanted : NONE
        this.tries = 0
        this.timer = this.clock.after(PAUSE, Scd30.send, this)
        return
      }
      if (value !== this.wanted) status = BAD_REPLY
    }
    this.wanted = NONE

    if (this.state === COMMAND) {
      this.state = IDLE
      this.done = undefined
      if (this.sampled) this.begin(MEASURING, DATA_READY, NONE, 0)
      if (done) done(status, value)
    } else if (command === SERIAL) {
      // Not in the document: a part that keeps it to itself is still a part.
      this.serial = ''
      for (let i = 0; bytes && status === OK && i < 48; i++) {
        if (i % 3 < 2 && bytes[i] > 32 && bytes[i] < 127) this.serial += String.fromCharCode(bytes[i])
      }
      this.wanted = this.interval
      this.begin(STARTING, INTERVAL, NONE, 0)
    } else if (status !== OK) {
      // What has waited for three intervals is not cured by one more.
      const rung = this.rung === 0 && status === STALE ? RESTARTED : this.rung + 1
      this.status = status
      if (rung === CLEARED) this.answer(status, undefined)
      if (rung <= CLEARED) {
        this.climb(rung)
      } else {
        this.state = DOWN
        this.done = undefined
        if (done) done(status)
        this.answer(status, undefined)
      }
    } else if (command === SOFT_RESET) {
      this.discard = DISCARDED
      this.begin(STARTING, FIRMWARE, NONE, 0)
    } else if (command === FIRMWARE) {
      this.firmware = (value >> 8) + '.' + (value & 255)
      this.begin(STARTING, SERIAL, NONE, 0)
    } else if (command === PRESSURE) {
      this.begin(MEASURING, DATA_READY, NONE, this.interval * 250)
      this.done = undefined
      if (done) done(OK)
    } else {
      this.begin(STARTING, PRESSURE, this.pressure, 0)
    }
  }

  /** The ladder: what each rung is called, and the command that begins it. */
  private climb(rung: number): void {
    const ladder = ['resynchronise', DATA_READY, 'restart', STOP, 'soft_reset', SOFT_RESET, 'bus_clear', SOFT_RESET]
    const again = rung === NEW_CYCLE
    this.rung = rung
    climbed(this, ladder[2 * rung - 2] as string)
    if (rung === CLEARED) this.bus.clear()
    this.begin(again ? MEASURING : STARTING, ladder[2 * rung - 1] as number, NONE, again ? this.interval * 250 : 0)
  }

  /** @hot */
  private answer(status: Status, reading: Reading | undefined): void {
    const sampled = this.sampled
    if (sampled) {
      this.sampled = undefined
      sampled(status, reading)
    }
  }
}
