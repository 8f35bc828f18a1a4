import type { Bytes } from '../../drivers/hal/bytes.ts'
import { FORGET, ID_LIMIT, PAYLOAD_LIMIT, PING } from '../../contract/command-frame.ts'
import { forgetSensor } from './known-sensors.ts'
import type { StationRecord } from './station-record.ts'

/** The bytes that the identifier is looked for in, and the most that an argument takes, some blanks included. */
const HEAD_LIMIT = 80

/**
 * Obeys a command. Returns the identifier in quotation marks, a blank, and what is wrong, nothing where it is well. The identifier is
 * the payload's first key and made of at most 36 of A-Z, a-z, 0-9, _ and -; without a valid one it is null. Found by
 * hand: the interpreter's `JSON.parse` throws, and accepts any text behind the value.
 */
export function obeyCommand(station: StationRecord, verb: Bytes, payload: Bytes): Bytes {
  const found = payload.startsWith('{') && /^ *"id" *: *"([-A-Za-z0-9_]+)" *[,}]/.exec(payload.slice(1, HEAD_LIMIT))
  const id = found && found[1].length <= ID_LIMIT ? '"' + found[1] + '"' : 'null'
  const error = payload.length > PAYLOAD_LIMIT ? 'too long'
    : !found || id === 'null' ? 'no valid id'
    : verb === PING || verb === FORGET ? obey(station, verb, argumentIn(payload, found[0].length))
    : 'unknown verb'
  return id + ' ' + error
}

/**
 * What stands from `start` on without the blanks at the end; '' where that is longer than any argument. A copy of the payload, and one more without
 * blanks, would be what the node needs most memory for.
 */
function argumentIn(payload: Bytes, start: number): Bytes {
  let end = payload.length
  while (end > start && payload.charCodeAt(end - 1) < 33) end--
  return end > start + HEAD_LIMIT ? '' : payload.slice(start, end)
}

/** `rest` begins with the `,` or `}` behind the identifier. Returns what is wrong, '' for nothing. */
function obey(station: StationRecord, verb: Bytes, rest: Bytes): Bytes {
  if (verb === PING) return rest === '}' ? '' : 'unknown argument'
  const found = /^, *"sensor" *: *"([-a-z0-9]+)" *[}]$/.exec(rest)
  return found ? forgetSensor(station, found[1]) : 'no valid sensor'
}
