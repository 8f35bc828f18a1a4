import { crc32 } from 'node:zlib'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { FlashPages } from '../../drivers/hal/flash-pages.ts'

export const PAGE = 4096
/** Where an ESP32 under Espruino has 64 KB that nobody uses. */
const START = 0x310000

/** Thrown out of the firmware at the moment at which the power goes. */
export class PowerCut extends Error {}

/**
 * Flash with the habits that bite: bits only go from 1 to 0 until their page is erased, and the power may go after any byte
 * programmed, in the middle of one, and before, in and after each erase. Outlives the program, as flash does.
 */
export class SimulatedFlashPages implements FlashPages, FlashArea {
  readonly pages = this
  readonly start: number
  readonly count: number
  readonly bytes: Uint8Array
  /** Steps done: one for each byte programmed, three for an erase. */
  steps = 0
  /** After how many more of them the power goes; Infinity for never. Then `onCut` is called, and nothing changes any more until `powerUp`. */
  left = Infinity
  onCut: () => void = () => { throw new PowerCut('the power is gone') }
  /** True: neither write nor erase has any effect, and nobody is told. */
  broken = false
  /** False: an erase has no effect, and nobody is told. */
  erasable = true
  /** True: one byte in 64 is not programmed. */
  weak = false
  erases = 0
  private dead = false

  constructor(count = 16, start = START) {
    this.count = count
    this.start = start
    this.bytes = new Uint8Array(count * PAGE).fill(0xff)
  }

  powerUp(): void {
    this.dead = false
    this.left = Infinity
  }

  erasePage(address: number): void {
    const from = this.place(address, PAGE)
    if (from % PAGE !== 0) throw new Error(`${address} is not where a page begins`)
    if (this.step()) return
    // Some bits are erased, some not yet.
    for (let i = 0; i < PAGE && this.left === 1 && this.erasable; i++) this.bytes[from + i] |= (i * 37) & 0xff
    if (this.step()) return
    if (!this.broken && this.erasable && !this.dead) this.bytes.fill(0xff, from, from + PAGE)
    this.erases++
    this.step()
  }

  write(bytes: Uint8Array, address: number): void {
    if (address % 4 !== 0 || bytes.length % 4 !== 0) throw new Error(`${bytes.length} bytes at ${address} are not whole words`)
    const from = this.place(address, bytes.length)
    for (let i = 0; i < bytes.length; i++) {
      if (this.dead) return
      // The byte in which the power goes is programmed by half.
      if (!this.broken && !(this.weak && this.steps % 64 === 0)) this.bytes[from + i] &= this.left === 1 ? bytes[i] | 0x5a : bytes[i]
      this.step()
    }
  }

  read(length: number, address: number): Uint8Array {
    const from = this.place(address, length)
    return this.bytes.slice(from, from + length)
  }

  crc32(bytes: Uint8Array): number {
    return crc32(bytes)
  }

  private place(address: number, length: number): number {
    const from = address - this.start
    if (from < 0 || from + length > this.bytes.length) throw new Error(`${length} bytes at ${address} are not all in the area`)
    return from
  }

  /** True when there is no power any more. */
  private step(): boolean {
    this.steps++
    if (!this.dead && --this.left <= 0) {
      this.dead = true
      this.onCut()
    }
    return this.dead
  }
}
