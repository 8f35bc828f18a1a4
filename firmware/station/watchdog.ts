import { Client } from '../mqtt/client.ts'
import { ALWAYS } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { sampleTick } from './sampler.ts'
import { BEAT, LOST, STARVING, type StationRecord } from './station-record.ts'
import { joinWifi } from './wifi-link.ts'

/**
 * ms that a sample or the link may be late before the station counts as hung. A sample is never later than a slot and its deadline; the rest
 * is for what blocks the interpreter.
 */
export const PATIENCE = 60000
/** ms between two restarts for that reason, at the least. */
export const WINDOW = 600000

/**
 * Does what a lost timer should have done, and sets it anew: one that should have fired before the beat, which was due `LOST` before `limit` or is
 * not late. After a stall the others are still to fire. The sampler looks after the beat in the same way.
 */
function reviveTimers(station: StationRecord, limit: number): void {
  const client = station.client
  const sntp = station.sntp
  const link = station.wifiLink
  if (limit > station.sampler.due + LOST) sampleTick(station.sampler)
  if (limit > client.due + LOST) Client.woken(client)
  if (limit > link.due + LOST) joinWifi(link)
  if (sntp && limit > sntp.due + LOST) sntp.start()
}

/**
 * Something is late or was, at the beat that was `due`. What comes of a lost timer goes on. The watchdog starves while samples or the link are hung all the same, but not
 * twice within a window.
 */
export function lookAfterLate(station: StationRecord, now: number, due: number): void {
  reviveTimers(station, Math.min(now, due + LOST))
  const samples = station.beatsWithoutSample * BEAT >= station.sampler.period + PATIENCE
  if (!samples && now <= station.client.due + PATIENCE && now < station.wifiLink.due + PATIENCE) {
    if (station.marks & STARVING) station.starveFrom = now + WINDOW
    station.marks &= ~STARVING
    station.facts.alive(true)
  } else if (!(station.marks & STARVING) && now < station.starveFrom) station.facts.alive(false)
  else if (!(station.marks & STARVING)) {
    station.marks |= STARVING
    noteEvent(station, 'watchdog: ' + (samples ? 'samples' : 'link'), ALWAYS)
  }
}
