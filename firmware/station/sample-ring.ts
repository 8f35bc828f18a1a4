import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import { HISTORY_BYTES } from '../../contract/ranges.ts'
import { append, settle, take } from './backlog/segments.ts'
import { openSegments } from './backlog/segment-scan.ts'
import type { Drops, Segments } from './backlog/segment-store.ts'
import { bigEndian, DATED, PROBES, putBigEndian, RECORD, sampleRecord, stateMessage } from './sample-record.ts'

/** Where a record would begin: the date of uptime 0 for those that follow, in six bytes. */
const MARK = 0x3f
const MARK_LENGTH = 7

/** Records that move to flash with each new sample: memory gets empty, slowly enough to disturb nobody. */
const EACH = 4

/** What is known of the samples that wait while there are none. */
export interface RingKeeper extends Drops {
  /** Samples kept, in flash and in memory. */
  count: number
  /** Undefined while there are no samples. */
  ring: SampleRing | undefined
  /** Undefined where there is none, or it has failed. */
  area: FlashArea | undefined
  /** The page of it that was begun last. */
  page: number
  readonly thins: boolean
  /** Bytes of the ring. */
  readonly size: number
  /** How a message of this start begins. */
  readonly head: Bytes
}

/** The samples that wait, while there are any; what is known of them otherwise is in `store`. */
export class SampleRing {
  private readonly store: RingKeeper
  /** Samples in memory. */
  private kept: number
  /** Undefined while there is nothing in flash. */
  private flash: Segments | undefined
  private readonly bytes: Uint8Array
  private used: number
  /** The date of uptime 0, in ms, for the first record and for the last. */
  private zero: number
  private lastZero: number
  /** How many of the oldest are under way. */
  private taken: number
  /** How many are newer than the one under way as a live sample, -1 if none is. */
  private behind: number
  /** How many of those under way had to be dropped. */
  private late: number

  /** `flash`: what there is of it already. */
  constructor(store: RingKeeper, flash: Segments | undefined) {
    this.store = store
    this.kept = 0
    this.flash = flash
    this.bytes = new Uint8Array(store.size)
    this.used = 0
    this.zero = 0
    this.lastZero = 0
    this.taken = 0
    this.behind = -1
    this.late = 0
    this.tally()
  }

  /**
   * Adds a sample, newer than all others: its `state` message, and the date of uptime 0 that it was dated by, or 0.
   * `flying`: it is under way. `sequence`, `probes` as for `stateMessage`.
   */
  push(state: Bytes, zero: number, flying: boolean, sequence: number, probes: Bytes): void {
    const bytes = this.bytes
    const record = sampleRecord(state, zero > 0)
    const needed = record.length + MARK_LENGTH
    if (this.used + needed > bytes.length) this.save(EACH, sequence, probes)
    if (this.used + needed > bytes.length && this.store.thins && this.taken === 0 && this.behind < 0) {
      for (let i = 1; i < this.kept; i++) {
        this.remove(i)
        this.store.decimated++
      }
    }
    while (this.kept > 0 && this.used + needed > bytes.length) this.dropOldest()
    if (this.kept === 0) {
      this.used = 0
      this.zero = zero
    } else if (zero > 0 && zero !== this.lastZero) {
      bytes[this.used] = MARK
      putBigEndian(bytes, this.used + 1, MARK_LENGTH - 1, zero)
      this.used += MARK_LENGTH
    }
    if (zero > 0 || this.kept === 0) this.lastZero = zero
    bytes.set(record, this.used)
    this.used += record.length
    this.kept++
    if (flying) this.behind = 0
    else if (this.behind >= 0) this.behind++
    if (this.flash) this.save(EACH, sequence, probes)
    this.tally()
  }

  /** Of one that is under way nobody knows yet whether it is lost. */
  private dropOldest(): void {
    if (this.taken > 0) {
      this.taken--
      this.late++
    } else if (this.behind === this.kept - 1) {
      this.behind = -1
      this.late++
    } else this.store.overflow++
    this.remove(0)
  }

