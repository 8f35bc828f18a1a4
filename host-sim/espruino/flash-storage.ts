/**
 * Espruino's `require('Storage')` in memory, with the habits that bite: names cut at 28 characters, writing an existing
 * name erases the old file first, a preallocated file is all FF and each byte can be programmed once, a file of no bytes
 * throws. Texts are strings of bytes. Source: Espruino 2v29, measured.
 */
export class FlashStorage {
  private readonly files = new Map<string, string>()
  /** Bytes programmed since it was made, headers included: what wears the flash. */
  programmed = 0

  read(name: string, offset = 0, length?: number): string | undefined {
    const text = this.files.get(FlashStorage.cut(name))
    return text === undefined ? undefined : text.slice(offset, length === undefined ? undefined : offset + length)
  }

  write(name: string, data: string, offset = 0, size = 0): boolean {
    const key = FlashStorage.cut(name)
    const length = size || data.length
    const existing = this.files.get(key)
    if (offset === 0 && (existing === undefined || existing !== data)) {
      if (length === 0) throw new Error('Can\'t create a file of length 0')
      this.files.set(key, data + '\xff'.repeat(Math.max(0, length - data.length)))
      this.programmed += 32 + data.length
      return true
    }
    if (existing === undefined) throw new Error('Unable to find or create file')
    if (existing === data) return true
    if (offset + data.length > existing.length) throw new Error('Too much data for file size')
    const there = existing.slice(offset, offset + data.length)
    if (there !== data && !/^\xff*$/.test(there)) throw new Error('File already written with different data')
    this.files.set(key, existing.slice(0, offset) + data + existing.slice(offset + data.length))
    this.programmed += data.length
    return true
  }

  erase(name: string): void {
    this.files.delete(FlashStorage.cut(name))
  }

  list(): string[] {
    return [...this.files.keys()].sort()
  }

  private static cut(name: string): string {
    return name.slice(0, 28)
  }
}
