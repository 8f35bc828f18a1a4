import { announcement, HISTORY, LOG, OFFLINE, REPLY, STATE } from './announcements.ts'
import { beat } from './beat.ts'
import { replyDue } from './reply-due.ts'
import type { StationRecord } from './station-record.ts'

/** Something else than the latest sample has arrived. A sample that is no longer the latest has gone to the backlog meanwhile. */
export function arrived(station: StationRecord, flown: number): void {
  if (flown === OFFLINE) {
    station.clock.cancel(station.timer)
    beat(station)
  }
  if (flown === LOG && station.facts.recall(true)) station.due |= LOG
  if (flown === REPLY) replyDue(station, true)
  if (flown === STATE || flown === HISTORY) station.backlog.settle(true)
}

/** The link has ended under the message. `rejected`: it ended three links running, and is not said again, or not soon. */
export function returned(station: StationRecord, rejected: boolean): void {
  const flown = station.flying
  station.packet = station.flying = 0
  const row = announcement(flown, '')
  if (rejected && row.banned) station.banned |= flown
  if (flown === REPLY) replyDue(station, rejected)
  if (flown === STATE && station.sample && !(station.due & STATE)) {
    if (rejected) {
      station.sample = ''
      station.rejected++
    } else station.due |= STATE
  } else if (flown === STATE || flown === HISTORY) {
    const settled = station.backlog.settle(rejected)
    if (rejected) station.rejected += settled
  }
}
