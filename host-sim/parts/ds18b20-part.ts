// DS18B20 (Maxim 042208), DS18S20 (19-5474), DS1822 and MAX31820 at their wire; told apart by the ROM's family code
// (28, 10, 22, 28). Counterfeits: cpetrich/counterfeit_DS18B20.
import type { Clock } from '../../drivers/hal/clock.ts'
import type { RomCode } from '../../drivers/hal/one-wire-bus.ts'
import type { Random } from '../random.ts'
import type { OneWireDevice } from '../wires/one-wire-device.ts'
import { DS18B20_FAULTS } from './ds18b20-faults.ts'
import { Ds18b20Memory, ds18b20Channels } from './ds18b20-memory.ts'
import { type Ds18b20Family, MEMORY_TIME } from './ds18b20-model.ts'
import { Ds18b20Work } from './ds18b20-work.ts'
import type { Air, Channel, Part } from './part.ts'

/** What the part makes of the next slot. */
const IDLE = 0
const ROM_COMMAND = 1
const MATCH = 2
const FIND = 3
const COMMAND = 4
const RECEIVE = 5
const SEND = 6
const REPORT_BUSY = 7
const REPORT_POWER = 8

/** One thermometer; ds18b20-faults.ts has its faults. */
export class Ds18b20Part implements Part, OneWireDevice {
  readonly name: string
  readonly channels: Channel[]
  readonly faults: string[]
  /** Set before power-up: no supply but the data line. */
  parasite: boolean
  /** Its inside, for tests to look at. */
  readonly memory: Ds18b20Memory
  private readonly clock: Clock
  private readonly random: Random
  private readonly family: Ds18b20Family
  private readonly rom: number[]
  private air: Air | undefined
  private active: string[]
  private powered: boolean
  private offSince: number
  private state: number
  /** Position in bits of what is received or sent, and the bits of the byte under way. */
  private place: number
  private shift: number
  private out: number[]
  private strong: boolean
  private readonly work: Ds18b20Work

  /** `rom`: 16 hex digits in bus order, with the right check byte. It comes up with power. */
  constructor(clock: Clock, random: Random, rom: RomCode, family: Ds18b20Family) {
    this.name = rom
    this.faults = DS18B20_FAULTS
    this.parasite = false
    this.clock = clock
    this.random = random
    this.family = family
    this.memory = new Ds18b20Memory(random, family, rom.slice(0, 2))
    this.channels = ds18b20Channels(this.memory.model)
    this.rom = []
    for (let i = 0; i < 16; i += 2) this.rom.push(parseInt(rom.slice(i, i + 2), 16))
    this.air = undefined
    this.active = []
    this.powered = true
    this.offSince = 0
    this.state = IDLE
    this.place = 0
    this.shift = 0
    this.out = []
    this.strong = false
    this.work = new Ds18b20Work(clock, this.memory)
  }

  expose(air: Air): void {
    this.air = air
  }

  powerUp(): void {
    if (this.active.includes('unplug')) return
    const off = this.powered ? 0 : this.clock.now() - this.offSince
    this.powered = true
    if (this.family !== 'D2' || off >= MEMORY_TIME) this.memory.load()
    this.state = IDLE
    this.work.drop()
  }

