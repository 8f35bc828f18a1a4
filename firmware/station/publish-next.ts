import type { Bytes } from '../../drivers/hal/bytes.ts'
import { STATE_TOPIC } from '../../contract/topics.ts'
import { HELD_BACK } from '../mqtt/client.ts'
import { announcement, BIRTH, CLEAR, HEALTH, HISTORY, REPLY, SENSOR, STATE } from './announcements.ts'
import { nextVerb } from './command-queue.ts'
import { nextTakenBack } from './known-sensors.ts'
import { nextAnnouncement, untoldSensor } from './next-announcement.ts'
import { liveMessage, payload } from './payload.ts'
import { settleSamples } from './sample-ring.ts'
import { BEAT, CONTRADICTED, READY, type StationRecord } from './station-record.ts'

/** The longest that a twin's `offline` makes us wait before the next `online`, in beats. */
const LONGEST_HOLD = 16

/**
 * Publishes what is next, if nothing is in flight. Mostly that is the live sample alone. It goes without a look into the table of announcements,
 * which would take longer than all else here. Runs with every sample.
 * @hot
 */
export function publishNext(station: StationRecord): void {
  if (station.link !== READY || station.packet !== 0 || (station.due === 0 && station.backlog.count === 0)) return
  if (station.due !== STATE || !station.sample) {
    publishAny(station)
    return
  }
  const packet = station.client.publish(station.root + STATE_TOPIC, liveMessage(station, station.sample), station.qos, false)
  if (packet < 1) {
    notFlying(station, packet)
    return
  }
  station.due = 0
  station.packet = packet
  station.flying = STATE
}

/** The sample was not taken, or has left with QoS 0. */
function notFlying(station: StationRecord, packet: number): void {
  if (packet < 0) publishAny(station)
  else handedOver(station)
}

/** What is blamed for ends of links waits, and lets the next one by. Runs at least once a minute. @hot */
function publishAny(station: StationRecord): void {
  let kind = 0
  let passed = 0
  let packet = HELD_BACK
  while (packet === HELD_BACK) {
    passed |= kind
    kind = nextAnnouncement(station, passed)
    const said = payload(station, kind)
    if (!said && kind !== CLEAR) return
    const row = announcement(kind, kind & (SENSOR | REPLY | CLEAR) ? name(station, kind) : '', station.qos)
    packet = station.client.publishApart(station.root + row.topic, said, row.qos, row.retained)
    if (kind === HISTORY && packet < 0) settleSamples(station.backlog, false)
  }
  if (packet < 0) return
  station.packet = packet
  station.flying = kind
  // Another sensor may wait.
  if (kind !== SENSOR) station.due &= ~kind
  if (kind === HEALTH) delete station.errors
  if (kind & (SENSOR | BIRTH)) left(station, kind)
  if (!packet) handedOver(station)
}

/** The sample has left with QoS 0: nothing will be heard of it. */
function handedOver(station: StationRecord): void {
  station.due &= ~STATE
  station.sample = undefined
  publishNext(station)
}

/** What the topic names beside the kind of message: a verb, or a sensor, which may be no more. */
function name(station: StationRecord, kind: number): Bytes {
  const queue = station.queue
  const sensor = untoldSensor(station)
  if (kind === SENSOR && sensor) return sensor.name
  if (kind === REPLY && queue) return nextVerb(queue)
  return kind === CLEAR ? nextTakenBack(station) : ''
}

/** The sensor has been told. Who keeps saying `offline` in our name is contradicted less and less often. */
function left(station: StationRecord, kind: number): void {
  const sensor = kind === SENSOR && untoldSensor(station)
  if (sensor) sensor.told = sensor.up
  if (kind !== BIRTH || !(station.marks & CONTRADICTED)) return
  station.holdUntil = station.beatDue + (station.nextHold - 1) * BEAT - 1
  station.nextHold = Math.min(station.nextHold * 2, LONGEST_HOLD)
}
