import { REPLY } from './announcements.ts'
import type { StationRecord } from './station-record.ts'

/** Whether a reply waits; the first one no longer where it is `gone`. */
export function replyDue(station: StationRecord, gone: boolean): void {
  const queue = station.queue
  if (gone && queue) queue.replies.splice(0, 2)
  station.due = queue && queue.replies.length > 0 ? station.due | REPLY : station.due & ~REPLY
}
