import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Quality, State } from '../../contract/state.ts'
import { HUMIDITY_PER, TEMPERATURE_PER } from '../../contract/units.ts'
import { lackingWords, SAMPLE_END, written } from './sample-text.ts'

/**
 * A sample in few bytes: flags and number of probes, 3 bytes of its number in this start, 5 of its uptime in ms, then two
 * each for co2, temperature, humidity and every probe. Which probe is which, and the date of uptime 0, are kept beside.
 */

/** Bytes without probes; each probe takes two more. */
export const RECORD = 15
/** In the first byte: the node has a bus for probes, the clock was known, a bus without probes is at fault, and how many probes there are. */
const BUS = 0x80
export const DATED = 0x40
const BUS_FAULT = 0x20
export const PROBES = 0x1f
/** Two bytes are a value and this, or one of the words from NO_VALUE on; or what is not measured at all. */
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

/** The name of a place, 0 to 2 or of a probe. */
function nameAt(place: number, probes: string[]): string {
  return place === 0 ? 'co2' : place === 1 ? 'temperature' : place === 2 ? 'humidity' : probes[place - 3]
}

/** The two bytes for what stands at a place: the word of its quality, if it has one, and its value. */
function codeOf(place: number, word: Quality | undefined, value: number | null | undefined): number {
  const per = place === 0 ? 1 : place === 2 ? HUMIDITY_PER : TEMPERATURE_PER
  const scaled = typeof value === 'number' ? Math.floor(value * per + 0.5) + OFFSET : -1
  if (scaled >= 0 && scaled < NO_VALUE) return scaled
  // What there is no room for is a fault, rather than another value.
  return word === undefined ? UNMEASURED : NO_VALUE + (lackingWords().indexOf(word) & 3)
}

/** The record of a `state` message; `dated` if the date of uptime 0 was known. */
export function sampleRecord(state: Bytes, dated: boolean): Uint8Array {
  const sample = JSON.parse(state) as State
  const quality = sample.quality
  const probes = sample.probes
  const roms = probes ? Object.keys(probes) : []
  const count = Math.min(roms.length, PROBES - 1)
  const record = new Uint8Array(RECORD + 2 * count)
  record[0] = (probes ? BUS : 0) + (dated ? DATED : 0) + (quality['probes'] === 'fault' ? BUS_FAULT : 0) + count
  putBigEndian(record, 1, 3, sample.seq % 0x1000000)
  putBigEndian(record, 4, 5, sample.uptime)
  for (let place = 0; place < 3 + count; place++) {
    const name = nameAt(place, roms)
    const value = place < 3 ? sample[name as 'co2'] : probes && probes[name]
    putBigEndian(record, 9 + 2 * place, 2, codeOf(place, quality[name], value))
  }
  return record
}

/**
 * The `state` message of the record at `start`, the same to the byte as the one it was made from. `head` is its beginning up
 * to the sequence number, `sequence` a number of the same start that is not 2^23 away, `probes` their names, each of 16
 * characters, `zero` the date of uptime 0 in ms, or 0.
 */
export function stateMessage(head: Bytes, bytes: Uint8Array, start: number, sequence: number, probes: Bytes, zero: number): Bytes {
  const flags = bytes[start]
  const count = 3 + (flags & PROBES)
  const uptime = bigEndian(bytes, start + 4, 5)
  const ahead = bigEndian(bytes, start + 1, 3) - sequence
  let text = head + (sequence + (ahead << 8 >> 8)) + ',"time":'
  // eslint-disable-next-line no-restricted-globals -- it formats the injected clock's time, and asks for none
  text += zero > 0 ? '"' + new Date(zero + uptime).toISOString() + '"' : 'null'
  text += ',"uptime":' + uptime
  const lacking = lackingWords()
  let temperatures = ''
  let words = ''
  for (let place = 0; place < count; place++) {
    const code = bytes[start + 9 + 2 * place] * 256 + bytes[start + 10 + 2 * place]
    if (code === UNMEASURED) continue
    const label = ',"' + (place < 3 ? nameAt(place, []) : probes.substr(16 * (place - 3), 16)) + '":'
    const value = label + (code < NO_VALUE ? written(place, code - OFFSET) : 'null')
    if (place < 3) text += value
    else temperatures += value
    words += label + '"' + (code < NO_VALUE ? 'ok' : lacking[code - NO_VALUE]) + '"'
  }
  if (flags & BUS && count === 3) words += ',"probes":"' + (flags & BUS_FAULT ? 'fault' : 'stale') + '"'
  if (flags & BUS) text += ',"probes":{' + temperatures.slice(1) + '}'
  return text + ',"quality":{' + words.slice(1) + SAMPLE_END
}
