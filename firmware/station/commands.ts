import type { Bytes } from '../../drivers/hal/bytes.ts'
import { admits, openCommandQueue } from './command-queue.ts'
import { commandReply } from './command-reply.ts'
import type { StationRecord } from './station-record.ts'

/** Obeys a command and keeps the reply for its turn, unless there are too many or it is not `allowed`. */
export function hearCommand(station: StationRecord, verb: Bytes, payload: Bytes, allowed: boolean): void {
  const queue = station.queue || openCommandQueue()
  station.queue = queue
  if (!admits(queue, verb, allowed)) return
  queue.replies.push(verb)
  queue.replies.push(commandReply(station, verb, payload))
}
