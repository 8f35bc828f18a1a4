import type { Bytes } from '../../drivers/hal/bytes.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { BIRTH, HEALTH, INFO, LOG, REPLY, SENSOR, STATE } from './announcements.ts'
import { untoldSensor } from './next-announcement.ts'
import { probeNames } from './probe-names.ts'
import { reportMessage } from './report-message.ts'
import { sampleRecord, stateMessage } from './sample-record.ts'
import { ONLINE } from './sensor-health.ts'
import { startDate } from './start-date.ts'
import type { StationRecord } from './station-record.ts'

/** What is said, made at the last moment; '' for nothing. */
export function payload(station: StationRecord, kind: number): Bytes {
  if (kind === 0) return ''
  if (kind < INFO) return status(station, kind)
  if (kind === INFO) return reportMessage(station.facts, station.sampler, '', '')
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

function health(station: StationRecord): Bytes {
  const queue = station.queue
  return reportMessage(
    station.facts, station.sampler, ',"rssi":' + station.wifi.signal() + ',"reconnects":' + station.client.reconnects,
    station.backlog.report(station.rejected) + ',"late_slots":' + station.sampler.late + ',"commands":' + station.commands +
    ',"refused_commands":' + (queue ? queue.refused : 0) + ',"errors":[' + station.errors.slice(1) +
    '],"duplicate_client_id":' + (station.client.shortLinks > 2) + ',"links":' + JSON.stringify(station.wifiLink.recoveries || {})
  )
}

function events(station: StationRecord): Bytes {
  const lines = station.facts.recall(false)
  if (!lines) station.due &= ~LOG
  return lines
}

function history(station: StationRecord): Bytes {
  station.allowance--
  const batch = station.backlog.opened().take(station.sequence, probeNames(station), startDate(station))
  // Nothing in flash could be read.
  return batch.length < 3 ? '' : batch
}
