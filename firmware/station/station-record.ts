import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Storage } from '../../drivers/hal/storage.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Client } from '../mqtt/client.ts'
import type { Backlog } from './backlog.ts'
import type { CommandQueue } from './command-queue.ts'
import type { NodeFacts } from './node-facts.ts'
import type { Sampler } from './sampler.ts'
import type { Sntp } from './sntp.ts'
import type { WifiLink } from './wifi-link.ts'

// The steps of `link`: without a connection, waiting for the SUBACK, publishing.
export const DOWN = 0
export const SUBSCRIBING = 1
export const READY = 2

// What has become of `info` in this start: it has not arrived, it has over an earlier link, it has over this one.
export const INFO_UNTOLD = 0
export const INFO_EARLIER = 1
export const INFO_TOLD = 2

// Bits of `marks`.
/** The broker lets us hear commands. */
export const HEARING = 1
/** Somebody contradicted our `status` lately. */
export const CONTRADICTED = 2
/** The `info` that the broker kept was not ours, though ours had arrived. */
export const FOREIGN_INFO = 4
/** The watchdog is left unfed, so that it restarts the node. */
export const STARVING = 8
/** The broker has answered whether it lets us hear commands. */
export const ANSWERED = 16
/** A beat that was late has run, and another timer was set for the next one. The one before, unless it was lost, is still to fire, within a minute. */
export const REVIVED = 32

/** ms from one beat to the next. */
export const BEAT = 2000
/** ms by which a timer that is this late has been lost: out of memory takes those due at that moment. */
export const LOST = 2 * BEAT

/** What the station knows. The functions in the files beside this one work on it; an object of its own for each would cost memory. */
export interface StationRecord {
  /** From `start` on. */
  client: Client
  /** Not there where the date does not come from a time server. */
  sntp?: Sntp
  /** The first part of every topic, `breva/<node>/`. */
  root: Bytes
  /** Of readings. */
  qos: number
  /** How every `state` begins, up to its sequence number. */
  head: Bytes
  clock: Clock
  wallClock: WallClock
  wifi: Wifi
  facts: NodeFacts
  sampler: Sampler
  wifiLink: WifiLink
  /** Where a sample goes that nobody has acknowledged when the next one is taken. */
  backlog: Backlog

  /** Where the sensors that the node has had are remembered. */
  files: Storage
  /** How many sensors and probes that was at the latest look; and the names of those whose status is to be taken back, each behind a blank. */
  knownCount: number
  clearing?: Bytes

  /** Of the beat, and when it is due. */
  timer?: Timer
  beatDue: number
  /** Beats since the latest `health`. */
  healthBeats: number
  /** Set from `stop` on. */
  done?: (() => void) | undefined
  /** What holds at present: HEARING and the other bits. */
  marks: number

  /** Samples of this start, the number of the latest. */
  sequence: number
  /** The latest sample while nobody has acknowledged it, as in `live-sample.ts`; and when it was taken. */
  sample: Bytes | undefined
  sampleUptime: number
  /** The date of uptime 0 in ms that it was dated by, or 0. */
  startDate: number
  /** Samples given up because they ended three links running. */
  givenUp: number
  /** The sensors that were offline at the latest look, if any were. */
  down?: Bytes | undefined

  /** DOWN, SUBSCRIBING or READY. */
  link: number
  /** While SUBSCRIBING: the packet, and when its SUBACK is given up. */
  subscription: number
  subscribedBy: number
  /** Links in a row that ended by a message which no client may take; and until when commands are left alone for that reason. 0 or not there: none. */
  badLinks?: number
  deafUntil?: number
  /** Not there before the first command. */
  queue?: CommandQueue

  /** Bits of what waits for its turn, as in `announcements.ts`. */
  due: number
  /** Bits of what is not said for an hour at most, since it has ended links. */
  banned: number
  /** The bit of what is in flight, and its packet identifier; 0 for nothing. */
  flying: number
  packet: number
  /** Messages of the backlog that may be sent before the next beat. */
  allowance: number

  /** Until when `online` is not said again, and how many beats that will be the next time. */
  holdUntil: number
  nextHold: number

  /** How our `info` begins, as nobody else's and none of another start does. */
  infoHead: Bytes
  /** INFO_UNTOLD, INFO_EARLIER or INFO_TOLD. */
  infoTold: number
  /** Until when another node counts as using our name; 0 or not there: none does. */
  twinUntil?: number

  /** Samples of a `history` message, at most. */
  batchLimit: number

  /** Beats since the latest sample. */
  beatsWithoutSample: number
  /** From when on the watchdog may be left unfed. */
  starveFrom: number
  /** The interpreter's error flags since the latest `health`, as JSON, each behind a comma. */
  errors?: Bytes | undefined
}
