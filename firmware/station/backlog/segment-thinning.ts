/**
 * Room without an end: one segment of two, of every other record. Those two that stand for the fewest, so that the whole outage stays
 * covered alike; the oldest such.
 */
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../../drivers/hal/flash-area.ts'
import { bigEndian, putBigEndian } from '../sample-record.ts'
import { addressOf, emptyPage, put, putHeader, readHeader, retire } from './segment-flash.ts'
import { COVERS, MARK_BYTES, NUMBER, SAMPLE, SLOT, TEXT } from './segment-header.ts'
import { drop, type Segments } from './segment-store.ts'

/** Slot, text and date of uptime 0 are alike. */
function areAlike(area: FlashArea, one: Uint8Array, other: Uint8Array): boolean {
  return area.crc32(one.subarray(SLOT, SAMPLE)) === area.crc32(other.subarray(SLOT, SAMPLE)) && area.crc32(one.subarray(TEXT)) === area.crc32(other.subarray(TEXT))
}

/** For how many further segments these two stand together. */
function coverOf(first: Uint8Array, second: Uint8Array): number {
  return bigEndian(second, NUMBER, 4) + bigEndian(second, COVERS, 2) - bigEndian(first, NUMBER, 4)
}

/** Which segment, in `order`, is to be joined with the one after it; -1 where no two have all in common. */
function firstOfPair(area: FlashArea, order: Bytes): number {
  let found = -1
  let least = Infinity
  let before: Uint8Array | undefined
  for (let i = 0; i < order.length; i++) {
    const header = readHeader(area, order.charCodeAt(i))
    if (header && before && areAlike(area, before, header)) {
      const covered = coverOf(before, header)
      if (covered < least) {
        least = covered
        found = i - 1
      }
    }
    before = header
  }
  return found
}

/** Copies every other record of the segments `i` and `i + 1` to a page; returns how many are there. */
function copyHalf(store: Segments, i: number, header: Uint8Array, target: number): number {
  const area = store.area
  const slot = header[SLOT]
  const slots = header.length + MARK_BYTES
  const copy = addressOf(area, target) + slots
  let kept = 0
  let seen = 0
  for (let part = i; part < i + 2; part++) {
    const source = addressOf(area, store.order.charCodeAt(part)) + slots
    const filled = store.fills.charCodeAt(part)
    for (let from = part === 0 ? store.index : 0; from < filled; from++) {
      if (seen % 2 === 0 && put(store, area.pages.read(slot, source + from * slot), copy + kept * slot)) kept++
      seen++
    }
  }
  return kept
}

/** Makes room for one more segment. Where no two can be joined the oldest is dropped. */
export function thin(store: Segments): void {
  const area = store.area
  const i = firstOfPair(area, store.order)
  if (i < 0) {
    // Nothing is under way, and nothing has arrived, so it does not matter of which start this is.
    drop(store, '')
    return
  }
  const first = store.order.charCodeAt(i)
  const second = store.order.charCodeAt(i + 1)
  const header = readHeader(area, first) as Uint8Array
  const held = store.fills.charCodeAt(i) + store.fills.charCodeAt(i + 1) - (i === 0 ? store.index : 0)
  const target = emptyPage(store)
  const kept = copyHalf(store, i, header, target)
  putBigEndian(header, COVERS, 2, coverOf(header, readHeader(area, second) as Uint8Array))
  if (!putHeader(store, header, target)) return
  retire(store, first)
  retire(store, second)
  store.order = store.order.slice(0, i) + String.fromCharCode(target) + store.order.slice(i + 2)
  store.fills = store.fills.slice(0, i) + String.fromCharCode(kept) + store.fills.slice(i + 2)
  if (i === 0) store.index = 0
  store.drops.thinnedOut += held - kept
  store.count -= held - kept
}
