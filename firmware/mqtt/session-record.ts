// All that a session knows, and how it works. The functions beside this file work on the record; none keeps anything else.
//
// A session is one client's half of MQTT 3.1.1 without input and output. Bytes and the time go in, bytes come out:
//
//   socket opened   opened   -> CONNECT                    session.ts
//   bytes came      received -> answers                    packet-stream.ts cuts packets, packet-handlers.ts has one step for each
//   owner speaks    publish, subscribe -> that packet      outbox.ts
//   time passed     elapsed  -> PINGREQ                    session.ts; nextWake says when to call it at the latest
//   socket closed   closed                                 session-end.ts
//
// Whatever is returned is written at once and in that order, so that the order of the calls is the order on the wire.
// After a stall `received` is called before `elapsed`, or an answer that already lies in the socket would be judged late.
//
// A link goes through the states of session-state.ts. What must not happen there is refused by its table.
//
// One table has all that waits (in-flight.ts): under the id of a packet and the first byte of the answer that it waits for
// stands the time of its sending. An answer of the wrong kind finds nothing, and QoS 2 needs no second table: PUBREC takes
// its entry away and puts one in that waits for PUBCOMP.
//
//   published, the short way   id                           waits for PUBACK
//   anything else sent         65536 * first byte + id      waits for that answer
//   received at QoS 2          HELD + id                    waits for PUBREL, for ever
//
// Bytes come as they like. Of a packet whose end is still to come at most SOFT_LIMIT bytes and a header are kept. A longer
// message is not kept: its owner is told its beginning, then it is drained, and still answered, or the broker would send it
// again for ever. Its bytes are its broker's sign of life, since every answer has to queue behind them.
//
// A clean session keeps no payload. What is in flight when its link ends returns to the owner by its id, once, and is the
// owner's again. A kept session has its packets in `kept`, in the order in which they would go again. Everything else
// is one link's and goes with it.
//
// Some brokers hang up on a message that they do not like. blame.ts finds it, and never takes a bad network for it.

import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { ConnectSettings } from './packet-writer.ts'

/** What a CONNACK means for the owner: subscribe anew, all is as it was, or this link was only to clear up. */
export const NEW_SESSION = 0
export const RESUMED = 1
export const DISCARDED = 2

/** What the broker holds of a session that is to be kept: we do not know, nothing, or what we have too. */
export const UNKNOWN = 0
export const NOTHING = 1
export const STORED = 2

/** Added to the id of a message received at QoS 2. It is above every other key of `pending`. */
export const HELD = 0x1000000

/** Told of what arrives, from inside `received`. */
export interface SessionListener {
  /** `long`: there is no more than the beginning of the payload, because the message is above the soft limit. */
  onMessage(topic: Bytes, payload: Bytes, retained: boolean, long: boolean): void
  /** The broker has that message; also: it has dropped the filters of that UNSUBSCRIBE. `more`: `onRead` follows. */
  onAcknowledged(id: number, more: boolean): void
  /** What came has been told, and nothing of it is kept any more: now is the time to publish something large. */
  onRead(): void
  /**
   * No acknowledgement of that message will come: it is the owner's again, to be published as a new one, unless it was
   * `rejected`: it has ended three links all alone, and would end the next. From inside `received`, `opened` or `closed`.
   */
  onReturned(id: number, rejected: boolean): void
  /** One byte per filter: the QoS granted, or 80 for refused. */
  onSubscribed(id: number, granted: Bytes): void
}

/** Told of the CONNACK that accepts us, from inside `received`. */
export interface SessionOwner {
  /** `outcome`: NEW_SESSION, RESUMED or DISCARDED; `again` is to be sent before anything else. */
  onAccepted(outcome: number, again: Bytes): void
}

/** What a session knows. Read what it counts, and `state`, `reason`, `id`, `since`; the rest is its own. */
export interface SessionRecord {
  // What `publish` needs stands first: the interpreter finds a field by walking along them.
  /** The payload's length that `lead` is made for, -1 for none. */
  shaped: number
  /** The topic that `lead` is made for; undefined when it is good for nothing. */
  topic: Bytes | undefined
  /** The packet id used last. */
  id: number
  /** The packet id that the short way of `publish` must not reach. */
  limit: number
  /** When what is still unanswered was sent, by the keys above. */
  pending: Record<number, number>
  sentAt: number
  /** Of a plain QoS 1 PUBLISH of `topic` and a payload of `shaped` bytes, all up to the lower byte of the packet id. */
  lead: Bytes
  /** `String.fromCharCode`, found sooner here than as a global. */
  encode: typeof String.fromCharCode
  /** One of `session-state.ts`. */
  state: number
  /** The beginning of a packet whose end has not come. */
  buffer: Bytes
  /** Bytes of a message above the soft limit that are still to be thrown away. */
  skip: number
  /** How many of them are left when its packet id comes, 0 when none is to come. */
  tail: number
  /** 65536 times its first byte and its packet id, once read. */
  drained: number
  /** When the latest bytes of an unfinished packet came on this link, 0 for never. */
  heardAt: number
  /** The furthest that acknowledgements may move `limit`. */
  barrier: number
  /** Filters of the SUBSCRIBE in flight, or 0. */
  filters: number
  /** When the PINGREQ in flight was sent, or -1; and how many have not been answered. */
  pingAt: number
  pings: number
  /** When CONNECT was sent, then when it was accepted. */
  since: number
  /** A PUBACK or PINGRESP has come on this link. */
  proven: boolean
  /** Why the session ended, or CLOSED_BY_PEER. */
  reason: number
  /** How often the peer broke the protocol. */
  violations: number
  /** Acknowledgements of nothing we sent, and releases of nothing we held. */
  strays: number
  /** Messages that were too long to be handed on whole. */
  oversized: number
  /** False once a QoS 2 message has ended three links: from then on QoS 2 is sent as QoS 1. */
  exact: boolean
  /** The latest `publish` was refused because its message is blamed. */
  heldBack: boolean
  /** Links running that ended early while several things were in flight: nobody is to blame yet. */
  unclear: number
  /** What `blame.ts` holds against topics; undefined for nothing. */
  blame?: Record<Bytes, number> | undefined
  /** The topic published last at QoS 1 or 2, and its payload's length where `shaped` is -1. */
  latest: Bytes
  size: number
  /**
   * Only where sessions are kept: what a resumed one sends again, in order, each behind its two bytes of packet id.
   */
  kept?: Bytes[]
  /** UNKNOWN, NOTHING or STORED. */
  stored: number
  settings: ConnectSettings
  owner: SessionOwner
  listener: SessionListener
}
