/** Sensirion SCD30 as its bus sees it. After the interface description 1.0 (May 2020) and the vendor's drivers. */
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Random } from '../random.ts'
import type { I2cDevice } from '../wires/i2c-device.ts'
import type { Air, Channel, Part } from './part.ts'
import { SCD30_CHANNELS, Scd30Cell } from './scd30-cell.ts'
import { Scd30Memory } from './scd30-memory.ts'
import { distort, SCD30_FAULTS, spoiltCo2, spoiltTemperature } from './scd30-faults.ts'
import { checksum, floats, serial, words } from './scd30-reply.ts'
import { Scd30Stretch } from './scd30-stretch.ts'
import { READ, Scd30Transfer, WRITTEN } from './scd30-transfer.ts'

/** ms without an acknowledge after power-up and soft reset (1.4.10: less than 2 s). */
const BOOT = 1950
/** Metres, of the fault old-altitude. */
const OLD_ALTITUDE = 3000

/** The part on its wire; scd30-faults.ts has its faults. */
export class Scd30Part implements Part, I2cDevice {
  readonly name: string
  readonly channels: Channel[]
  readonly address: number
  readonly faults: string[]
  readonly cell: Scd30Cell
  readonly memory: Scd30Memory
  /** The running state survives a power cut. */
  measuring: boolean
  /** hPa, 0 for none; part of the running state. */
  pressure: number
  /** Measurements finished since the last reset. */
  finished: number
  private readonly clock: Clock
  private readonly random: Random
  private readonly active: Record<string, boolean>
  private air: Air
  private powered: boolean
  private dead: boolean
  private speaksModbus: boolean
  private bootedAt: number
  private readonly stretching: Scd30Stretch
  private timer: Timer
  private due: number
  private ready: boolean
  private frame: number[]
  private readonly transfer: Scd30Transfer
  private measuredAt: number
  /** ppm that the fault stick holds. */
  private stuckAt: number

  constructor(clock: Clock, random: Random) {
    this.name = 'scd30'
    this.channels = SCD30_CHANNELS
    this.address = 0x61
    this.faults = SCD30_FAULTS
    this.clock = clock
    this.random = random
    this.cell = new Scd30Cell(random)
    this.memory = new Scd30Memory()
    this.active = {}
    this.air = { co2: 420, temperature: 21, humidity: 45, pressure: 1013.25 }
    this.measuring = false
    this.pressure = 0
    this.frame = []
    this.powered = false
    this.dead = false
    this.speaksModbus = false
    this.bootedAt = 0
    this.stretching = new Scd30Stretch()
    this.due = 0
    this.ready = false
    this.finished = 0
    this.transfer = new Scd30Transfer()
    this.measuredAt = 0
    this.stuckAt = 0
    this.powerUp()
  }

  expose(air: Air): void {
    this.air = air
  }

  powerUp(): void {
    if (this.active.unplug) return
    this.powered = true
    this.dead = false
    this.speaksModbus = this.active.modbus === true
    this.stretching.powerUp(this.clock.now())
    this.cell.powerUp(this.clock.now(), this.memory.offset / 100)
    this.reset()
  }

  powerDown(): void {
    this.powered = false
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.release()
  }

  inject(fault: string, active: boolean): boolean {
    if (this.faults.indexOf(fault) < 0) return false
    const before = this.active[fault] === true
    this.active[fault] = active
    if (fault === 'unplug' && active !== before) {
      if (active) this.powerDown()
      else this.powerUp()
    }
    if (active) this.spoil(fault)
    return true
  }

  /** What a fault does once, when it begins. */
  private spoil(fault: string): void {
    if (fault === 'dead') this.dead = true
    if (fault === 'stick') this.stuckAt = this.cell.co2
    if (fault === 'old-interval') this.memory.interval = 60
    if (fault === 'negative-offset') this.memory.offset = 0xfd44
    if (fault === 'lost-start') this.measuring = false
    if (fault === 'lost-start' || fault === 'old-interval') this.schedule()
  }

