// 1-Wire timing and search: Maxim DS18B20 (042208) "1-Wire Signaling", Application Note 187.
import type { OneWireBus, RomCode } from '../../drivers/hal/one-wire-bus.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import type { Random } from '../random.ts'
import type { OneWireDevice } from './one-wire-device.ts'

const RESET_MICROSECONDS = 500
/** A reset with its presence window, and one slot with its recovery, in ms. */
const RESET_TIME = 1
const SLOT_TIME = 0.07
/** No bus has more, and a line held low must not be searched for ever. */
const MOST_ROMS = 64

/**
 * A 1-Wire line with its master. Faults: 'short' (held low), 'no-pull-up' (nothing lifts it: the same), 'open' (the master sees nobody), 'corrupt' (each slot is
 * misread with probability `errorRate`, by everybody), 'long-reset' (pulses of 1 ms, which parasite power does not outlive).
 */
export class OneWireLine implements OneWireBus {
  readonly faults: string[]
  /** Probability of a disturbed slot while 'corrupt' is injected. */
  errorRate: number
  private readonly clock: SimulatedClock
  private readonly random: Random
  private devices: OneWireDevice[]
  private active: string[]
  private strong: boolean

  constructor(clock: SimulatedClock, random: Random) {
    this.faults = ['short', 'open', 'corrupt', 'long-reset', 'no-pull-up']
    this.errorRate = 0.01
    this.clock = clock
    this.random = random
    this.devices = []
    this.active = []
    this.strong = false
  }

  attach(device: OneWireDevice): void {
    this.devices.push(device)
  }

  detach(device: OneWireDevice): void {
    this.devices = this.devices.filter(other => other !== device)
  }

  /** False: no such fault. */
  inject(fault: string, active: boolean): boolean {
    if (!this.faults.includes(fault)) return false
    this.active = this.active.filter(other => other !== fault)
    if (active) this.active.push(fault)
    return true
  }

  reset(): boolean {
    let present = false
    this.pullUp(false)
    this.clock.block(RESET_TIME)
    if (this.active.includes('open')) return false
    if (this.isLow()) return true
    const microseconds = this.active.includes('long-reset') ? 1000 : RESET_MICROSECONDS
    for (const device of this.devices) if (device.reset(microseconds)) present = true
    return this.disturbed() ? !present : present
  }

  select(rom: RomCode): void {
    this.write(0x55, false)
    for (let i = 0; i < 16; i += 2) this.write(parseInt(rom.slice(i, i + 2), 16), false)
  }

  skip(): void {
    this.write(0xcc, false)
  }

  write(byte: number, holdPower: boolean): void {
    this.pullUp(false)
    if (this.active.length > 0) {
      for (let i = 0; i < 8; i++) this.writeBit((byte >> i) & 1)
    } else {
      this.clock.block(8 * SLOT_TIME)
      for (const device of this.devices) device.writeByte(byte)
    }
    if (holdPower) this.pullUp(true)
  }

  read(count: number): Uint8Array {
    const bytes = new Uint8Array(count)
    this.pullUp(false)
    for (let i = 0; i < count; i++) {
      let byte = 255
      if (this.active.length > 0) {
        byte = 0
        for (let bit = 0; bit < 8; bit++) byte |= this.readBit() << bit
      } else {
        this.clock.block(8 * SLOT_TIME)
        for (const device of this.devices) byte &= device.readByte()
      }
      bytes[i] = byte
    }
    return bytes
  }

  search(command: number): RomCode[] {
    const roms: RomCode[] = []
    const path: number[] = []
    let fork = -1
    do {
      let last = -1
      if (!this.reset()) break
      this.write(command, false)
      for (let i = 0; i < 64; i++) {
        const bit = this.readBit()
        const complement = this.readBit()
        if (bit && complement) return roms
        if (bit === complement) {
          // Both kinds are there: as last time up to the fork, 1 at it, 0 behind it.
          path[i] = i < fork ? path[i] : i === fork ? 1 : 0
          if (!path[i]) last = i
        } else path[i] = bit
        this.writeBit(path[i])
      }
      const rom = OneWireLine.hexadecimal(path)
      // No part has family code 00: that is a line held low.
      if (rom.startsWith('00')) break
      roms.push(rom)
      fork = last
    } while (fork >= 0 && roms.length < MOST_ROMS)
    return roms
  }

  private static hexadecimal(bits: number[]): RomCode {
    let text = ''
    for (let i = 0; i < 64; i += 8) {
      let byte = 0
      for (let j = 0; j < 8; j++) byte |= bits[i + j] << j
      text += (byte < 16 ? '0' : '') + byte.toString(16)
    }
    return text
  }

  private isLow(): boolean {
    return this.active.includes('short') || this.active.includes('no-pull-up')
  }

  private disturbed(): boolean {
    return this.active.includes('corrupt') && this.random.chance(this.errorRate)
  }

  private writeBit(bit: number): void {
    this.clock.block(SLOT_TIME)
    if (this.active.includes('open')) return
    const seen = this.isLow() ? 0 : this.disturbed() ? 1 - bit : bit
    for (const device of this.devices) device.writeBit(seen)
  }

  private readBit(): number {
    let bit = 1
    this.clock.block(SLOT_TIME)
    if (this.active.includes('open')) return 1
    for (const device of this.devices) bit &= device.readBit()
    if (this.isLow()) return 0
    return this.disturbed() ? 1 - bit : bit
  }

  private pullUp(strong: boolean): void {
    if (strong === this.strong) return
    this.strong = strong
    for (const device of this.devices) device.power(strong)
  }
}
