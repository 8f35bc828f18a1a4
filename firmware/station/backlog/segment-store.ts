/** A store of segments while it is in use, and how segments leave it. */
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { type Pages, readHeader, retire } from './segment-flash.ts'

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

/** Drops what the oldest segment still holds: for lack of room, or because its header cannot be read. */
export function drop(store: Segments): void {
  const lost = store.fills.charCodeAt(0) - store.index
  if (readHeader(store.area, store.order.charCodeAt(0))) store.drops.pushedOut += lost
  else store.drops.unreadable += lost
  store.count -= lost
  finish(store)
}
