import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import { bigEndian, DATED, PROBES, putBigEndian, RECORD, stateMessage } from './sample-record.ts'

const PAGE = 4096
const MAGIC = 0x62765331
/** Bytes of a header up to its text: magic 4, CRC-32 4 of all that follows, number 4, how many further segments it stands
 * for 2, bytes of a slot 1, words of text 1, bytes of the text up to the probes 2, date of uptime 0 6, a sample's number 4. */
const HEADER = 28
/** Words behind the text, each cleared when another tenth of the segment has arrived; one counts when a byte of it is 0. */
const MARKS = 10
/** Bytes of a slot's checksum, its last ones. */
const CHECK = 3
/** The first byte of a slot that nothing was written to: no record begins so. */
const FREE = 0xff

/**
 * Records in raw flash, one segment a page, in the order of the segments' numbers. A header says what they have in common; it and each record count
 * only with a right checksum, so that a power cut costs at most the record that is being written. Nothing is ever rewritten but the bits
 * that tell what has arrived.
 */
export class BacklogSegments {
  private readonly area: FlashArea
  private readonly thins: boolean
  /** Records kept. */
  count: number
  /** Records dropped since the owner last took these counts: for lack of room, to thin the oldest, and because they cannot be read. */
  overflow: number
  decimated: number
  storage: number
  /** False from the first write that failed: nothing more is written until the next start. */
  works: boolean
  /** The pages of the segments, a character each, oldest first. */
  private order: Bytes
  /** The page begun last. */
  lastPage: number
  private lastNumber: number
  /** Slots of the oldest segment that have arrived, and how many further ones are under way. */
  private index: number
  taken: number
  /** The segment that is written to: slots left, address of the next, bytes of each, probes, date of uptime 0. */
  private left: number
  private next: number
  private slot: number
  private names: number
  private zero: number

  /** Finds what former starts have left. `thins`: rather than to drop the oldest segment; `page`: the one begun last. */
  constructor(area: FlashArea, thins: boolean, page: number) {
    this.area = area
    this.thins = thins
    this.count = 0
    this.overflow = 0
    this.decimated = 0
    this.storage = 0
    this.works = true
    this.order = ''
    this.lastPage = page
    this.lastNumber = 0
    this.index = 0
    this.taken = 0
    this.left = 0
    this.next = 0
    this.slot = 0
    this.names = 0
    this.zero = 0
    let least = 0
    for (;;) {
      // The next number; of two segments with the same, the one that stands for more.
      let found = -1
      let number = Infinity
      let cover = 0
      for (let page = 0; page < area.count; page++) {
        const header = this.header(page)
        if (!header) continue
        const its = bigEndian(header, 8, 4)
        const covers = bigEndian(header, 12, 2)
        if (its >= least && (its < number || (its === number && covers > cover))) {
          found = page
          number = its
          cover = covers
        }
      }
      if (found < 0) break
      this.order += String.fromCharCode(found)
      this.lastPage = found
      least = number + cover + 1
    }
    this.lastNumber = least
    // What was thinned, and what a power cut left of it.
    for (let page = 0; page < area.count; page++) {
      if (this.order.indexOf(String.fromCharCode(page)) < 0 && this.header(page)) this.retire(page)
    }
    for (let i = 0; i < this.order.length; i++) this.count += this.filled(this.order.charCodeAt(i))
    if (this.order) {
      const page = this.order.charCodeAt(0)
      const header = this.header(page) as Uint8Array
      const marks = area.pages.read(4 * MARKS, this.address(page) + HEADER + 4 * header[15])
      for (let i = 0; i < 4 * MARKS; i++) {
        // A whole byte: a bit that flash has lost by itself must not pass for a tenth that has arrived.
        if (marks[i] === 0) this.index = Math.min(((i >> 2) + 1) * this.tenth(header), this.count)
      }
      this.count -= this.index
    }
  }

  /** Adds a record, newer than all others. False, and nothing more is written, if the flash fails. */
  append(record: Uint8Array, head: Bytes, sequence: number, probes: Bytes, zero: number): boolean {
    if (!this.works) return false
    const slot = (record.length + CHECK + 3) & ~3
    if (this.left === 0 || slot !== this.slot || probes.length !== this.names || (zero > 0 && zero !== this.zero)) {
      if (!this.open(head, slot, sequence, probes, zero)) return false
    }
    const bytes = new Uint8Array(slot)
    bytes.set(record, 0)
    putBigEndian(bytes, slot - CHECK, CHECK, this.area.crc32(record) % 0x1000000)
    if (!this.put(bytes, this.next)) return false
    this.next += slot
    this.left--
    this.count++
    return true
  }

