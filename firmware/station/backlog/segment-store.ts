/** A store of segments while it is in use, and how segments leave it. */
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { bigEndian, NUMBER_LENGTH, recordNumber } from '../sample-record.ts'
import { addressOf, type Pages, readHeader, retire } from './segment-flash.ts'
import { HEAD, headerText, isRecord, MARK_BYTES, recordIn, SLOT } from './segment-header.ts'

/** Records dropped: for lack of room, to thin the others, and because they cannot be read. */
export interface Drops {
  pushedOut: number
  thinnedOut: number
  unreadable: number
}

/** A store, as `openSegments` makes it. */
export interface Segments extends Pages {
  readonly thins: boolean
  readonly drops: Drops
  /** Records kept. */
  count: number
  /** Written slots of the segments, a character each, as in `order`. */
  fills: Bytes
  nextNumber: number
  /** Slots of the oldest segment that have arrived, and how many further ones are under way. */
  index: number
  taken: number
  /** Numbers, as `recordNumber` has them, of records that were under way when they came here. All have arrived but the last `flying`. */
  apart: Bytes
  flying: number
  /** How many of those under way had to be dropped. */
  late: number
  /** The segment that is written to: slots left, address of the next, bytes of each, bytes of probes' names, date of uptime 0. */
  left: number
  next: number
  slot: number
  nameBytes: number
  zero: number
}

/** Takes the oldest segment out, with nothing left in it. */
export function finish(store: Segments): void {
  retire(store, store.order.charCodeAt(0))
  store.order = store.order.slice(1)
  store.fills = store.fills.slice(1)
  store.index = 0
  if (!store.order) store.left = 0
}

/** Where the number of the record stands in `apart`, or -1. */
export function placeApart(store: Segments, record: Bytes): number {
  const numbers = store.apart
  let i = numbers.length
  do i -= NUMBER_LENGTH
  while (i >= 0 && numbers.substr(i, NUMBER_LENGTH) !== recordNumber(record))
  return i < 0 ? -1 : i
}

export function forget(store: Segments, place: number): void {
  store.apart = store.apart.slice(0, place) + store.apart.slice(place + NUMBER_LENGTH)
}

/** Forgets those of the oldest segment that are no loss, as they have arrived, or not yet, as they are under way; returns how many they were. */
function spare(store: Segments, header: Uint8Array): number {
  const area = store.area
  let spared = 0
  for (let i = store.fills.charCodeAt(0) - 1; i >= 0 && store.apart; i--) {
    const bytes = area.pages.read(header[SLOT], addressOf(area, store.order.charCodeAt(0)) + header.length + MARK_BYTES + i * header[SLOT])
    const place = isRecord(bytes, area.crc32) ? placeApart(store, recordIn(bytes)) : -1
    if (place < 0) continue
    if (place >= store.apart.length - store.flying * NUMBER_LENGTH) {
      store.flying--
      store.late++
    }
    forget(store, place)
    spared++
  }
  return spared
}

/**
 * Drops what the oldest segment still holds: for lack of room, or because its header cannot be read. Of what is under way nobody knows yet whether it is lost.
 * `head`: how a message of this start begins.
 */
export function drop(store: Segments, head: Bytes): void {
  const header = readHeader(store.area, store.order.charCodeAt(0))
  const all = store.fills.charCodeAt(0) - store.index
  let lost = all - store.taken
  if (header) {
    if (headerText(header).slice(0, bigEndian(header, HEAD, 2)) === head) lost -= spare(store, header)
    store.drops.pushedOut += lost
  } else store.drops.unreadable += lost
  store.late += store.taken
  store.taken = 0
  store.count -= all
  finish(store)
}
