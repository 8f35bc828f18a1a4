import { EARLY } from '../../drivers/hal/clock.ts'
import { HISTORY_SAMPLES } from '../../contract/ranges.ts'
import { BIRTH, HEALTH, INFO } from './announcements.ts'
import { retryCommands } from './birth.ts'
import { BURST, refill } from './command-queue.ts'
import { keepSample } from './keep-sample.ts'
import { probeNames } from './probe-names.ts'
import { publishNext } from './publish-next.ts'
import { saveSamples, settleSamples } from './sample-ring.ts'
import { BEAT, CONTRADICTED, DOWN, LOST, READY, REVIVED, STARVING, SUBSCRIBING, type StationRecord } from './station-record.ts'
import { lookAfterLate, PATIENCE } from './watchdog.ts'

/** Beats between two `health` messages. */
const HEALTH_BEATS = 30
/** ms */
const HOUR = 3600000
/** `history` messages for each beat: never more than eight in a second, whenever in a beat they are sent. */
const HISTORY_EACH_BEAT = 4

/** Every 2 s, by a timer; the last one ends a stop. @hot */
export function beat(station: StationRecord): void {
  const now = station.clock.now()
  const due = station.beatDue
  if (now + EARLY < due) {
    waitOn(station, due - now)
    return
  }
  station.timer = undefined
  if (station.done) {
    end(station, station.done)
    return
  }
  station.timer = station.clock.after(BEAT, beat, station)
  station.beatDue = now + BEAT
  const late = now - LOST > Math.min(station.sampler.due, station.client.due, station.wifiLink.due, station.sntp ? station.sntp.due : now)
  if (station.queue && station.queue.tokens < BURST) refill(station.queue)
  if (station.link === SUBSCRIBING) waitForSuback(station, now)
  station.beatsWithoutSample++
  if (late || station.marks & STARVING || station.beatsWithoutSample * BEAT >= station.sampler.period + PATIENCE) lookAfterLate(station, now, due)
  else station.facts.alive(true)
  station.healthBeats++
  if (station.healthBeats === HEALTH_BEATS) everyMinute(station, now)
  station.allowance = HISTORY_EACH_BEAT
  // Mostly there is nothing to say, and a call is dear.
  if (station.due + station.backlog.count > 0) publishNext(station)
}

/** The timer has fired `ahead` ms too early, or is one that was taken for lost. */
function waitOn(station: StationRecord, ahead: number): void {
  if (station.timer !== undefined && !(station.marks & REVIVED)) station.timer = station.clock.after(ahead, beat, station)
  station.marks &= ~REVIVED
}

/** Does at once what is due, for its timer may have been lost. */
export function reviveBeat(station: StationRecord): void {
  if (station.clock.now() < station.beatDue) return
  // What else is late may be so because of a stall: only a beat that its timer has brought knows better.
  station.beatDue = 0
  beat(station)
  station.marks |= REVIVED
}

/** Publishing does not wait for ever. */
function waitForSuback(station: StationRecord, now: number): void {
  if (now > station.subscribedBy) station.link = READY
}

/** After the last message, or when there was none to say. */
function end(station: StationRecord, done: () => void): void {
  const backlog = station.backlog
  station.link = DOWN
  station.packet = station.flying = 0
  station.beatDue = Infinity
  station.client.stop()
  settleSamples(backlog, false)
  keepSample(station)
  saveSamples(backlog, Infinity, station.sequence, probeNames(station), false)
  done()
}

/** @hot */
function everyMinute(station: StationRecord, now: number): void {
  station.healthBeats = 0
  station.marks &= ~REVIVED
  station.due |= HEALTH & ~station.banned
  // Once an hour a banned message gets another chance: what ended three links may have passed. And what `info` tells of the parts may no longer hold.
  if (now % HOUR < BEAT * HEALTH_BEATS) {
    station.due |= station.banned | INFO
    station.banned = 0
    // So does a longer `history`.
    if (station.batchLimit < HISTORY_SAMPLES) station.batchLimit = Math.min(station.batchLimit * 2, HISTORY_SAMPLES)
  }
  if (station.deafUntil || station.badLinks) retryCommands(station, now)
  if (station.twinUntil && now >= station.twinUntil) station.twinUntil = 0
  if (!(station.due & BIRTH)) {
    if (!(station.marks & CONTRADICTED)) station.nextHold = 1
    station.marks &= ~CONTRADICTED
  }
}
