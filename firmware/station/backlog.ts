import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import { openSegments } from './backlog/segment-scan.ts'
import { RECORD } from './sample-record.ts'
import { openRing, type RingKeeper } from './sample-ring.ts'
import type { BacklogSettings } from '../../contract/settings.ts'

/**
 * Samples that nobody has acknowledged, oldest first: those in flash, then those in memory. Flash is used once some wait in memory, and from then
 * on for every sample until all have arrived. When there is no more room the oldest go, and are counted. What is under
 * way stays until it has arrived. Here is what is known of it while there are none; `sample-ring.ts` has the rest.
 */
export type Backlog = RingKeeper

/** Nothing waits. `bus`: the node has one for probes; there is room for three of them in each sample. `head` as for `recordMessage`. */
export function openBacklog(settings: BacklogSettings, bus: boolean, head: Bytes, area: FlashArea | undefined): Backlog {
  const backlog: Backlog = {
    count: 0, ring: undefined, pushedOut: 0, thinnedOut: 0, unreadable: 0, area: area, page: area ? area.count - 1 : 0,
    size: settings.samples * (bus ? RECORD + 6 : RECORD), head: head
  }
  if (settings.overflow === 'decimate') backlog.thins = true
  return backlog
}

/** Finds what former starts have left in flash. */
export function recoverSamples(backlog: Backlog): void {
  if (backlog.ring || !backlog.area) return
  const flash = openSegments(backlog.area, backlog.thins === true, backlog.page, backlog)
  backlog.page = flash.lastPage
  backlog.count = flash.count
  if (!flash.works) backlog.area = undefined
  if (flash.count > 0) openRing(backlog, flash)
}

/** What `health` says of it, after a comma; `rejected` samples were dropped elsewhere, and `live` ones wait elsewhere. @hot */
export function backlogReport(backlog: Backlog, rejected: number, live: number): Bytes {
  return ',"queued":' + (backlog.count + live) + ',"flash":' + (backlog.area !== undefined) +
    ',"drops":{"overflow":' + backlog.pushedOut + ',"decimated":' + backlog.thinnedOut + ',"storage":' + backlog.unreadable +
    ',"rejected":' + rejected + '}'
}
