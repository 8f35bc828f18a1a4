import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import { HISTORY_BYTES } from '../../contract/ranges.ts'
import { append, goneIn, settle, take, underWayIn } from './backlog/segments.ts'
import { openSegments } from './backlog/segment-scan.ts'
import type { Drops, Segments } from './backlog/segment-store.ts'
import { DATED, inBytes, numberIn, recordLength, recordMessage } from './sample-record.ts'

/** Where a record would begin: the date of uptime 0 for those that follow, in six bytes. */
const MARK = 0x3f
const MARK_LENGTH = 7

/** Samples that wait in memory before flash is used; a power cut costs no more. */
const SPILLED = 16
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
  /** Rather than to drop the oldest. */
  thins?: boolean
  /** Bytes that the ring may have. */
  size: number
  /** How a message of this start begins. */
  head: Bytes
}

/** The samples that wait, while there are any. */
export interface SampleRing {
  /** Samples in memory: their records, oldest first. */
  kept: number
  bytes: Bytes
  /** Undefined while there is nothing in flash. */
  flash: Segments | undefined
  /** The date of uptime 0, in ms, for the first record and for the last. */
  zero: number
  lastZero: number
  /** How many of the oldest are under way. */
  taken: number
  /** How many are newer than the one under way as a live sample, -1 if none is. */
  behind: number
  /** How many of those under way had to be dropped. */
  late: number
}

/** The ring of `store`, made if there is none. `flash`: what there is of it already. */
export function openRing(store: RingKeeper, flash: Segments | undefined): SampleRing {
  const ring = store.ring || { kept: 0, bytes: '', flash: flash, zero: 0, lastZero: 0, taken: 0, behind: -1, late: 0 }
  store.ring = ring
  return ring
}

/**
 * Adds a sample, newer than all others, as a record; `zero`: the date of uptime 0 that it was dated by, or 0.
 * `flying`: it is under way. `sequence`, `probes` as for `recordMessage`.
 */
export function pushSample(store: RingKeeper, record: Bytes, zero: number, flying: boolean, sequence: number, probes: Bytes): void {
  const ring = openRing(store, undefined)
  const needed = record.length + MARK_LENGTH
  const isFull = ring.bytes.length + needed > store.size
  if (ring.kept >= SPILLED || isFull) saveSamples(store, EACH, sequence, probes, isFull)
  makeRoom(store, ring, needed)
  if (ring.kept === 0) {
    ring.bytes = ''
    ring.zero = zero
  } else if (zero > 0 && zero !== ring.lastZero) ring.bytes += String.fromCharCode(MARK) + inBytes(zero, MARK_LENGTH - 1)
  if (zero > 0 || ring.kept === 0) ring.lastZero = zero
  ring.bytes += record
  ring.kept++
  if (flying) ring.behind = 0
  else if (ring.behind >= 0) ring.behind++
  if (ring.flash) saveSamples(store, EACH, sequence, probes, false)
  tally(store, ring)
}

/** So that `needed` bytes more fit. */
function makeRoom(store: RingKeeper, ring: SampleRing, needed: number): void {
  if (ring.bytes.length + needed > store.size && store.thins && ring.taken === 0 && ring.behind < 0) {
    for (let i = 1; i < ring.kept; i++) {
      remove(ring, i)
      store.thinnedOut++
    }
  }
  while (ring.kept > 0 && ring.bytes.length + needed > store.size) dropOldest(store, ring)
}

/** Of one that is under way nobody knows yet whether it is lost. */
function dropOldest(store: RingKeeper, ring: SampleRing): void {
  if (ring.taken > 0) {
    ring.taken--
    ring.late++
  } else if (ring.behind === ring.kept - 1) {
    ring.behind = -1
    ring.late++
  } else store.pushedOut++
  remove(ring, 0)
}

/**
 * Moves the oldest `most` from memory to flash. What is under way stays, unless SPILLED others wait behind it or memory is full: in a kept session it may be
 * under way for all of an outage. `sequence`, `probes` as for `recordMessage`.
 */
export function saveSamples(store: RingKeeper, most: number, sequence: number, probes: Bytes, isFull: boolean): void {
  const ring = store.ring
  if (!ring) return
  for (let i = 0; i < most && ring.kept > 0; i++) {
    const flying = ring.taken > 0 || ring.behind === ring.kept - 1
    if (flying && !isFull && ring.kept <= SPILLED) return
    if (store.area && !ring.flash) ring.flash = openSegments(store.area, store.thins === true, store.page, store)
    if (!ring.flash || !saveOldest(ring, ring.flash, store.head, sequence, probes, flying)) return
  }
}

