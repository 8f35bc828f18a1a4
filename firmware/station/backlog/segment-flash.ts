/** Segments' pages as flash has them. Nothing is ever rewritten but the bits that tell what has arrived. */
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../../drivers/hal/flash-area.ts'
import { FREE, headerLength, isSound, MARK_BYTES, PAGE, sealHeader, SLOT, slotsOf, TEXT } from './segment-header.ts'

/** What the pages need of a store. */
export interface Pages {
  readonly area: FlashArea
  /** False from the first write that failed: nothing more is written until the next start. */
  works: boolean
  /** The pages of the segments, a character each, oldest first. */
  order: Bytes
  /** The page begun last. */
  lastPage: number
}

export function addressOf(area: FlashArea, page: number): number {
  return area.start + page * PAGE
}

/** The header of a page with its text; undefined if there is no segment. @hot */
export function readHeader(area: FlashArea, page: number): Uint8Array | undefined {
  const pages = area.pages
  const start = area.start + page * PAGE
  const length = headerLength(pages.read(TEXT, start))
  if (length === 0) return undefined
  const header = pages.read(length, start)
  return isSound(header, area.crc32) ? header : undefined
}

/** Slots of a page's segment that are written. */
export function filledSlots(area: FlashArea, page: number, header: Uint8Array): number {
  const slots = addressOf(area, page) + header.length + MARK_BYTES
  let low = 0
  let high = slotsOf(header)
  while (low < high) {
    const middle = (low + high) >> 1
    const first = area.pages.read(1, slots + middle * header[SLOT])
    if (first[0] === FREE) high = middle
    else low = middle + 1
  }
  return low
}

/** Writes and looks whether it is there. */
export function put(store: Pages, bytes: Uint8Array, address: number): boolean {
  const area = store.area
  if (store.works) area.pages.write(bytes, address)
  if (store.works && area.crc32(area.pages.read(bytes.length, address)) !== area.crc32(bytes)) store.works = false
  return store.works
}

/** Writes a header, with its magic and checksum. */
export function putHeader(store: Pages, header: Uint8Array, page: number): boolean {
  sealHeader(header, store.area.crc32)
  return put(store, header, addressOf(store.area, page))
}

/** From now on there is no segment in this page. */
export function retire(store: Pages, page: number): void {
  put(store, new Uint8Array(4), addressOf(store.area, page))
}

/** An erased page, the one after the last used if it is free. */
export function emptyPage(store: Pages): number {
  const area = store.area
  let page = (store.lastPage + 1) % area.count
  while (store.order.indexOf(String.fromCharCode(page)) >= 0) page = (page + 1) % area.count
  store.lastPage = page
  if (store.works) area.pages.erasePage(addressOf(area, page))
  return page
}
