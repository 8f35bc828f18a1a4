import type { FlashPages } from '../../drivers/hal/flash-pages.ts'

interface OpenFile { seek(at: number): void, read(length: number): string, write(bytes: Uint8Array): number }

declare const E: { openFile(name: string, mode: string): OpenFile, toUint8Array(bytes: string): Uint8Array }
declare function print(text: string): void

const PAGE = 4096
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
    const bytes = new Uint8Array(PAGE)
    bytes.fill(255)
    this.check(address, PAGE, PAGE)
    this.put(bytes, address)
  }

  write(bytes: Uint8Array, address: number): void {
    const before = this.read(bytes.length, address)
    const after = new Uint8Array(bytes.length)
    this.check(address, bytes.length, 4)
    for (let i = 0; i < bytes.length; i++) after[i] = before[i] & bytes[i]
    this.put(after, address)
  }

  read(length: number, address: number): Uint8Array {
    const file = this.file
    this.check(address, length, 1)
    file.seek(address - START)
    return E.toUint8Array(file.read(length))
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
