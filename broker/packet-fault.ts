import { isUtf8 } from 'node:buffer'

const CONNECT = 1
const PUBLISH = 3
const SUBSCRIBE = 8
const UNSUBSCRIBE = 10

/** Bits of the flags of a CONNECT (MQTT 3.1.1, 3.1.2.3). */
const CLEAN_SESSION = 2
const WILL = 4
const USER_NAME = 128

/** Protocol levels by the name that goes with them; a bridge of mosquitto sets the highest bit. */
const LEVELS: Readonly<Record<string, readonly number[]>> = { MQTT: [4, 0x84], MQIsdp: [3, 0x83] }

/** Return codes of a CONNACK (MQTT 3.1.1, table 3.1). */
const UNKNOWN_LEVEL = 1
const CLIENT_ID_REJECTED = 2

/** Why a broker ends the connection on which a packet came; `answer` is the return code of the CONNACK that goes out first, if one does. */
export interface PacketFault {
  reason: string
  answer?: number
}

/**
 * What the library behind the broker does not ask of a packet: its texts [MQTT-1.5.3-1, MQTT-1.5.3-2], its protocol level [MQTT-3.1.2-2], and a
 * name for a session that is to be kept [MQTT-3.1.3-8]. A packet that ends too early is left to the library, which refuses it.
 */
export function packetFault(head: number, body: Buffer): PacketFault | undefined {
  const fields = new Fields(body)
  switch (head >> 4) {
    case CONNECT: return connectFault(fields)
    case PUBLISH: return textFault('topic', fields.text())
    case SUBSCRIBE: return filtersFault(fields, 1)
    case UNSUBSCRIBE: return filtersFault(fields, 0)
    default: return undefined
  }
}

function connectFault(fields: Fields): PacketFault | undefined {
  const levels = LEVELS[fields.text()?.toString('latin1') ?? '']
  const level = fields.byte()
  const flags = fields.byte()
  if (levels as readonly number[] | undefined === undefined || flags === undefined) return undefined
  if (!levels.includes(level!)) return { reason: `protocol level ${level}, and this broker speaks 4 (MQTT 3.1.1) and 3 (MQTT 3.1)`, answer: UNKNOWN_LEVEL }
  fields.skip(2)
  const clientId = fields.text()
  if (clientId?.length === 0 && (flags & CLEAN_SESSION) === 0) return { reason: 'no client id for a session that is to be kept', answer: CLIENT_ID_REJECTED }
  return textFault('client id', clientId) ?? optionalTextsFault(flags, fields)
}

function optionalTextsFault(flags: number, fields: Fields): PacketFault | undefined {
  const fault = (flags & WILL) !== 0 ? willFault(fields) : undefined
  return fault ?? ((flags & USER_NAME) !== 0 ? textFault('user name', fields.text()) : undefined)
}

function willFault(fields: Fields): PacketFault | undefined {
  const topic = fields.text()
  // Its payload is bytes of any kind.
  fields.text()
  if (topic && (topic.length === 0 || /[+#]/.test(topic.toString('latin1')))) return { reason: 'a will topic that nobody may publish to' }
  return textFault('will topic', topic)
}

function filtersFault(fields: Fields, behind: number): PacketFault | undefined {
  fields.skip(2)
  for (let filter = fields.text(); filter !== undefined; filter = fields.text()) {
    const fault = textFault('topic filter', filter)
    if (fault) return fault
    fields.skip(behind)
  }
  return undefined
}

function textFault(what: string, text: Buffer | undefined): PacketFault | undefined {
  if (!text) return undefined
  if (text.includes(0)) return { reason: `a ${what} with NUL in it` }
  return isUtf8(text) ? undefined : { reason: `a ${what} that is not UTF-8` }
}

/** The fields of a packet, read in their order; undefined past its end. */
class Fields {
  private readonly body: Buffer
  private place = 0

  constructor(body: Buffer) {
    this.body = body
  }

  byte(): number | undefined {
    return this.place < this.body.length ? this.body[this.place++] : undefined
  }

  skip(bytes: number): void {
    this.place += bytes
  }

  /** A text or some bytes, with their length before them. */
  text(): Buffer | undefined {
    const { body, place } = this
    const end = place + 2 > body.length ? Infinity : place + 2 + body.readUInt16BE(place)
    if (end > body.length) {
      this.place = body.length
      return undefined
    }
    this.place = end
    return body.subarray(place + 2, end)
  }
}