  /** The oldest records as `state` messages with commas between, at most `most` and no further one beyond `limit` bytes: under way from now on. */
  take(head: Bytes, zero: number, most: number, limit: number): Bytes {
    const pages = this.area.pages
    let text = ''
    while (this.count > 0 && !text) {
      const page = this.order.charCodeAt(0)
      const header = this.header(page)
      const filled = this.filled(page)
      if (!header || this.index >= filled) {
        this.finish()
        continue
      }
      let its = ''
      for (let i = HEADER; i < header.length; i++) its += String.fromCharCode(header[i])
      const length = bigEndian(header, 16, 2)
      const probes = its.slice(length)
      its = its.slice(0, length)
      const dated = bigEndian(header, 18, 6)
      const slot = header[14]
      const start = this.address(page) + header.length + 4 * MARKS
      let taken = 0
      while (this.index + taken < filled && taken < most && text.length * (taken + 1) <= limit * taken) {
        const bytes = pages.read(slot, start + (this.index + taken) * slot)
        const used = RECORD + 2 * (bytes[0] & PROBES)
        if (used > slot - CHECK || this.area.crc32(bytes.subarray(0, used)) % 0x1000000 !== bigEndian(bytes, slot - CHECK, CHECK)) {
          if (taken > 0) break
          this.index++
          this.count--
          this.storage++
          continue
        }
        if (taken > 0) text += ','
        text += stateMessage(its, bytes, 0, bigEndian(header, 24, 4), probes, bytes[0] & DATED ? dated : its === head ? zero : 0)
        taken++
      }
      this.taken = taken
      if (taken === 0) this.finish()
    }
    return text
  }

  /** What was under way has arrived, or it has not and stays. */
  settle(arrived: boolean): void {
    const taken = this.taken
    this.taken = 0
    if (!arrived || taken === 0) return
    const page = this.order.charCodeAt(0)
    const header = this.header(page)
    this.count -= taken
    this.index += taken
    if (!header || this.index >= this.filled(page)) {
      this.finish()
      return
    }
    const tenth = this.tenth(header)
    const done = Math.floor(this.index / tenth)
    if (done > Math.floor((this.index - taken) / tenth)) this.put(new Uint8Array(4), this.address(page) + header.length + 4 * (done - 1))
  }

  private address(page: number): number {
    return this.area.start + page * PAGE
  }

  /** The header of a page with its text; undefined if there is no segment. @hot */
  private header(page: number): Uint8Array | undefined {
    const pages = this.area.pages
    const start = this.area.start + page * PAGE
    const bytes = pages.read(HEADER, start)
    if (bigEndian(bytes, 0, 4) !== MAGIC) return undefined
    const all = pages.read(HEADER + 4 * bytes[15], start)
    return this.area.crc32(all.subarray(8)) === bigEndian(all, 4, 4) ? all : undefined
  }

  /** Slots of a segment. */
  private slots(header: Uint8Array): number {
    return Math.floor((PAGE - header.length - 4 * MARKS) / header[14])
  }

  /** Slots for each mark. */
  private tenth(header: Uint8Array): number {
    return Math.ceil(this.slots(header) / MARKS)
  }

