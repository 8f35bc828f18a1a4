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

/** ms from one beat to the next. */
export const BEAT = 2000
/** ms by which a timer that is this late has been lost: out of memory takes those due at that moment. */
export const LOST = 2 * BEAT

/** What the station knows. The functions in the files beside this one work on it; an object of its own for each would cost memory. */
export interface StationRecord {
  /** From `start` on. */
  client: Client
  /** Undefined where the date does not come from a time server. */
  sntp: Sntp | undefined
  /** The first part of every topic, `breva/<node>/`. */
  readonly root: Bytes
  /** How every `state` begins, up to its sequence number. */
  readonly head: Bytes
  /** ms between two samples. */
  readonly period: number
  readonly clock: Clock
  readonly wallClock: WallClock
  readonly wifi: Wifi
  readonly facts: NodeFacts
  readonly sampler: Sampler
  readonly wifiLink: WifiLink
  /** Where a sample goes that nobody has acknowledged when the next one is taken. */
  readonly backlog: Backlog

  /** Where the sensors that the node has had are remembered. */
  readonly storage: Storage
  /** How many sensors and probes that was at the latest look; and the names of those whose status is to be taken back, each behind a blank. */
  knownCount: number
  clearing: Bytes

  /** Of the beat, and when it is due. */
  timer: Timer
  beatDue: number
  /** Beats since the latest `health`. */
  healthBeats: number
  /** Set from `stop` on. */
  done: (() => void) | undefined

  /** Samples of this start, the number of the latest. */
  sequence: number
  /** The latest sample while nobody has acknowledged it. */
  sample: Bytes
  /** The date of uptime 0 in ms that it was dated by, or 0. */
  startDate: number
  /** Samples given up because they ended three links running. */
  rejected: number
  /** The sensors that were offline at the latest look. */
  down: Bytes

  /** DOWN, SUBSCRIBING or READY. */
  link: number
  /** While SUBSCRIBING: the packet, and when its SUBACK is given up. */
  subscription: number
  subscribedBy: number
  /** Whether the broker lets us hear commands. */
  commands: boolean
  /** Links in a row that ended by a message which no client may take; and until when commands are left alone for that reason, else 0. */
  badLinks: number
  deafUntil: number
  /** Undefined until the first command. */
  queue: CommandQueue | undefined

  /** Bits of what waits for its turn, as in `announcements.ts`. */
  due: number
  /** Bits of what is not said for an hour at most, since it has ended links. */
  banned: number
  /** The bit of what is in flight, and its packet identifier; 0 for nothing. */
  flying: number
  packet: number
  /** Messages of the backlog that may be sent before the next beat. */
  allowance: number

  /** Somebody contradicted our `status` lately. */
  contradicted: boolean
  /** Beats to wait before saying `online` again, and how many the next time. */
  holdBeats: number
  nextHold: number

  /** How our `info` begins, as nobody else's and none of another start does. */
  readonly infoHead: Bytes
  /** INFO_UNTOLD, INFO_EARLIER or INFO_TOLD. */
  infoTold: number
  /** The `info` that the broker kept was not ours, though ours had arrived. */
  foreignInfo: boolean
  /** Until when another node counts as using our name. */
  twinUntil: number

  /** Samples of a `history` message, at most; and how many the one in flight has. */
  batchLimit: number
  batch: number

  /** Beats since the latest sample. */
  beatsWithoutSample: number
  /** The watchdog is left unfed, so that it restarts the node; and from when on it may be. */
  starving: boolean
  starveFrom: number
  /** The interpreter's error flags since the latest `health`, as JSON, each behind a comma. */
  errors: Bytes
}
