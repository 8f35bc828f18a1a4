/** What former starts have left in flash. */
import type { FlashArea } from '../../../drivers/hal/flash-area.ts'
import { bigEndian } from '../sample-record.ts'
import { addressOf, filledSlots, readHeader, retire } from './segment-flash.ts'
import { COVERS, MARK_BYTES, NUMBER, tenthOf } from './segment-header.ts'
import type { Drops, Segments } from './segment-store.ts'

/** The page whose segment has the lowest number from `least` on: of two with the same, the one that stands for more; -1 for none. */
function nextPage(area: FlashArea, least: number): number {
  let found = -1
  let lowest = Infinity
  let most = 0
  for (let page = 0; page < area.count; page++) {
    const header = readHeader(area, page)
    if (!header) continue
    const number = bigEndian(header, NUMBER, 4)
    const covers = bigEndian(header, COVERS, 2)
    if (number >= least && (number < lowest || (number === lowest && covers > most))) {
      found = page
      lowest = number
      most = covers
    }
  }
  return found
}

/** Slots of the oldest segment that had arrived when it was marked last. */
function arrivedSlots(area: FlashArea, page: number, header: Uint8Array, filled: number): number {
  const marks = area.pages.read(MARK_BYTES, addressOf(area, page) + header.length)
  let arrived = 0
  for (let i = 0; i < MARK_BYTES; i++) {
    // A whole byte: a bit that flash has lost by itself must not pass for a tenth that has arrived.
    if (marks[i] === 0) arrived = Math.min(((i >> 2) + 1) * tenthOf(header), filled)
  }
  return arrived
}

/** A store with all that is there. `thins`: rather than to drop the oldest segment; `page`: the one begun last; `drops`: where losses are counted. */
export function openSegments(area: FlashArea, thins: boolean, page: number, drops: Drops): Segments {
  const store: Segments = {
    area: area, thins: thins, drops: drops, works: true, count: 0, order: '', fills: '', lastPage: page, nextNumber: 0, index: 0, taken: 0,
    apart: '', flying: 0, late: 0, left: 0, next: 0, slot: 0, nameBytes: 0, zero: 0
  }
  for (let found = nextPage(area, 0); found >= 0; found = nextPage(area, store.nextNumber)) {
    const header = readHeader(area, found) as Uint8Array
    const filled = filledSlots(area, found, header)
    if (!store.order) store.index = arrivedSlots(area, found, header, filled)
    store.order += String.fromCharCode(found)
    store.fills += String.fromCharCode(filled)
    store.count += filled
    store.lastPage = found
    store.nextNumber = bigEndian(header, NUMBER, 4) + bigEndian(header, COVERS, 2) + 1
  }
  store.count -= store.index
  // What was thinned, and what a power cut left of it.
  for (let each = 0; each < area.count; each++) {
    if (store.order.indexOf(String.fromCharCode(each)) < 0 && readHeader(area, each)) retire(store, each)
  }
  return store
}