/** False if the flash fails, or has no room. `flying`: it is under way. */
function saveOldest(ring: SampleRing, flash: Segments, head: Bytes, sequence: number, probes: Bytes, flying: boolean): boolean {
  let start = 0
  let zero = ring.zero
  for (; ring.bytes.charCodeAt(start) === MARK; start += MARK_LENGTH) zero = numberIn(ring.bytes, start + 1, MARK_LENGTH - 1)
  const record = ring.bytes.substr(start, recordLength(ring.bytes, start))
  if (!append(flash, record, head, sequence, probes, record.charCodeAt(0) & DATED ? zero : 0, flying)) return false
  if (ring.taken > 0) ring.taken--
  else if (flying) ring.behind = -1
  remove(ring, 0)
  return true
}

/**
 * The oldest samples as one message, under way from now on; '' where none can be read. `sequence`, `probes` as for `recordMessage`; `zero` is the
 * present date of uptime 0, for those that were taken without a date, or 0. `most`: samples.
 */
export function takeSamples(store: RingKeeper, sequence: number, probes: Bytes, zero: number, most: number): Bytes {
  const ring = openRing(store, undefined)
  let text = ring.flash ? take(ring.flash, store.head, zero, most, HISTORY_BYTES) : ''
  tally(store, ring)
  if (!text) text = takeFromMemory(store, ring, sequence, probes, zero, most)
  return text ? '[' + text + ']' : ''
}

function takeFromMemory(store: RingKeeper, ring: SampleRing, sequence: number, probes: Bytes, zero: number, most: number): Bytes {
  const bytes = ring.bytes
  let dated = ring.zero
  let text = ''
  let start = 0
  let taken = 0
  while (start < bytes.length && taken < most && text.length * (taken + 1) <= HISTORY_BYTES * taken) {
    if (bytes.charCodeAt(start) === MARK) {
      dated = numberIn(bytes, start + 1, MARK_LENGTH - 1)
      start += MARK_LENGTH
    } else {
      const record = bytes.substr(start, recordLength(bytes, start))
      if (taken > 0) text += ','
      text += recordMessage(store.head, record, sequence, probes, record.charCodeAt(0) & DATED ? dated : zero)
      taken++
      start += record.length
    }
  }
  ring.taken = taken
  return text
}

/** Samples of the latest `takeSamples`. */
export function samplesUnderWay(store: RingKeeper): number {
  const ring = store.ring
  return ring ? ring.taken + ring.late + (ring.flash ? underWayIn(ring.flash) : 0) : 0
}

/** What was under way has arrived, or it has not and stays. Returns how many samples have arrived, with those that were dropped meanwhile. */
export function settleSamples(store: RingKeeper, arrived: boolean): number {
  const ring = store.ring
  if (!ring) return 0
  const flash = ring.flash
  let settled = 0
  if (arrived) {
    settled = ring.taken + ring.late
    if (flash) settled += underWayIn(flash)
    if (ring.behind >= 0) {
      settled++
      remove(ring, ring.kept - 1 - ring.behind)
    }
    for (let i = ring.taken; i > 0; i--) remove(ring, 0)
  } else store.pushedOut += ring.late
  if (flash) settle(flash, arrived)
  ring.taken = 0
  ring.behind = -1
  ring.late = 0
  tally(store, ring)
  return settled
}

/** Counts anew, and lets go of what is empty. */
function tally(store: RingKeeper, ring: SampleRing): void {
  const flash = ring.flash
  store.count = ring.kept
  if (flash) {
    store.count -= goneIn(flash, store.head)
    store.count += flash.count
    if (!flash.works) store.area = undefined
    if (flash.count === 0 && flash.taken === 0) {
      store.page = flash.lastPage
      ring.flash = undefined
    }
  }
  if (ring.kept === 0 && !ring.flash) store.ring = undefined
}

/** Removes the sample that `index` are older than. */
function remove(ring: SampleRing, index: number): void {
  let start = 0
  for (let older = index; older > 0 || ring.bytes.charCodeAt(start) === MARK;) {
    if (ring.bytes.charCodeAt(start) === MARK) {
      if (index === 0) ring.zero = numberIn(ring.bytes, start + 1, MARK_LENGTH - 1)
      start += MARK_LENGTH
    } else {
      older--
      start += recordLength(ring.bytes, start)
    }
  }
  const rest = ring.bytes.slice(start + recordLength(ring.bytes, start))
  // Nothing else holds the old ones meanwhile: a full ring is never there three times.
  ring.bytes = index === 0 ? '' : ring.bytes.slice(0, start)
  ring.bytes += rest
  ring.kept--
}
