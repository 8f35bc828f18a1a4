import type { Bytes } from '../../drivers/hal/bytes.ts'
import { addReply, admits, openCommandQueue } from './command-queue.ts'
import { obeyCommand } from './obey-command.ts'
import type { StationRecord } from './station-record.ts'

/** Obeys a command and keeps the reply for its turn, unless there are too many or it is not `allowed`. */
export function hearCommand(station: StationRecord, verb: Bytes, payload: Bytes, allowed: boolean): void {
  const queue = station.queue || openCommandQueue()
  station.queue = queue
  if (!admits(queue, verb, allowed)) return
  addReply(queue, verb, obeyCommand(station, verb, payload))
}
