import type { FlashPages } from '../../drivers/hal/flash-pages.ts'

interface OpenFile { seek(at: number): void, read(length: number): string, write(bytes: Uint8Array): number }

declare const E: { openFile(name: string, mode: string): OpenFile, toUint8Array(bytes: string): Uint8Array }
declare function print(text: string): void

const PAGE = 4096
/** Bytes at a time: a chip needs no memory of the interpreter's, and this stand-in for one little. */
const ROW = 64
/** The 64 KB of an ESP32 that are nobody else's. */
const START = 0x310000
const SIZE = 16 * PAGE

/**
 * Raw flash as NOR memory is: erasing makes all bits of a page 1, writing makes bits 0 and none 1. It is the file `nor`
 * beside the interpreter's Storage, written through with every call, so that what was programmed outlives the process.
 * A call that a chip would not take is printed as an error.
 */
export class NorFlash implements FlashPages {
  private readonly file: OpenFile

  constructor() {
    this.file = E.openFile('nor', 'r+')
  }

  erasePage(address: number): void {
    const ones = new Uint8Array(ROW)
    ones.fill(255)
    this.check(address, PAGE, PAGE)
    for (let at = 0; at < PAGE; at += ROW) this.put(ones, address + at)
  }

  write(bytes: Uint8Array, address: number): void {
    this.check(address, bytes.length, 4)
    for (let at = 0; at < bytes.length; at += ROW) {
      const row = this.read(Math.min(ROW, bytes.length - at), address + at)
      for (let i = 0; i < row.length; i++) row[i] &= bytes[at + i]
      this.put(row, address + at)
    }
  }

  read(length: number, address: number): Uint8Array {
    const file = this.file
    const bytes = new Uint8Array(length)
    this.check(address, length, 1)
    file.seek(address - START)
    for (let at = 0; at < length; at += ROW) bytes.set(E.toUint8Array(file.read(Math.min(ROW, length - at))), at)
    return bytes
  }

  private put(bytes: Uint8Array, address: number): void {
    const file = this.file
    file.seek(address - START)
    file.write(bytes)
  }

  /** Address and length are whole units, and in the area. */
  private check(address: number, length: number, unit: number): void {
    const from = address - START
    if (from % unit !== 0 || length % unit !== 0 || from < 0 || from + length > SIZE) print('ERROR: flash of ' + length + ' bytes at ' + address)
  }
}