  /** Moves the oldest `most` from memory to flash, as long as nothing is under way. `sequence`, `probes` as for `stateMessage`. */
  save(most: number, sequence: number, probes: Bytes): void {
    const bytes = this.bytes
    if (this.taken > 0 || this.behind >= 0 || this.kept === 0) return
    if (this.store.area && !this.flash) this.flash = openSegments(this.store.area, this.store.thins, this.store.page, this.store)
    const flash = this.flash
    if (!flash || flash.taken > 0) return
    for (let i = 0; i < most && this.kept > 0; i++) {
      let start = 0
      let zero = this.zero
      while (bytes[start] === MARK) {
        zero = bigEndian(bytes, start + 1, MARK_LENGTH - 1)
        start += MARK_LENGTH
      }
      const record = bytes.slice(start, start + RECORD + 2 * (bytes[start] & PROBES))
      if (!append(flash, record, this.store.head, sequence, probes, record[0] & DATED ? zero : 0)) return
      this.remove(0)
    }
  }

  /**
   * The oldest samples as one message, under way from now on. `sequence`, `probes` as for `stateMessage`; `zero` is the
   * present date of uptime 0, for those that were taken without a date, or 0. `most`: samples.
   */
  take(sequence: number, probes: Bytes, zero: number, most: number): Bytes {
    const bytes = this.bytes
    const flash = this.flash
    let dated = this.zero
    let text = '['
    if (flash) text += take(flash, this.store.head, zero, most, HISTORY_BYTES)
    this.tally()
    if (text.length > 1) {
      text += ']'
      return text
    }
    let start = 0
    let taken = 0
    while (start < this.used && taken < most && text.length * (taken + 1) <= HISTORY_BYTES * taken + 1) {
      const flags = bytes[start]
      if (flags === MARK) {
        dated = bigEndian(bytes, start + 1, MARK_LENGTH - 1)
        start += MARK_LENGTH
      } else {
        if (taken > 0) text += ','
        text += stateMessage(this.store.head, bytes, start, sequence, probes, flags & DATED ? dated : zero)
        taken++
        start += RECORD + 2 * (flags & PROBES)
      }
    }
    this.taken = taken
    text += ']'
    return text
  }

  /** Samples of the latest `take` that are under way. */
  underWay(): number {
    return this.flash && this.flash.taken > 0 ? this.flash.taken : this.taken
  }

  /** What was under way has arrived, or it has not and stays. Returns how many samples have arrived, with those that were dropped meanwhile. */
  settle(arrived: boolean): number {
    const flash = this.flash
    let settled = 0
    if (arrived) {
      settled = this.taken + this.late
      if (flash) settled += flash.taken
      if (this.behind >= 0) {
        settled++
        this.remove(this.kept - 1 - this.behind)
      }
      for (let i = this.taken; i > 0; i--) this.remove(0)
    } else this.store.overflow += this.late
    if (flash) settle(flash, arrived)
    this.taken = 0
    this.behind = -1
    this.late = 0
    this.tally()
    return settled
  }

  /** Counts anew, and lets go of what is empty. */
  private tally(): void {
    const flash = this.flash
    this.store.count = this.kept
    if (flash) {
      this.store.count += flash.count
      if (!flash.works) this.store.area = undefined
      if (flash.count === 0 && flash.taken === 0) {
        this.store.page = flash.lastPage
        this.flash = undefined
      }
    }
    if (this.store.count === 0) this.store.ring = undefined
  }

  /** Removes the sample that `index` are older than. */
  private remove(index: number): void {
    const bytes = this.bytes
    let start = 0
    for (let older = index; older > 0 || bytes[start] === MARK;) {
      if (bytes[start] === MARK) {
        if (index === 0) this.zero = bigEndian(bytes, start + 1, MARK_LENGTH - 1)
        start += MARK_LENGTH
      } else {
        older--
        start += RECORD + 2 * (bytes[start] & PROBES)
      }
    }
    const end = start + RECORD + 2 * (bytes[start] & PROBES)
    if (index === 0) start = 0
    bytes.set(bytes.subarray(end, this.used), start)
    this.used -= end - start
    this.kept--
  }
}
