import { REPLY } from './announcements.ts'
import { removeReply } from './command-queue.ts'
import type { StationRecord } from './station-record.ts'

/** Whether a reply waits; the first one no longer where it is `gone`. */
export function replyDue(station: StationRecord, gone: boolean): void {
  const queue = station.queue
  if (gone && queue) removeReply(queue)
  station.due = queue && queue.waiting > 0 ? station.due | REPLY : station.due & ~REPLY
}
