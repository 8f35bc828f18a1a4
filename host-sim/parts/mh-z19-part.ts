// Winsen MH-Z19 family as its UART sees it (MH-Z19 1.0, MH-Z19B 1.5 English and 1.3 Chinese, "communication protocol").
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Random } from '../random.ts'
import type { UartDevice, UartLine } from '../wires/uart-device.ts'
import type { MhZ19Letter, MhZ19Model } from './mh-z19-model.ts'
import type { Air, Channel, Part } from './part.ts'
import { MhZ19Cell } from './mh-z19-cell.ts'
import { MH_Z19_CHANNELS, MH_Z19_MODELS, MH_Z19_RANGE } from './mh-z19-model.ts'
import { mhZ19Reply } from './mh-z19-reply.ts'

/** ms of silence after power-up. */
const SILENCE = 1000
/** ms by which the fault late-ack delays an acknowledgement: longer than hosts wait. */
const ACKNOWLEDGEMENT_DELAY = 700
/** ms for which the HD pin must be low (MH-Z19B 1.5, "calibration"). */
const ZERO_PIN_HOLD = 7000
/** ms in which a sagging supply takes the reading to 0 (WifWaf/MH-Z19#48). */
const SAG = 900000
/** Seconds from one spike of 300 ppm to the next. */
const SPIKE_EVERY = 50

export class MhZ19Part implements Part, UartDevice {
  readonly name: string
  readonly channels: Channel[]
  /**
   * unplug; corrupt: wrong sums; hang: silence while active; stick: the value stays; sag: it falls to 0 in 15 minutes;
   * low: it reads a third; spike: 300 ppm too high in each 50th second; brown-out: one restart; ff-data: FF in data bytes;
   * late-ack: 79, 87, 88 and 99 are acknowledged after 700 ms; reset-on-write: 87, 88 and 99 restart it.
   */
  readonly faults: string[]
  readonly model: MhZ19Model
  readonly cell: MhZ19Cell
  /** ppm, non-volatile. */
  range: number
  /** Times the recovery reset 78 was obeyed. It leaves the part in a mode in which it is mute for ever. */
  recoveries: number
  private readonly clock: Clock
  private readonly random: Random
  private readonly active: Record<string, boolean>
  private line: UartLine | undefined
  private air: Air
  private powered: boolean
  private poweredAt: number
  private pending: string
  private reply: string
  private stuckAt: number
  private saggingSince: number
  private acknowledgement: string
  private acknowledgementTimer: Timer | undefined

  constructor(clock: Clock, random: Random, letter: MhZ19Letter) {
    this.name = 'mh-z19'
    this.channels = MH_Z19_CHANNELS
    this.faults = ['unplug', 'corrupt', 'hang', 'stick', 'sag', 'low', 'brown-out', 'ff-data', 'late-ack', 'reset-on-write', 'spike']
    this.model = MH_Z19_MODELS[letter]
    this.cell = new MhZ19Cell(random, this.model.t90 / 2.303, this.model.cycle)
    this.range = MH_Z19_RANGE
    this.recoveries = 0
    this.clock = clock
    this.random = random
    this.active = {}
    this.line = undefined
    this.air = { co2: 420, temperature: 21, humidity: 45, pressure: 1013.25 }
    this.powered = false
    this.poweredAt = 0
    this.pending = this.reply = ''
    this.stuckAt = this.saggingSince = 0
    this.acknowledgement = ''
    this.acknowledgementTimer = undefined
    this.powerUp()
  }

  expose(air: Air): void {
    this.air = air
  }

  attached(line: UartLine): void {
    this.line = line
  }

  powerUp(): void {
    if (this.active.unplug) return
    this.powered = true
    this.poweredAt = this.clock.now()
    this.pending = ''
    this.reply = ''
    this.cell.powerUp(this.poweredAt)
  }

  powerDown(): void {
    this.powered = false
    if (this.acknowledgementTimer !== undefined) this.clock.cancel(this.acknowledgementTimer)
    this.acknowledgementTimer = undefined
  }

  inject(fault: string, active: boolean): boolean {
    if (this.faults.indexOf(fault) < 0) return false
    const before = this.active[fault] === true
    this.active[fault] = active
    if (before === active) return true
    if (fault === 'unplug') {
      if (active) this.powerDown()
      else this.powerUp()
    }
    if (fault === 'brown-out' && active && this.powered) this.powerUp()
    if (fault === 'stick' && active) this.stuckAt = this.unclamped()
    if (fault === 'sag' && active) this.saggingSince = this.clock.now()
    return true
  }

  /** What the part holds the air to be, whole ppm, before the clamp to its range. */
  unclamped(): number {
    const now = this.clock.now()
    if (this.active.stick && this.stuckAt > 0) return this.stuckAt
    const value = this.cell.measure(now, this.air, Math.max(0, 1 - (now - this.poweredAt) / this.model.preheat))
    if (this.active.sag) return Math.max(0, Math.floor(value * (1 - (now - this.saggingSince) / SAG)))
    if (this.active.spike && Math.floor(now / 1000) % SPIKE_EVERY === 0) return value + 300
    return this.active.low ? Math.floor(value / 3) : value
  }

  /** ms for which the PWM output is high in each cycle of 1004 ms. */
  pulse(): number {
    return 2 + (1000 * Math.min(this.range, this.unclamped())) / this.range
  }

