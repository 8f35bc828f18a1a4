import { COMMAND_FILTER, INFO_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import { BIRTH, CLEAR, HEALTH, INFO, OFFLINE, SENSOR } from './announcements.ts'
import { BAD_MESSAGE } from '../mqtt/disconnect-reason.ts'
import { NEVER, RARELY } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { publishNext } from './publish-next.ts'
import { ANSWERED, CONTRADICTED, DOWN, HEARING, INFO_EARLIER, INFO_TOLD, READY, type StationRecord, SUBSCRIBING } from './station-record.ts'
import { sayLinked } from './wifi-link.ts'

/** ms after which the SUBACK is no longer waited for. */
const SUBACK_LIMIT = 8000
/** Links in a row that are ended by a bad message before commands are given up. */
const BAD_LINKS = 3
/** The same until nothing at all is subscribed to. */
const WORSE_LINKS = 6
/** ms until commands are tried again. */
const RETRY = 3600000
/** ms after which a link counts as one that lasts. */
const LASTING = 60000

/**
 * The broker has accepted us. It is asked for our subscriptions each time: a kept session may have lost them. What has become of the message in
 * flight is known by now.
 */
export function linkUp(station: StationRecord): void {
  noteEvent(station, 'link up', NEVER)
  sayLinked(station.wifiLink)
  station.holdUntil = 0
  station.marks &= ~CONTRADICTED
  station.due |= (station.client.shortLinks > 2 ? BIRTH | SENSOR | INFO | HEALTH : BIRTH | SENSOR | INFO) & ~station.banned
  for (const health of station.sampler.sensors) health.told = 0
  for (const health of station.sampler.probes) health.told = 0
  if (station.clearing) station.due |= CLEAR
  if (station.infoTold === INFO_TOLD) station.infoTold = INFO_EARLIER
  subscribe(station)
}

/** To everything, or to `status` alone while a bad message must be feared elsewhere, or to nothing when it was there. */
function subscribe(station: StationRecord): void {
  station.marks &= ~(HEARING | ANSWERED)
  if ((station.badLinks || 0) >= WORSE_LINKS) {
    station.link = READY
    publishNext(station)
    return
  }
  const filters = [station.root + STATUS_TOPIC]
  if (!station.deafUntil) {
    filters.push(station.root + INFO_TOPIC)
    filters.push(station.root + COMMAND_FILTER)
  }
  station.link = SUBSCRIBING
  station.subscribedBy = station.clock.now() + SUBACK_LIMIT
  station.subscription = station.client.subscribe(filters, 1)
}

/**
 * The link has ended. After three ends in a row by a message that no client may take, the node does without commands, of which it must be one,
 * and asks the broker to forget a session that may hold it.
 */
export function linkDown(station: StationRecord, reason: number): void {
  station.link = DOWN
  if (reason !== BAD_MESSAGE) return
  const links = (station.badLinks || 0) + 1
  station.badLinks = links
  if (links < BAD_LINKS) return
  if (!station.deafUntil) noteEvent(station, 'commands off: bad message', RARELY)
  station.deafUntil = station.clock.now() + RETRY
  station.client.discard = true
}

/** Commands are tried again each hour: the message may have been taken back. Once a minute. */
export function retryCommands(station: StationRecord, now: number): void {
  if (station.link !== READY) return
  if (!station.deafUntil) {
    // A link that has lasted is without such a message.
    if (now > station.subscribedBy + LASTING) station.badLinks = 0
  } else if (now >= station.deafUntil) {
    // One more such end suffices.
    station.badLinks = BAD_LINKS - 1
    station.deafUntil = 0
    station.due |= INFO & ~station.banned
    subscribe(station)
  }
}

/** The last thing that is said before a stop. */
export function sayOffline(station: StationRecord): void {
  station.link = READY
  station.due = OFFLINE
  publishNext(station)
}
