// Which sensors and probes the node has had, over restarts: what was met in an earlier start and is absent now has a name, and is told.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { NOT_FOUND } from '../../drivers/hal/status.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import { CLEAR, INFO, SENSOR } from './announcements.ts'
import { NEVER } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { ONLINE, sensorHealth, UNKNOWN } from './sensor-health.ts'
import type { StationRecord } from './station-record.ts'

/** In Storage: names with blanks between, `-` before one whose retained status is still to be taken back. */
const FILE = 'known'
/** Names in it, at most. */
const MOST = 24
/** Characters of a probe's name. */
const ROM = 16

/**
 * Each probe that is remembered has its key and its status from now on, whether it is there or not. A sensor that the settings have no more has its status
 * taken back, and so has each probe of a bus that they have no more.
 */
export function recallSensors(station: StationRecord): void {
  const text = station.files.read(FILE) || ''
  const healths = station.sampler.probes
  let bus = false
  let names = ''
  for (const health of station.sampler.sensors) {
    const sensor = health.item as Sensor
    if (sensor.measures === 'p') bus = true
    names += ' ' + health.name
  }
  for (const health of healths) names += ' ' + health.name
  for (const name of text.split(' ')) {
    // Closed by what no name begins with: at the end of a text the interpreter takes the beginning of what is sought for all of it.
    const bare = name.charAt(0) === '-' ? name.slice(1) : name
    if (!bare || (names + (station.clearing || '') + ' .').includes(' ' + bare + ' ')) continue
    if (bus && name.length === ROM) healths.push(sensorHealth(name, { rom: name, status: NOT_FOUND, temperature: 0, errors: 0, kind: 0 }))
    else takeBack(station, bare)
  }
  station.knownCount = 0
}

/** Writes down who is there, if somebody is new. */
export function rememberSensors(station: StationRecord): void {
  const count = station.sampler.sensors.length + station.sampler.probes.length
  if (count === station.knownCount) return
  station.knownCount = count
  writeKnown(station)
}

/** Its status is no longer to be taken back. A probe that has come back meanwhile is told once more. */
export function takenBack(station: StationRecord): void {
  const name = nextTakenBack(station)
  station.clearing = (station.clearing || '').slice(name.length + 1)
  for (const health of station.sampler.probes) {
    if (health.name !== name) continue
    health.told = UNKNOWN
    station.due |= SENSOR
  }
  if (station.clearing) station.due |= CLEAR
  writeKnown(station)
}

/** The name of the sensor whose status is taken back next. */
export function nextTakenBack(station: StationRecord): Bytes {
  const names = (station.clearing || '').split(' ')
  return names[1] || ''
}

/**
 * A probe that will not come back is forgotten. Returns why it is not, '' if it is. What waits in the backlog names probes by their place in the list, so it
 * has to be told first.
 */
export function forgetSensor(station: StationRecord, name: Bytes): Bytes {
  const probes = station.sampler.probes
  for (let i = 0; i < probes.length; i++) {
    if (probes[i].name !== name) continue
    if (probes[i].up === ONLINE) return 'sensor is there'
    if (station.backlog.count > 0 || station.sample) return 'samples wait'
    probes.splice(i, 1)
    station.sampler.forgotten = (station.sampler.forgotten || '') + name
    takeBack(station, name)
    station.due |= INFO & ~station.banned
    noteEvent(station, 'forgot ' + name, NEVER)
    station.knownCount--
    writeKnown(station)
    return ''
  }
  return 'unknown sensor'
}

function takeBack(station: StationRecord, name: Bytes): void {
  station.clearing = (station.clearing || '') + ' ' + name
  station.due |= CLEAR
}

function writeKnown(station: StationRecord): void {
  let text = (station.clearing || '').split(' ').join(' -')
  let count = 0
  for (const list of [station.sampler.sensors, station.sampler.probes]) {
    for (const health of list) {
      if (count === MOST) continue
      text += ' ' + health.name
      count++
    }
  }
  text = text.slice(1) || ' '
  // A Storage that cannot be written is no reason to stop measuring.
  if (text !== station.files.read(FILE)) station.files.write(FILE, text)
}
