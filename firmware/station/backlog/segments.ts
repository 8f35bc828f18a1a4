/**
 * Records in raw flash, one segment a page, in the order of the segments' numbers: first in, first out. When there is no more room the
 * oldest segment goes, or two are thinned into one.
 */
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { bigEndian, DATED, NUMBER_LENGTH, recordMessage, recordNumber } from '../sample-record.ts'
import { addressOf, emptyPage, put, putHeader, readHeader } from './segment-flash.ts'
import { HEAD, headerText, isRecord, recordIn, MARK_BYTES, newHeader, SAMPLE, SLOT, slotBytes, slotLength, slotsOf, tenthOf, ZERO } from './segment-header.ts'
import { drop, finish, forget, placeApart, type Segments } from './segment-store.ts'
import { thin } from './segment-thinning.ts'

const KEPT = -1
const UNREADABLE = -2

/** Begins a segment in an empty page. False if the flash fails, or if there is something under way among what would have to be thinned. */
function open(store: Segments, head: Bytes, slot: number, sequence: number, probes: Bytes, zero: number): boolean {
  const count = store.area.count
  if (store.thins && store.order.length >= count - 1 && (store.taken > 0 || store.apart)) return false
  store.left = 0
  if (store.order.length >= count) drop(store, head)
  if (store.thins && store.order.length >= count - 1) thin(store)
  const page = emptyPage(store)
  const header = newHeader(store.nextNumber, slot, head, probes, zero, sequence)
  if (!putHeader(store, header, page)) return false
  store.nextNumber++
  store.order += String.fromCharCode(page)
  store.fills += '\0'
  store.slot = slot
  store.nameBytes = probes.length
  store.zero = zero
  store.left = slotsOf(header)
  store.next = addressOf(store.area, page) + header.length + MARK_BYTES
  return true
}

/**
 * Adds a record, newer than all others; it may be `flying`: under way. False if the flash fails, and nothing more is written then, or if others would
 * have to be thinned, and something among them is under way.
 */
export function append(store: Segments, record: Bytes, head: Bytes, sequence: number, probes: Bytes, zero: number, flying: boolean): boolean {
  if (!store.works) return false
  const slot = slotLength(record.length)
  const fits = store.left > 0 && slot === store.slot && probes.length === store.nameBytes && (zero <= 0 || zero === store.zero)
  if (!fits && !open(store, head, slot, sequence, probes, zero)) return false
  if (!put(store, slotBytes(record, slot, store.area.crc32), store.next)) return false
  store.next += slot
  store.left--
  store.count++
  if (flying) {
    store.apart += recordNumber(record)
    store.flying++
  }
  const last = store.fills.length - 1
  store.fills = store.fills.slice(0, last) + String.fromCharCode(store.fills.charCodeAt(last) + 1)
  return true
}

/** KEPT or UNREADABLE, or, of a record that has arrived, its place among the others. `own`: it is of this start. */
function lookAt(store: Segments, bytes: Uint8Array, own: boolean): number {
  if (!isRecord(bytes, store.area.crc32)) return UNREADABLE
  return own && store.apart ? placeApart(store, recordIn(bytes)) : KEPT
}

/** Some of the oldest segment's records from `index` on as `take` returns them; those that cannot be read are counted and passed over, and so are those that have arrived. */
function messages(store: Segments, header: Uint8Array, head: Bytes, zero: number, most: number, limit: number): Bytes {
  const area = store.area
  const length = bigEndian(header, HEAD, 2)
  const all = headerText(header)
  const own = all.slice(0, length)
  const probes = all.slice(length)
  const dated = bigEndian(header, ZERO, 6)
  const filled = store.fills.charCodeAt(0)
  const start = addressOf(area, store.order.charCodeAt(0)) + header.length + MARK_BYTES
  let text = ''
  let taken = 0
  while (store.index + taken < filled && taken < most && text.length * (taken + 1) <= limit * taken) {
    const bytes = area.pages.read(header[SLOT], start + (store.index + taken) * header[SLOT])
    const place = lookAt(store, bytes, own === head)
    if (place !== KEPT) {
      if (taken > 0) break
      store.index++
      store.count--
      if (place === UNREADABLE) store.drops.unreadable++
      else forget(store, place)
      continue
    }
    if (taken > 0) text += ','
    text += recordMessage(own, recordIn(bytes), bigEndian(header, SAMPLE, 4), probes, bytes[0] & DATED ? dated : own === head ? zero : 0)
    taken++
  }
  store.taken = taken
  return text
}

/**
 * The oldest records as `state` messages with commas between, at most `most` and no further one beyond `limit` bytes: under way from now on. '' if
 * there are none.
 */
export function take(store: Segments, head: Bytes, zero: number, most: number, limit: number): Bytes {
  let text = ''
  while (store.count > 0 && !text) {
    const header = readHeader(store.area, store.order.charCodeAt(0))
    if (header) text = messages(store, header, head, zero, most, limit)
    else drop(store, head)
    if (header && !text) finish(store)
  }
  return text
}

/** What was under way has arrived, or it has not and stays. */
export function settle(store: Segments, arrived: boolean): void {
  const taken = store.taken
  store.taken = 0
  if (!arrived) {
    store.drops.pushedOut += store.late
    store.apart = store.apart.slice(0, store.apart.length - store.flying * NUMBER_LENGTH)
  }
  store.flying = store.late = 0
  if (!arrived || taken === 0) return
  const page = store.order.charCodeAt(0)
  const header = readHeader(store.area, page)
  store.count -= taken
  store.index += taken
  if (store.index >= store.fills.charCodeAt(0)) {
    finish(store)
    return
  }
  if (!header) return
  const tenth = tenthOf(header)
  const done = Math.floor(store.index / tenth)
  if (done > Math.floor((store.index - taken) / tenth)) put(store, new Uint8Array(4), addressOf(store.area, page) + header.length + 4 * (done - 1))
}

/** How many are under way, with those that were dropped meanwhile. */
export function underWayIn(store: Segments): number {
  return store.taken + store.late + store.flying
}

/** How many have arrived and are still there. Where nothing else is left, they go. */
export function goneIn(store: Segments, head: Bytes): number {
  const gone = store.apart.length / NUMBER_LENGTH - store.flying
  if (!store.apart || store.count > gone || store.taken > 0) return gone
  take(store, head, 0, 1, 1)
  store.taken = 0
  // Those that were not found were unreadable, and have been counted as such.
  store.drops.unreadable -= store.apart.length / NUMBER_LENGTH
  store.apart = ''
  return 0
}
