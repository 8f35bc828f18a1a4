import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Quality } from '../../contract/state.ts'
import { CO2_DECIMALS, HUMIDITY_DECIMALS, HUMIDITY_PER, TEMPERATURE_DECIMALS, TEMPERATURE_PER } from '../../contract/units.ts'
import { stateMessage } from './state-message.ts'

/**
 * A sample that waits, in few bytes: flags and number of probes, 3 bytes of its number in this start, 5 of its uptime in ms, then two
 * each for co2, temperature, humidity and every probe. Which probe is which, and the date of uptime 0, are kept beside.
 */

/** Bytes without probes; each probe takes two more. */
export const RECORD = 15
/** Where its number stands, its uptime, and its values; how long the number is. */
const NUMBER = 1
const UPTIME = 4
export const NUMBER_LENGTH = UPTIME - NUMBER
const VALUES = 9
/** In the first byte: the node has a bus for probes, the clock was known, a bus without probes is at fault, and how many probes there are. */
const BUS = 0x80
export const DATED = 0x40
const BUS_FAULT = 0x20
export const PROBES = 0x1f
/** Two bytes are a value in its smallest steps and this, or one of the words from NO_VALUE on; or what is not measured at all. */
const OFFSET = 10000
const NO_VALUE = 65000
const UNMEASURED = 65535

/** The number in `count` bytes from `start`, the most significant first. @hot */
export function bigEndian(bytes: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++) value = value * 256 + bytes[start + i]
  return value
}

/** Writes `value` so that `bigEndian` reads it. */
export function putBigEndian(bytes: Uint8Array, start: number, count: number, value: number): void {
  let rest = value
  for (let i = start + count - 1; i >= start; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

/** The same number from a text of bytes. */
export function numberIn(text: Bytes, start: number, count: number): number {
  let value = 0
  for (let i = start; i < start + count; i++) value = value * 256 + text.charCodeAt(i)
  return value
}

/** `value` in `count` bytes, so that `numberIn` reads it. */
export function inBytes(value: number, count: number): Bytes {
  let text = ''
  let rest = value
  while (text.length < count) {
    text = String.fromCharCode(rest % 256) + text
    rest = Math.floor(rest / 256)
  }
  return text
}

/** Bytes of the record at `start`. */
export function recordLength(bytes: Bytes, start: number): number {
  return RECORD + 2 * (bytes.charCodeAt(start) & PROBES)
}

/** Its number in its start as it stands in it: NUMBER_LENGTH bytes. */
export function recordNumber(record: Bytes): Bytes {
  return record.substr(NUMBER, NUMBER_LENGTH)
}

/** The words for what has no value; a record has their places. */
function lackingWords(): Quality[] {
  return ['warming', 'stale', 'suspect', 'fault']
}

/** Steps of one unit at a place: 0 co2, 1 temperature, 2 humidity, and from 3 on probes. */
function stepsAt(place: number): number {
  return place === 0 ? 1 : place === 2 ? HUMIDITY_PER : TEMPERATURE_PER
}

/** The two bytes for what stands at a place of a sample. */
function codeOf(place: number, cell: Bytes): number {
  if (!cell) return UNMEASURED
  const steps = cell < 'a' ? Math.floor(+cell * stepsAt(place) + 0.5) + OFFSET : -1
  if (steps >= 0 && steps < NO_VALUE) return steps
  // What there is no room for is a fault, rather than another value.
  return NO_VALUE + (lackingWords().indexOf(cell as Quality) & 3)
}

/** The reverse. */
function cellOf(place: number, code: number): Bytes {
  if (code === UNMEASURED) return ''
  const words = lackingWords()
  if (code >= NO_VALUE) return words[code - NO_VALUE]
  return ((code - OFFSET) / stepsAt(place)).toFixed(place === 0 ? CO2_DECIMALS : place === 2 ? HUMIDITY_DECIMALS : TEMPERATURE_DECIMALS)
}

/** A sample, as in `live-sample.ts`, as a record; `dated` if the date of uptime 0 was known. */
export function sampleRecord(sample: Bytes, dated: boolean, sequence: number, uptime: number): Bytes {
  const cells = sample.split(',')
  const count = Math.min(cells.length - 4, PROBES - 1)
  let text = String.fromCharCode((cells[0] ? BUS : 0) + (dated ? DATED : 0) + (cells[0] === 'fault' ? BUS_FAULT : 0) + count) +
    inBytes(sequence % 0x1000000, NUMBER_LENGTH) + inBytes(uptime, VALUES - UPTIME)
  for (let place = 0; place < 3 + count; place++) text += inBytes(codeOf(place, cells[place + 1]), 2)
  return text
}

/**
 * The `state` message of a record, the same to the byte as when the sample was the latest. `head` is its beginning up to the sequence number, `sequence` a
 * number of the same start that is not 2^23 away; `probes`, `zero` as for `stateMessage`.
 */
export function recordMessage(head: Bytes, record: Bytes, sequence: number, probes: Bytes, zero: number): Bytes {
  const flags = record.charCodeAt(0)
  const ahead = numberIn(record, NUMBER, NUMBER_LENGTH) - sequence
  let sample = flags & BUS ? flags & BUS_FAULT ? 'fault' : flags & PROBES ? 'ok' : 'stale' : ''
  for (let at = VALUES; at < record.length; at += 2) sample += ',' + cellOf((at - VALUES) >> 1, record.charCodeAt(at) * 256 + record.charCodeAt(at + 1))
  return stateMessage(head + (sequence + (ahead << 8 >> 8)), numberIn(record, UPTIME, VALUES - UPTIME), zero, sample, probes)
}
