import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import { openSegments } from './backlog/segment-scan.ts'
import { RECORD } from './sample-record.ts'
import { type RingKeeper, SampleRing } from './sample-ring.ts'
import type { BacklogSettings } from '../../contract/settings.ts'

/**
 * Samples that nobody has acknowledged, oldest first: those in flash, then those in memory. Flash is used once memory is full, and from then
 * on for every sample until all have arrived. When there is no more room the oldest go, and are counted. What is under
 * way stays until it has arrived. Here is what is known of it while there are none.
 */
export class Backlog implements RingKeeper {
  count: number
  overflow: number
  decimated: number
  storage: number
  ring: SampleRing | undefined
  area: FlashArea | undefined
  page: number
  readonly thins: boolean
  readonly size: number
  readonly head: Bytes

  /** `bus`: the node has one for probes; there is room for three of them in each sample. `head` is as for `stateMessage`. */
  constructor(settings: BacklogSettings, bus: boolean, head: Bytes, area: FlashArea | undefined) {
    this.count = 0
    this.overflow = 0
    this.decimated = 0
    this.storage = 0
    this.area = area
    this.page = area ? area.count - 1 : 0
    this.thins = settings.overflow === 'decimate'
    this.size = settings.samples * (bus ? RECORD + 6 : RECORD)
    this.head = head
    this.ring = undefined
  }

  /** Finds what former starts have left in flash. */
  recover(): void {
    if (this.ring || !this.area) return
    const flash = openSegments(this.area, this.thins, this.page, this)
    this.page = flash.lastPage
    if (!flash.works) this.area = undefined
    if (flash.count > 0) this.ring = new SampleRing(this, flash)
  }

  /** The ring, to add to. */
  opened(): SampleRing {
    const ring = this.ring || new SampleRing(this, undefined)
    this.ring = ring
    return ring
  }

  /** What was under way has arrived, or it has not and stays. Returns how many samples have arrived. */
  settle(arrived: boolean): number {
    return this.ring ? this.ring.settle(arrived) : 0
  }

  /** What `health` says of it, after a comma; `rejected` samples were dropped elsewhere, and `live` ones wait elsewhere. @hot */
  report(rejected: number, live: number): Bytes {
    return ',"queued":' + (this.count + live) + ',"flash":' + (this.area !== undefined) +
      ',"drops":{"overflow":' + this.overflow + ',"decimated":' + this.decimated + ',"storage":' + this.storage +
      ',"rejected":' + rejected + '}'
  }
}