  /** Slots of a page's segment that are written. */
  private filled(page: number): number {
    const header = this.header(page)
    if (!header) return 0
    const slots = this.address(page) + header.length + 4 * MARKS
    let low = 0
    let high = this.slots(header)
    while (low < high) {
      const middle = (low + high) >> 1
      const start = slots + middle * header[14]
      const first = this.area.pages.read(1, start)
      if (first[0] === FREE) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Writes and looks whether it is there. */
  private put(bytes: Uint8Array, address: number): boolean {
    if (this.works) this.area.pages.write(bytes, address)
    if (this.works && this.area.crc32(this.area.pages.read(bytes.length, address)) !== this.area.crc32(bytes)) this.works = false
    return this.works
  }

  /** From now on there is no segment in this page. */
  private retire(page: number): void {
    this.put(new Uint8Array(4), this.address(page))
  }

  /** The oldest segment has nothing left. */
  private finish(): void {
    this.retire(this.order.charCodeAt(0))
    this.order = this.order.slice(1)
    this.index = 0
    if (!this.order) {
      this.left = 0
      // Those of segments whose headers could not be read any more.
      this.storage += this.count
      this.count = 0
    }
  }

  /** Begins a segment in an empty page. */
  private open(head: Bytes, slot: number, sequence: number, probes: Bytes, zero: number): boolean {
    const count = this.area.count
    this.left = 0
    if (this.thins && this.order.length >= count - 1) this.thin()
    if (this.order.length >= count) this.drop()
    const page = this.vacant()
    const text = head + probes
    const header = new Uint8Array(HEADER + 4 * Math.ceil(text.length / 4))
    putBigEndian(header, 8, 4, this.lastNumber)
    header[14] = slot
    header[15] = (header.length - HEADER) / 4
    putBigEndian(header, 16, 2, head.length)
    putBigEndian(header, 18, 6, zero)
    putBigEndian(header, 24, 4, sequence)
    for (let i = 0; i < text.length; i++) header[HEADER + i] = text.charCodeAt(i)
    if (!this.seal(header, page)) return false
    this.lastNumber++
    this.order += String.fromCharCode(page)
    this.slot = slot
    this.names = probes.length
    this.zero = zero
    this.left = this.slots(header)
    this.next = this.address(page) + header.length + 4 * MARKS
    return true
  }

  /** An erased page, the one after the last used if it is free. */
  private vacant(): number {
    const count = this.area.count
    let page = (this.lastPage + 1) % count
    while (this.order.indexOf(String.fromCharCode(page)) >= 0) page = (page + 1) % count
    this.lastPage = page
    if (this.works) this.area.pages.erasePage(this.address(page))
    return page
  }

  /** Writes a header, with its magic and checksum. */
  private seal(header: Uint8Array, page: number): boolean {
    putBigEndian(header, 0, 4, MAGIC)
    putBigEndian(header, 4, 4, this.area.crc32(header.subarray(8)))
    return this.put(header, this.address(page))
  }

  /** Drops the oldest segment. */
  private drop(): void {
    const lost = Math.max(0, this.filled(this.order.charCodeAt(0)) - this.index)
    this.overflow += lost
    this.count -= lost
    this.finish()
  }

  /**
   * Makes one segment of two, of every other record: of those that stand for the fewest, so that the whole outage stays
   * covered alike; the oldest such. Two that do not have all in common cannot be joined; where all are so, the oldest is dropped.
   */
  private thin(): void {
    let i = -1
    let least = Infinity
    let first: Uint8Array | undefined
    let before: Uint8Array | undefined
    for (let each = 0; each < this.order.length; each++) {
      const header = this.header(this.order.charCodeAt(each))
      // Slot, text and date of uptime 0 are alike.
      if (
        header && before && this.area.crc32(header.subarray(14, 24)) === this.area.crc32(before.subarray(14, 24)) &&
        this.area.crc32(header.subarray(HEADER)) === this.area.crc32(before.subarray(HEADER))
      ) {
        const covered = bigEndian(header, 8, 4) + bigEndian(header, 12, 2) - bigEndian(before, 8, 4)
        if (covered < least) {
          least = covered
          first = before
          i = each - 1
        }
      }
      before = header
    }
    if (!first) {
      this.drop()
      return
    }
    const target = this.vacant()
    const slot = first[14]
    const slots = first.length + 4 * MARKS
    const copy = this.address(target) + slots
    let kept = 0
    let seen = 0
    for (let part = i; part < i + 2; part++) {
      const page = this.order.charCodeAt(part)
      const source = this.address(page) + slots
      const filled = this.filled(page)
      for (let from = part === 0 ? this.index : 0; from < filled; from++) {
        const bytes = this.area.pages.read(slot, source + from * slot)
        if (seen % 2 === 0 && this.put(bytes, copy + kept * slot)) kept++
        seen++
      }
    }
    putBigEndian(first, 12, 2, least)
    if (!this.seal(first, target)) return
    this.retire(this.order.charCodeAt(i))
    this.retire(this.order.charCodeAt(i + 1))
    this.order = this.order.slice(0, i) + String.fromCharCode(target) + this.order.slice(i + 2)
    if (i === 0) this.index = 0
    this.decimated += seen - kept
    this.count -= seen - kept
  }
}
