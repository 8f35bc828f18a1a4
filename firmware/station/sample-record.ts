import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Quality, State } from '../../contract/state.ts'
import { CO2_DECIMALS, HUMIDITY_DECIMALS, HUMIDITY_PER, TEMPERATURE_DECIMALS, TEMPERATURE_PER } from '../../contract/units.ts'

/**
 * A sample in few bytes: flags and number of probes, 3 bytes of its number in this start, 5 of its uptime in ms, then two
 * each for co2, temperature, humidity and every probe. Which probe is which, and the date of uptime 0, are kept beside.
 */

/** Bytes without probes; each probe takes two more. */
export const RECORD = 15
/** In the first byte: the node has a bus for probes, the clock was known, and how many probes there are. */
const BUS = 0x80
export const DATED = 0x40
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

/** The record of a `state` message; `dated` if the date of uptime 0 was known. */
export function sampleRecord(state: Bytes, dated: boolean): Uint8Array {
  const sample = JSON.parse(state) as State
  const quality = sample.quality
  const probes = sample.probes
  const names = probes ? Object.keys(probes) : []
  const count = Math.min(names.length, PROBES - 1)
  const record = new Uint8Array(RECORD + 2 * count)
  record[0] = (probes ? BUS : 0) + (dated ? DATED : 0) + count
  putBigEndian(record, 1, 3, sample.seq % 0x1000000)
  putBigEndian(record, 4, 5, sample.uptime)
  for (let i = 0; i < 3 + count; i++) {
    const name = i === 0 ? 'co2' : i === 1 ? 'temperature' : i === 2 ? 'humidity' : names[i - 3]
    const value = i < 3 ? sample[name as 'co2'] : probes && probes[name]
    const word = quality[name]
    let code = UNMEASURED
    if (word !== undefined) code = NO_VALUE + (word === 'warming' ? 0 : word === 'stale' ? 1 : word === 'suspect' ? 2 : 3)
    if (typeof value === 'number') {
      const scaled = Math.floor(value * (i === 0 ? 1 : i === 2 ? HUMIDITY_PER : TEMPERATURE_PER) + 0.5) + OFFSET
      if (scaled >= 0 && scaled < NO_VALUE) code = scaled
    }
    putBigEndian(record, 9 + 2 * i, 2, code)
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
  const ahead = (bigEndian(bytes, start + 1, 3) - sequence) & 0xffffff
  let text = head + (sequence + (ahead < 0x800000 ? ahead : ahead - 0x1000000)) + ',"time":'
  // eslint-disable-next-line no-restricted-globals -- it formats the injected clock's time, and asks for none
  text += zero > 0 ? '"' + new Date(zero + uptime).toISOString() + '"' : 'null'
  text += ',"uptime":' + uptime
  let temperatures = ''
  let qualities = ''
  for (let i = 0; i < count; i++) {
    const code = bytes[start + 9 + 2 * i] * 256 + bytes[start + 10 + 2 * i]
    if (code === UNMEASURED) continue
    const name = i === 0 ? 'co2' : i === 1 ? 'temperature' : i === 2 ? 'humidity' : probes.substr(16 * (i - 3), 16)
    let value = 'null'
    let word: Quality = 'ok'
    if (code < NO_VALUE) {
      value = ((code - OFFSET) / (i === 0 ? 1 : i === 2 ? HUMIDITY_PER : TEMPERATURE_PER))
        .toFixed(i === 0 ? CO2_DECIMALS : i === 2 ? HUMIDITY_DECIMALS : TEMPERATURE_DECIMALS)
    } else word = code === NO_VALUE ? 'warming' : code === NO_VALUE + 1 ? 'stale' : code === NO_VALUE + 2 ? 'suspect' : 'fault'
    if (i < 3) text += ',"' + name + '":' + value
    else temperatures += ',"' + name + '":' + value
    qualities += ',"' + name + '":"' + word + '"'
  }
  if (flags & BUS) text += ',"probes":{' + temperatures.slice(1) + '}'
  return text + ',"quality":{' + qualities.slice(1) + '}}'
}
