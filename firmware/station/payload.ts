import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { CO2_UNIT, HUMIDITY_UNIT } from '../../contract/units.ts'
import { backlogReport } from './backlog.ts'
import { nextReply } from './command-queue.ts'
import { BIRTH, CLEAR, HEALTH, INFO, LOG, REPLY, SENSOR, STATE } from './announcements.ts'
import { untoldSensor } from './next-announcement.ts'
import { probeNames } from './probe-names.ts'
import { reportMessage } from './report-message.ts'
import { takeSamples } from './sample-ring.ts'
import { ONLINE } from './sensor-health.ts'
import { startDate } from './start-date.ts'
import { stateMessage } from './state-message.ts'
import { ANSWERED, HEARING, type StationRecord } from './station-record.ts'

/** The latest sample, dated by now if the clock was not known when it was taken. @hot */
export function liveMessage(station: StationRecord, sample: Bytes): Bytes {
  return stateMessage(station.head + station.sequence, station.sampleUptime, station.startDate || startDate(station), sample, probeNames(station))
}

/** What is said, made at the last moment; '' for nothing. @hot */
export function payload(station: StationRecord, kind: number): Bytes {
  if (kind === 0 || kind === CLEAR) return ''
  if (kind < STATE) return status(station, kind)
  if (kind === INFO) return reportMessage(station.facts, station.sampler, '', station.infoHead.slice(1) + commandsOff(station).slice(1) + units(station))
  if (kind === STATE) return station.sample ? liveMessage(station, station.sample) : ''
  const queue = station.queue
  if (kind === REPLY && queue) return nextReply(queue)
  if (kind === HEALTH) return health(station)
  return kind === LOG ? events(station) : history(station)
}

/** The node's, or the first untold sensor's. */
function status(station: StationRecord, kind: number): Bytes {
  const sensor = kind === SENSOR && untoldSensor(station)
  return kind === BIRTH || (sensor && sensor.up === ONLINE) ? STATUS_ONLINE : STATUS_OFFLINE
}

/** Once a minute. @hot */
function health(station: StationRecord): Bytes {
  const queue = station.queue
  return reportMessage(
    station.facts, station.sampler, ',"rssi":' + station.wifi.signal() + ',"reconnects":' + station.client.reconnects,
    backlogReport(station.backlog, station.givenUp, station.sample ? 1 : 0) + ',"late_slots":' + (station.sampler.late || 0) + ',"commands":' + (station.marks & HEARING ? 'true,"commands_off":null' : 'false' + commandsOff(station)) +
    ',"refused_commands":' + (queue ? queue.refused : 0) + ',"oversized":' + station.client.session.oversized + ',"errors":[' + (station.errors || '').slice(1) +
    '],"duplicate_client_id":' + !!station.twinUntil + ',"links":' + JSON.stringify(station.wifiLink.recoveries || {})
  )
}

/** In which units the keys of `state` are that this node has. */
function units(station: StationRecord): Bytes {
  let measures = ''
  for (const health of station.sampler.sensors) {
    const sensor = health.item as Sensor
    measures += sensor.measures
  }
  // An escape, since `info` is ASCII.
  const celsius = '"\\u00b0C"'
  let text = ''
  if (measures.includes('c')) text += ',"co2":"' + CO2_UNIT + '"'
  if (measures.includes('t')) text += ',"temperature":' + celsius
  if (measures.includes('h')) text += ',"humidity":"' + HUMIDITY_UNIT + '"'
  if (measures.includes('p')) text += ',"probes":' + celsius
  return ',"units":{' + text.slice(1) + '}'
}

/** Why the node hears no commands. */
function commandsOff(station: StationRecord): Bytes {
  return ',"commands_off":' + (station.marks & HEARING ? 'null' : station.deafUntil ? '"bad_message"' : station.marks & ANSWERED ? '"refused"' : '"no_answer"')
}

function events(station: StationRecord): Bytes {
  const lines = station.facts.recall(false)
  if (!lines) station.due &= ~LOG
  return lines
}

function history(station: StationRecord): Bytes {
  station.allowance--
  return takeSamples(station.backlog, station.sequence, probeNames(station), startDate(station), station.batchLimit)
}
