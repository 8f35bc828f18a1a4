import type { Bytes } from '../../drivers/hal/bytes.ts'
import {
  HEALTH_TOPIC, HISTORY_TOPIC, INFO_TOPIC, LOG_TOPIC, REPLY_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC
} from '../../contract/topics.ts'

// All that the node says by itself, a bit each. The lowest bit that is due is published first.
export const OFFLINE = 1
export const BIRTH = 2
export const SENSOR = 4
export const STATE = 8
/** After the sample: it is the longest of them, and may be more than a broker takes. */
export const INFO = 16
export const REPLY = 32
export const HEALTH = 64
export const LOG = 128
export const HISTORY = 256
/** The retained status of a sensor that is no more is taken back. */
export const CLEAR = 512

/** How a message is published. */
export interface Announcement {
  /** Behind `breva/<node>/`. */
  topic: Bytes
  /** 1 but for readings: of what nobody acknowledges the session could not learn that it ends links. */
  qos: number
  retained: boolean
  /** A message that has ended links may be left out for a while. A sample may not: it is given up, and counted. */
  banned: boolean
}

/**
 * How messages of that kind are published. `name` is the sensor's, or the verb; `qos` that of readings. At QoS 0 a sample is sent again by nobody; what has waited in
 * the backlog was to be kept, and is.
 *
 * One row for each bit, in their order: topic, `r` for retained, `b` for what may be banned. A text, because a table of objects would
 * take a hundred variables.
 * @hot
 */
export function announcement(kind: number, name: Bytes, qos: number): Announcement {
  const rows = STATUS_TOPIC + ' r -|' + STATUS_TOPIC + ' r b|' + SENSOR_TOPIC + '+' + SENSOR_STATUS + ' r b|' + STATE_TOPIC + ' - -|' +
    INFO_TOPIC + ' r b|' + REPLY_TOPIC + '+ - -|' + HEALTH_TOPIC + ' - b|' + LOG_TOPIC + ' - -|' + HISTORY_TOPIC + ' - -|' +
    SENSOR_TOPIC + '+' + SENSOR_STATUS + ' r -'
  let bit = 0
  while (kind >> bit > 1) bit++
  const table = rows.split('|')
  const cells = table[bit].split(' ')
  return { topic: cells[0].replace('+', name), qos: kind === STATE ? qos : kind === HISTORY ? qos || 1 : 1, retained: cells[1] === 'r', banned: cells[2] === 'b' }
}