  select(reading: boolean, repeated: boolean): boolean {
    const now = this.clock.now()
    if (!this.powered || this.dead || this.speaksModbus || this.active.hang || now < this.bootedAt) return false
    if (reading) {
      if (repeated || !this.transfer.readable(now)) return false
      distort(this.active, this.random, this.transfer.reply)
    }
    this.transfer.begin(reading ? READ : WRITTEN)
    return true
  }

  accept(byte: number): boolean {
    return this.transfer.accept(byte)
  }

  supply(): number {
    return this.transfer.supply()
  }

  release(): void {
    const transfer = this.transfer
    const kind = transfer.kind
    if (kind === READ && transfer.reply.length === 18 && transfer.position === 18) this.ready = false
    transfer.end(this.clock.now())
    if (kind === WRITTEN) this.obey()
  }

  stretch(): number {
    return this.stretching.length(this.clock.now(), this.measuredAt, this.active)
  }

  holdsData(): boolean {
    return this.powered && this.transfer.kind === READ
  }

  /** What power-up and the command have in common. */
  private reset(): void {
    this.bootedAt = this.clock.now() + BOOT
    this.memory.recalibration = 400
    this.ready = false
    this.finished = 0
    this.transfer.clear()
    this.measuredAt = -Infinity
    this.schedule()
  }

  /** Forgets the measurement under way, and begins one if there is to be one. */
  private schedule(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.due = Math.max(this.clock.now(), this.bootedAt)
    if (this.measuring && this.powered) this.plan()
  }

  private plan(): void {
    this.due += this.memory.interval * 1000
    this.timer = this.clock.after(Math.max(0, this.due - this.clock.now()), Scd30Part.measure, this)
  }

  private static measure(self: Scd30Part): void {
    self.timer = undefined
    const now = self.clock.now()
    self.cell.measure(now, self.air, self.assumed(), self.memory.offset / 100, self.memory.interval, self.memory.selfCalibration === 1)
    self.finished++
    const co2 = spoiltCo2(self.active, self.cell.co2, self.finished, self.stuckAt)
    self.frame = floats([co2, spoiltTemperature(self.active, self.cell.temperature, self.finished), self.cell.humidity])
    self.ready = true
    self.measuredAt = now
    self.plan()
  }

  /** hPa the part takes the air pressure for. */
  private assumed(): number {
    if (this.pressure > 0) return this.pressure
    return 1013.25 * Math.exp(-this.stored(0x5102) / 8434)
  }

  private obey(): void {
    const bytes = this.transfer.received
    if (bytes.length !== 2 && (bytes.length !== 5 || checksum(bytes[2], bytes[3]) !== bytes[4])) return
    const command = bytes[0] << 8 | bytes[1]
    if (bytes.length === 5) this.set(command, bytes[2] << 8 | bytes[3])
    else if (command === 0xd304) this.reset()
    else if (command === 0x0104) this.halt()
    else this.transfer.reply = this.answer(command)
  }

  private halt(): void {
    this.measuring = false
    this.ready = false
    this.schedule()
  }

  private set(command: number, value: number): void {
    if (command === 0x0010 && (value === 0 || (value >= 700 && value <= 1400))) {
      this.pressure = value
      if (!this.measuring) {
        this.measuring = true
        this.schedule()
      }
    } else if (this.memory.write(command, value)) {
      if (command === 0x4600) this.schedule()
      if (command === 0x5204 && this.measuring) this.cell.recalibrate(value, this.air, this.assumed())
    }
  }

  /** A setting, -1 for a command that reads none. */
  private stored(command: number): number {
    return command === 0x5102 && this.active['old-altitude'] ? OLD_ALTITUDE : this.memory.read(command)
  }

  private answer(command: number): number[] {
    if (command === 0x0202) return words([this.ready && !this.active['never-ready'] ? 1 : 0])
    if (command === 0x0300) return this.active['not-a-number'] ? floats([NaN, NaN, NaN]) : this.frame.slice()
    const setting = this.stored(command)
    if (setting >= 0) return words([setting])
    if (command === 0xd100) return words([0x0342])
    return command === 0xd033 ? serial() : []
  }
}
