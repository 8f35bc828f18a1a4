/** Bytes of flash in front of each file. */
const HEADER = 32
/** Storage of a 4 MB ESP32. */
const CAPACITY = 896 * 1024

/**
 * Espruino's `require('Storage')` in memory, with the habits that bite: names cut at 28 characters, writing an existing
 * name erases the old file first, an erased file keeps its place until all is compacted, a preallocated file is all FF
 * and each byte can be programmed once, a file of no bytes throws. Texts are strings of bytes. Source: Espruino 2v29,
 * measured.
 */
export class FlashStorage {
  private readonly files = new Map<string, string>()
  private readonly capacity: number
  private trash = 0
  /** Bytes programmed since it was made, headers included: what wears the flash. */
  programmed = 0

  constructor(capacity = CAPACITY) {
    this.capacity = capacity
  }

  read(name: string, offset = 0, length?: number): string | undefined {
    const text = this.files.get(FlashStorage.cut(name))
    return text === undefined ? undefined : text.slice(offset, length === undefined ? undefined : offset + length)
  }

  write(name: string, data: string, offset = 0, size = 0): boolean {
    const key = FlashStorage.cut(name)
    const length = size || data.length
    if (length === 0) throw new Error('Can\'t create zero length file')
    const existing = this.files.get(key)
    if (existing === data && length === data.length) return true
    if (offset === 0 && (existing?.length !== length || !/^\xff*$/.test(existing))) {
      this.erase(key)
      if (this.getFree() < length) throw new Error('Unable to find or create file')
      this.files.set(key, '\xff'.repeat(length))
      this.programmed += HEADER
    }
    const file = this.files.get(key)
    if (file === undefined) throw new Error('Unable to find or create file')
    if (offset + data.length > file.length) throw new Error('Too much data for file size')
    if (!/^\xff*$/.test(file.slice(offset, offset + data.length))) throw new Error('File already written with different data')
    this.files.set(key, file.slice(0, offset) + data + file.slice(offset + data.length))
    this.programmed += data.length
    return true
  }

  erase(name: string): void {
    const key = FlashStorage.cut(name)
    const file = this.files.get(key)
    if (file === undefined) return
    this.trash += HEADER + file.length
    this.files.delete(key)
  }

  /** Everything: the only thing here that gives back the place of erased files. */
  eraseAll(): void {
    this.files.clear()
    this.trash = 0
  }

  list(): string[] {
    return [...this.files.keys()].sort()
  }

  /** Bytes of the longest file that fits without compaction. */
  getFree(): number {
    return Math.max(0, this.getStats().freeBytes - HEADER)
  }

  getStats(): { totalBytes: number, freeBytes: number, fileBytes: number, trashBytes: number } {
    let fileBytes = 0
    for (const text of this.files.values()) fileBytes += HEADER + text.length
    return { totalBytes: this.capacity, freeBytes: this.capacity - fileBytes - this.trash, fileBytes, trashBytes: this.trash }
  }

  private static cut(name: string): string {
    return name.slice(0, 28)
  }
}
