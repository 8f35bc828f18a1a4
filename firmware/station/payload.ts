import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { CO2_UNIT, HUMIDITY_UNIT } from '../../contract/units.ts'
import { BIRTH, CLEAR, HEALTH, INFO, LOG, REPLY, SENSOR, STATE } from './announcements.ts'
import { untoldSensor } from './next-announcement.ts'
import { probeNames } from './probe-names.ts'
import { reportMessage } from './report-message.ts'
import { sampleRecord, stateMessage } from './sample-record.ts'
import { ONLINE } from './sensor-health.ts'
import { startDate } from './start-date.ts'
import type { StationRecord } from './station-record.ts'

/** What is said, made at the last moment; '' for nothing. @hot */
export function payload(station: StationRecord, kind: number): Bytes {
  if (kind === 0 || kind === CLEAR) return ''
  if (kind < INFO) return status(station, kind)
  if (kind === INFO) return reportMessage(station.facts, station.sampler, '', station.infoHead.slice(1) + commandsOff(station).slice(1) + units(station))
  if (kind === STATE) return liveSample(station)
  const queue = station.queue
  if (kind === REPLY && queue) return queue.replies[1]
  if (kind === HEALTH) return health(station)
  return kind === LOG ? events(station) : history(station)
}

/** The node's, or the first untold sensor's. */
function status(station: StationRecord, kind: number): Bytes {
  const sensor = kind === SENSOR && untoldSensor(station)
  return kind === BIRTH || (sensor && sensor.up === ONLINE) ? STATUS_ONLINE : STATUS_OFFLINE
}

/** With the date where it was taken without one and the node has learned it since. */
function liveSample(station: StationRecord): Bytes {
  const date = station.startDate === 0 ? startDate(station) : 0
  return date > 0 ? stateMessage(station.head, sampleRecord(station.sample, false), 0, station.sequence, probeNames(station), date) : station.sample
}

/** Once a minute. @hot */
function health(station: StationRecord): Bytes {
  const queue = station.queue
  return reportMessage(
    station.facts, station.sampler, ',"rssi":' + station.wifi.signal() + ',"reconnects":' + station.client.reconnects,
    station.backlog.report(station.rejected, station.sample ? 1 : 0) + ',"late_slots":' + station.sampler.late + ',"commands":' + station.commands + (station.commands ? ',"commands_off":null' : commandsOff(station)) +
    ',"refused_commands":' + (queue ? queue.refused : 0) + ',"errors":[' + station.errors.slice(1) +
    '],"duplicate_client_id":' + (station.twinUntil > 0) + ',"links":' + JSON.stringify(station.wifiLink.recoveries || {})
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
  return ',"commands_off":' + (station.commands ? 'null' : station.deafUntil > 0 ? '"bad_message"' : '"refused"')
}

function events(station: StationRecord): Bytes {
  const lines = station.facts.recall(false)
  if (!lines) station.due &= ~LOG
  return lines
}

function history(station: StationRecord): Bytes {
  station.allowance--
  const ring = station.backlog.opened()
  const batch = ring.take(station.sequence, probeNames(station), startDate(station), station.batchLimit)
  station.batch = ring.underWay()
  // Nothing in flash could be read.
  return batch.length < 3 ? '' : batch
}
