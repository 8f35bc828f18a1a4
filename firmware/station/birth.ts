import type { Bytes } from '../../drivers/hal/bytes.ts'
import { STATUS_OFFLINE } from '../../contract/status-word.ts'
import { COMMAND_FILTER, STATUS_TOPIC } from '../../contract/topics.ts'
import { BIRTH, HEALTH, INFO, OFFLINE, SENSOR } from './announcements.ts'
import { NEVER } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { publishNext } from './publish-next.ts'
import { READY, type StationRecord, SUBSCRIBING } from './station-record.ts'

/** ms after which the SUBACK is no longer waited for. */
const SUBACK_LIMIT = 8000

/** The broker has accepted us. `resumed`: it still has our subscriptions. What has become of the message in flight is known by now. */
export function linkUp(station: StationRecord, resumed: boolean): void {
  noteEvent(station, 'link up', NEVER)
  station.wifiLink.linked()
  station.holdBeats = 0
  station.contradicted = false
  station.due |= (station.client.shortLinks > 2 ? BIRTH | SENSOR | INFO | HEALTH : BIRTH | SENSOR | INFO) & ~station.banned
  for (const health of station.sampler.sensors) health.told = 0
  for (const health of station.sampler.probes) health.told = 0
  if (resumed && station.commands) {
    station.link = READY
    publishNext(station)
    return
  }
  station.link = SUBSCRIBING
  station.commands = false
  station.subscribedBy = station.clock.now() + SUBACK_LIMIT
  station.subscription = station.client.subscribe([station.root + STATUS_TOPIC, station.root + COMMAND_FILTER], 1)
}

/** The last thing that is said before a stop. */
export function sayOffline(station: StationRecord): void {
  station.link = READY
  station.due = OFFLINE
  publishNext(station)
}

/** Somebody has published on our `status`: a will of an earlier connection, or a twin. */
export function hearStatus(station: StationRecord, payload: Bytes, retained: boolean): void {
  if (payload !== STATUS_OFFLINE || retained || station.done) return
  station.contradicted = true
  station.due |= BIRTH
  publishNext(station)
}