  powerDown(): void {
    this.powered = false
    this.offSince = this.clock.now()
    this.state = IDLE
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.includes(fault)) return false
    const before = this.active.includes(fault)
    this.active = this.active.filter(other => other !== fault)
    if (active) this.active.push(fault)
    if (fault === 'unplug' && active !== before) {
      if (active) this.powerDown()
      else this.powerUp()
    }
    return true
  }

  reset(microseconds: number): boolean {
    this.settle()
    if (this.parasite && microseconds > 960 && this.powered) this.powerUp()
    this.state = IDLE
    if (!this.powered || (this.parasite && !this.memory.model.parasite)) return false
    this.receive(ROM_COMMAND)
    return true
  }

  power(strong: boolean): void {
    this.settle()
    this.strong = strong
    if (!this.parasite || strong || !this.work.underWay()) return
    // The line is all it lives on: it starts again from nothing.
    if (this.work.converting) this.powerUp()
    else this.work.drop()
  }

  writeBit(bit: number): void {
    if (this.state === FIND) {
      if (bit !== ((this.rom[this.place >> 3] >> (this.place & 7)) & 1)) this.state = IDLE
      else if (++this.place === 64) this.receive(COMMAND)
      else this.shift = 0
    } else if (this.state === SEND) this.place++
    else if (this.state > IDLE && this.state < SEND) {
      this.shift |= bit << (this.place & 7)
      if ((++this.place & 7) === 0) {
        const byte = this.shift
        this.shift = 0
        this.take(byte)
      }
    }
  }

  readBit(): number {
    if (this.state === SEND) {
      const index = this.place >> 3
      const bit = index < this.out.length ? (this.out[index] >> (this.place & 7)) & 1 : 1
      this.place++
      return this.disturb(bit)
    }
    if (this.state === FIND) {
      const bit = (this.rom[this.place >> 3] >> (this.place & 7)) & 1
      this.shift = 1 - this.shift
      return this.shift ? bit : 1 - bit
    }
    if (this.state === REPORT_BUSY) return this.work.busy() ? 0 : 1
    if (this.state === REPORT_POWER) return this.parasite ? 0 : 1
    // To a listening part a read slot is a written 1.
    if (this.state !== IDLE) this.writeBit(1)
    return 1
  }

  writeByte(byte: number): void {
    if (this.state === IDLE || this.state > SEND) return
    if (this.state !== FIND && this.state !== SEND && (this.place & 7) === 0) {
      this.place += 8
      this.take(byte)
    } else for (let i = 0; i < 8; i++) this.writeBit((byte >> i) & 1)
  }

  readByte(): number {
    if (this.state === IDLE) return 255
    if (this.state === SEND && (this.place & 7) === 0 && this.active.length === 0) {
      const index = this.place >> 3
      this.place += 8
      return index < this.out.length ? this.out[index] : 255
    }
    let byte = 0
    for (let i = 0; i < 8; i++) byte |= this.readBit() << i
    return byte
  }

  private receive(state: number): void {
    this.state = state
    this.place = 0
    this.shift = 0
  }

  private send(bytes: number[]): void {
    this.receive(SEND)
    this.out = bytes
  }

  private take(byte: number): void {
    if (this.state === ROM_COMMAND) this.romCommand(byte)
    else if (this.state === MATCH) {
      if (byte !== this.rom[(this.place >> 3) - 1]) this.state = IDLE
      else if (this.place === 64) this.receive(COMMAND)
    } else if (this.state === COMMAND) this.command(byte)
    else this.memory.store((this.place >> 3) - 1, byte)
  }

  private romCommand(code: number): void {
    this.state = IDLE
    if (this.active.includes('hang')) return
    if (code === 0x33) this.send(this.rom)
    else if (code === 0x55) this.receive(MATCH)
    else if (code === 0xcc) this.receive(COMMAND)
    else if (code === 0xf0 || (code === 0xec && this.memory.alarm)) this.receive(FIND)
  }

  private command(code: number): void {
    this.state = IDLE
    if (code === 0xbe) this.send(this.memory.bytes())
    else if (code === 0x4e) this.receive(RECEIVE)
    else if (code === 0xb4) this.receive(REPORT_POWER)
    else if (code === 0xb8) {
      this.memory.recall()
      this.receive(REPORT_BUSY)
    } else if (this.work.underWay()) {
      if (code === 0x44) this.receive(REPORT_BUSY)
    } else if (code === 0x44) this.convert()
    else if (code === 0x48) {
      this.work.copy()
      this.receive(REPORT_BUSY)
    }
  }

  private convert(): void {
    if (this.active.includes('lost-convert')) return
    this.work.convert(this.air ? this.air.temperature : 20, this.active)
    this.receive(REPORT_BUSY)
  }

  /** Ends what should be over by now. */
  private settle(): void {
    if (this.work.underWay() && !this.work.busy() && !this.work.finish(this.parasite, this.strong, this.active)) this.powerUp()
  }

  private disturb(bit: number): number {
    if (this.active.length === 0) return bit
    if (this.active.includes('zero')) return 0
    if (this.active.includes('corrupt') && this.random.chance(0.02)) return 1 - bit
    if (this.active.includes('unplug-in-read') && this.place > 20) {
      this.inject('unplug-in-read', false)
      this.inject('unplug', true)
      return 1
    }
    return bit
  }
}
