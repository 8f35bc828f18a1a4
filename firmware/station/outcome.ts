import { HISTORY_TOPIC } from '../../contract/topics.ts'
import { isSuspected } from '../mqtt/blame.ts'
import { announcement, CLEAR, HISTORY, INFO, LOG, OFFLINE, REPLY, STATE } from './announcements.ts'
import { beat } from './beat.ts'
import { takenBack } from './known-sensors.ts'
import { replyDue } from './reply-due.ts'
import { samplesUnderWay, settleSamples } from './sample-ring.ts'
import { INFO_TOLD, type StationRecord } from './station-record.ts'

/** Something else than the latest sample has arrived. A sample that is no longer the latest has gone to the backlog meanwhile. */
export function arrived(station: StationRecord, flown: number): void {
  if (flown === OFFLINE) {
    station.clock.cancel(station.timer)
    beat(station)
  }
  if (flown === LOG && station.facts.recall(true)) station.due |= LOG
  if (flown === INFO) station.infoTold = INFO_TOLD
  if (flown === REPLY) replyDue(station, true)
  if (flown === CLEAR) takenBack(station)
  if (flown === STATE || flown === HISTORY) settleSamples(station.backlog, true)
}

/** The link has ended under the message. `rejected`: it ended three links running, and is not said again, or not soon. */
export function returned(station: StationRecord, rejected: boolean): void {
  const flown = station.flying
  station.packet = station.flying = 0
  const row = announcement(flown, '', 1)
  if (rejected && row.banned) station.banned |= flown
  if (flown === REPLY) replyDue(station, rejected)
  if (flown === STATE && station.sample && !(station.due & STATE)) {
    if (rejected) {
      station.sample = undefined
      station.givenUp++
    } else station.due |= STATE
  } else if (flown === STATE) giveUp(station, rejected)
  else if (flown === HISTORY) {
    // Several samples in one message may be too much for this broker: none is given up before it has gone alone.
    const batch = samplesUnderWay(station.backlog)
    giveUp(station, rejected && batch === 1)
    shorten(station, rejected, batch)
  }
}

/** Some brokers take small packets only. A link that ends for another reason says nothing of them. */
function shorten(station: StationRecord, rejected: boolean, batch: number): void {
  if (rejected || isSuspected(station.client.session, station.root + HISTORY_TOPIC)) station.batchLimit = Math.max(1, batch >> 1)
}

/** What was under way from the backlog stays there, or is `rejected` and counted. */
function giveUp(station: StationRecord, rejected: boolean): void {
  const settled = settleSamples(station.backlog, rejected)
  if (rejected) station.givenUp += settled
}
