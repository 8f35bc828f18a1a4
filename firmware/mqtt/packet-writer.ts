// Packets of MQTT 3.1.1 as strings of bytes. Strings handed in hold UTF-8 bytes already.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import { CONNECT, SUBSCRIBE, UNSUBSCRIBE } from './packet-type.ts'

/** What a CONNECT says. The will is QoS 1 and retained. */
export interface ConnectSettings {
  /** 1-23 of [0-9a-zA-Z], which is all that every broker must accept [MQTT-3.1.3-5]. */
  clientId: Bytes
  user?: Bytes | undefined
  /** Sent only together with a user [MQTT-3.1.2-22]. */
  password?: Bytes | undefined
  /** 10-1200. */
  keepAliveSeconds: number
  willTopic: Bytes
  willPayload: Bytes
  /** False keeps the session from one connection to the next; anything else begins a new one each time. */
  cleanSession?: boolean | undefined
  /** Messages that may wait for their acknowledgement, 1-4; 4 without it. */
  inFlight?: number | undefined
}

/** The length bytes of a fixed header: 1-4 of them for 0-268435455 (section 2.2.3). */
export function remainingLength(length: number): Bytes {
  let bytes = ''
  while (length > 127) {
    bytes += String.fromCharCode((length & 127) | 128)
    length >>= 7
  }
  return bytes + String.fromCharCode(length)
}

/** A text or binary field: two bytes of length, then the bytes (section 1.5.3). */
export function field(bytes: Bytes): Bytes {
  return String.fromCharCode(bytes.length >> 8, bytes.length & 255) + bytes
}

/** PUBACK, PUBREC, PUBREL or PUBCOMP, by its first byte. */
export function answerPacket(first: number, id: number): Bytes {
  return String.fromCharCode(first, 2, id >> 8, id & 255)
}

/**
 * CONNECT with a will of QoS 1, retained: flags 2E with a `clean` session, 2C without; 80 more with a user, C0 with a
 * password too.
 */
export function connectPacket(settings: ConnectSettings, clean: boolean): Bytes {
  // [MQTT-3.1.2-9] [MQTT-3.1.2-17] the will's fields and flags; [MQTT-3.1.2-18] ... [MQTT-3.1.2-21] user and password's
  let flags = clean ? 0x2e : 0x2c
  // [MQTT-3.1.3-1] client id, will topic, will payload, user, password
  let body = field(settings.clientId) + field(settings.willTopic) + field(settings.willPayload)
  if (settings.user) {
    flags += 0x80
    body += field(settings.user)
    if (settings.password) {
      flags += 0x40
      body += field(settings.password)
    }
  }
  const keepAlive = settings.keepAliveSeconds
  body = '\x00\x04MQTT' + String.fromCharCode(4, flags, keepAlive >> 8, keepAlive & 255) + body
  return String.fromCharCode(CONNECT) + remainingLength(body.length) + body
}

/** SUBSCRIBE, every filter at the same QoS (0-2). */
export function subscribePacket(id: number, filters: Bytes[], qos: number): Bytes {
  let body = String.fromCharCode(id >> 8, id & 255)
  for (const filter of filters) body += field(filter) + String.fromCharCode(qos)
  return String.fromCharCode(SUBSCRIBE) + remainingLength(body.length) + body
}

/** UNSUBSCRIBE. */
export function unsubscribePacket(id: number, filters: Bytes[]): Bytes {
  let body = String.fromCharCode(id >> 8, id & 255)
  for (const filter of filters) body += field(filter)
  return String.fromCharCode(UNSUBSCRIBE) + remainingLength(body.length) + body
}