  /** The HD pin is pulled low for that many ms. */
  holdZeroPin(milliseconds: number): void {
    if (!this.powered || milliseconds < ZERO_PIN_HOLD) return
    this.unclamped()
    this.cell.zero(400)
  }

  receive(bytes: string): void {
    if (!this.powered || this.active.hang || this.recoveries > 0) return
    if (this.clock.now() - this.poweredAt < SILENCE) return
    this.pending += bytes
    while (this.pending.length >= 9) {
      if (this.isRequest()) {
        const request = this.pending.slice(0, 9)
        this.pending = this.pending.slice(9)
        this.obey(request)
      } else this.pending = this.pending.slice(1)
    }
  }

  /** A request with a wrong sum gets no answer. */
  private isRequest(): boolean {
    if (this.pending.charCodeAt(0) !== 0xff || this.pending.charCodeAt(1) !== 1) return false
    let sum = 0
    for (let i = 1; i < 8; i++) sum += this.pending.charCodeAt(i)
    return ((0x100 - (sum & 0xff)) & 0xff) === this.pending.charCodeAt(8)
  }

  /** By byte position alone: a misplaced argument is obeyed as what it says. */
  private obey(request: string): void {
    const command = request.charCodeAt(2)
    const b3 = request.charCodeAt(3)
    const b6b7 = request.charCodeAt(6) * 256 + request.charCodeAt(7)
    const model = this.model
    if (command === 0x86) this.answerReading()
    else if (command === 0x85) {
      if (model.unclamped) {
        const hundredths = Math.floor(this.air.temperature * 100) & 0xffff
        this.answer(command, hundredths, this.unclamped(), 0x5678)
      }
    } else if (command === 0x79) {
      this.cell.baseline = b3 === 0xa0 ? 1 : 0
      this.acknowledge(command)
    } else if (command === 0x87) {
      this.unclamped()
      this.cell.zero(400)
      this.acknowledge(command)
    } else if (command === 0x88) {
      const ppm = b3 * 256 + request.charCodeAt(4)
      this.unclamped()
      if (ppm >= 1000) this.cell.span(ppm)
      this.acknowledge(command)
    } else if (command === 0x99) {
      // A command without a range has 0 there, which units have taken for 1000 (esphome/issues#708).
      this.range = b6b7 >= 500 && b6b7 <= 20000 ? b6b7 : 1000
      this.acknowledge(command)
    } else if (command === 0x8d) this.powerUp()
    else if (command === 0x78) this.recoveries++
    else this.answerInquiry(command)
  }

  /** The commands that no document has. */
  private answerInquiry(command: number): void {
    const model = this.model
    if (command === 0x7d && model.baselineStatus) this.answer(command, 0, 0, this.cell.baseline)
    else if (command === 0x9b && model.rangeStatus) this.answer(command, 0, this.range, 0)
    else if (model.firmware) {
      if (command === 0xa0) {
        const digits = model.firmware
        this.answer(command, digits.charCodeAt(0) * 256 + digits.charCodeAt(1), digits.charCodeAt(2) * 256 + digits.charCodeAt(3), 0)
      } else if (command === 0x84) this.answer(command, 32000 - this.unclamped(), 0, 0)
      else if (command === 0x9c) this.answer(command, 0, 32000, 0)
      else if (command === 0xa3) this.answer(command, 0x0028, 0, 0)
      else if (command === 0xa2 && this.reply) this.send(this.reply)
    }
  }

  private answerReading(): void {
    const elapsed = this.clock.now() - this.poweredAt
    const boot = this.model.boot
    let ppm = -2
    for (let i = 0; i < boot.length && ppm === -2; i += 2) if (elapsed < boot[i] * 1000) ppm = boot[i + 1]
    const booting = ppm > -2
    if (ppm < 0) ppm = Math.min(this.range, this.unclamped())
    let status = 0
    let extra = 0
    if (this.model.status) {
      status = booting ? 1 : 64
      extra = booting ? 15000 : 15001 + this.random.below(4000)
    }
    // Meant as T + 40, and off by up to 5 deg C.
    let warmth = Math.floor(this.air.temperature + 40 + 5 * (2 * this.random.next() - 1)) & 0xff
    if (this.active['ff-data']) {
      warmth = 0xff
      extra = 0xff86
    }
    this.answer(0x86, ppm, warmth * 256 + status, extra)
  }

  private acknowledge(command: number): void {
    if (this.active['late-ack']) {
      this.acknowledgement = mhZ19Reply(command, 0x0100, 0, 0)
      this.acknowledgementTimer = this.clock.after(ACKNOWLEDGEMENT_DELAY, MhZ19Part.acknowledged, this)
    }
    if (this.active['reset-on-write'] && command !== 0x79) this.powerUp()
  }

  private answer(command: number, first: number, second: number, third: number): void {
    this.reply = mhZ19Reply(command, first, second, third)
    this.send(this.reply)
  }

  private send(frame: string): void {
    const booting = this.model.boot[1] === -1 && this.clock.now() - this.poweredAt < this.model.boot[0] * 1000
    const line = this.line
    if (!line || !this.powered) return
    if (!booting && !this.active.corrupt) line.transmit(frame)
    else line.transmit(frame.slice(0, 8) + String.fromCharCode((frame.charCodeAt(8) + 1 + this.random.below(255)) & 0xff))
  }

  private static acknowledged(part: MhZ19Part): void {
    part.acknowledgementTimer = undefined
    part.send(part.acknowledgement)
  }
}
