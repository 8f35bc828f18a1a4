import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import { Client, type ClientListener } from '../mqtt/client.ts'
import { CLOSED_BY_PEER, UNREACHABLE } from '../mqtt/disconnect-reason.ts'
import { Backlog } from './backlog.ts'
import { accept, BURST, type CommandQueue, openCommandQueue, refill } from './command-queue.ts'
import { ALWAYS, NEVER, RARELY, type NodeFacts } from './node-facts.ts'
import { readingMessage } from './reading-message.ts'
import { reportMessage } from './report-message.ts'
import { Sampler, type SampleListener } from './sampler.ts'
import { sampleRecord, stateMessage } from './sample-record.ts'
import { ONLINE, type SensorHealth } from './sensor-health.ts'
import { sensorsDown } from './sensors-down.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import type { Sntp } from './sntp.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { COMMAND_FILTER, COMMAND_TOPIC, HEALTH_TOPIC, HISTORY_TOPIC, INFO_TOPIC, LOG_TOPIC, REPLY_TOPIC,
  SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, STATUS_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import { WifiLink } from './wifi-link.ts'

// What is due, in the order it is published.
const OFFLINE = 1
const BIRTH = 2
const SENSOR = 4
const INFO = 8
const STATE = 16
const REPLY = 32
const HEALTH = 64
const LOG = 128
const HISTORY = 256

/** ms between two looks at what cannot wait for an event; the units of the next three figures. */
const BEAT = 2000
/** ms by which a timer that is this late has been lost: out of memory takes those due at that moment. */
const LOST = 2 * BEAT
/** ms that a sample or the link may be late before the station counts as hung. */
const PATIENCE = 60000
/** ms between two restarts for that reason, at the least. */
const WINDOW = 600000
/** Beats between two `health` messages. */
const HEALTH_BEATS = 30
/** ms */
const HOUR = 3600000
/** The longest that a twin's `offline` makes us wait before the next `online`. */
const LONGEST_HOLD = 16
/** Steps of `link`: without a connection, from the connection on waiting for the SUBACK, publishing. */
const DOWN = 0
const CONNECTED = 1
const READY = 6
/** `history` messages for each beat: never more than four in a second, whenever in a beat they are sent. */
const HISTORY_EACH_BEAT = 2

/** The application on the node: samples, and publishes one message at a time, each made when its turn comes. */
export class Station implements ClientListener, SampleListener {
  /** From `start` on. */
  client!: Client
  /** Undefined where the date does not come from a time server. */
  sntp: Sntp | undefined
  /** The first part of every topic, `breva/<node>/`. */
  readonly root: Bytes
  /** How every `state` begins, up to its sequence number. */
  private readonly head: Bytes
  /** ms between two samples. */
  private readonly period: number
  private readonly clock: Clock
  private readonly wallClock: WallClock
  private readonly wifi: Wifi
  readonly facts: NodeFacts
  private readonly sampler: Sampler
  private readonly wifiLink: WifiLink
  private timer: Timer
  /** When `timer` is due. */
  private beatDue: number
  /** When the watchdog may next be left unfed, -1 while it is. */
  private window: number
  /** Samples of this start, the number of the latest. */
  private sequence: number
  /** The latest sample while nobody has acknowledged it; the date of uptime 0 in ms that it was dated by, or 0. */
  sample: Bytes
  private zero: number
  /** Where it goes when the next one is taken, and how many messages of it may be sent before the next beat. */
  private readonly backlog: Backlog
  private allowance: number
  /** Bits of what waits for its turn; what is in flight, and under which packet identifier. */
  private due: number
  private flying: number
  private packet: number
  private link: number
  private subscription: number
  /** Whether the broker lets us hear commands. */
  private commands: boolean
  /** The sensors that were offline at the latest look. */
  private down: Bytes
  /** The interpreter's error flags since the last `health`, as JSON, each behind a comma. */
  private errors: Bytes
  /** Undefined until the first command. */
  private queue: CommandQueue | undefined
  private beats: number
  /** Beats since the last sample. */
  private quiet: number
  /** Beats to wait before saying `online` again, and how many the next time; whether somebody said `offline` lately. */
  private hold: number
  private nextHold: number
  private contradicted: boolean
  /** Samples given up because they ended three links running, and the bits of what is not said for that reason, for an hour at most. */
  private rejected: number
  private banned: number
  /** Set from `stop` on. */
  private done: (() => void) | undefined

  constructor(settings: NodeSettings, sensors: Sensor[], clock: Clock, wallClock: WallClock, wifi: Wifi, facts: NodeFacts, flash: FlashArea | undefined) {
    this.root = TOPIC_ROOT + settings.node + '/'
    this.head = '{"node":"' + settings.node + '","location":"' + settings.location + '","boot":' + facts.boot + ',"seq":'
    this.period = settings.period * 1000
    this.clock = clock
    this.wallClock = wallClock
    this.wifi = wifi
    this.facts = facts
    this.sampler = new Sampler(sensors, this.period, clock, this)
    this.wifiLink = new WifiLink(wifi, settings.wifi, clock, this)
    this.beatDue = this.sequence = this.zero = 0
    this.window = WINDOW
    this.sample = ''
    this.backlog = new Backlog(settings.backlog, settings.sensors.ds18b20 !== undefined, this.head, flash)
    this.allowance = this.due = this.flying = this.packet = this.subscription = 0
    this.link = DOWN
    this.commands = this.contradicted = false
    this.errors = this.down = ''
    this.queue = undefined
    this.beats = this.quiet = this.hold = this.rejected = this.banned = 0
    this.nextHold = 1
  }

  /** `client` has the station as its listener. @cold */
  start(client: Client, sntp: Sntp | undefined): void {
    this.client = client
    this.sntp = sntp
    this.done = undefined
    this.due = 0
    this.answered(false)
    this.note('start ' + this.facts.reset, NEVER)
    this.sampler.start()
    WifiLink.join(this.wifiLink)
    this.timer = this.clock.after(BEAT, Station.beat, this)
    this.beatDue = this.clock.now() + BEAT
  }

  /**
   * Says `offline`, waits at most 2 s for the broker to have it, then disconnects and calls `done`, never before this
   * call has returned. A second call replaces the first one's `done`.
   */
  stop(done: () => void): void {
    this.done = done
    if (this.due & STATE) this.store()
    this.sampler.stop()
    this.wifiLink.stop()
    this.clock.cancel(this.timer)
    this.timer = this.clock.after(this.link === DOWN ? 0 : BEAT, Station.beat, this)
    this.beatDue = 0
    if (this.link !== DOWN) {
      this.link = READY
      this.due = OFFLINE
      this.pump()
    }
  }

  onConnected(resumed: boolean): void {
    if (this.done) {
      this.link = READY
      this.due = OFFLINE
      this.pump()
      return
    }
    // The end of the link before may have gone unnoticed, and with it the end of what was in flight.
    if (this.link !== DOWN) this.onDisconnected(CLOSED_BY_PEER)
    this.note('link up', NEVER)
    if (!resumed && this.packet > 0) this.onReturned(this.packet, false)
    this.hold = 0
    this.contradicted = false
    this.due |= (this.client.shortLinks > 2 ? BIRTH | SENSOR | INFO | HEALTH : BIRTH | SENSOR | INFO) & ~this.banned
    for (const health of this.sampler.sensors) health.told = 0
    for (const health of this.sampler.probes) health.told = 0
    if (resumed && this.commands) {
      this.link = READY
      this.pump()
      return
    }
    this.link = CONNECTED
    this.commands = false
    this.subscription = this.client.subscribe([this.root + STATUS_TOPIC, this.root + COMMAND_FILTER], 1)
  }

  onDisconnected(reason: number): void {
    this.wifiLink.ended(reason)
    if (reason === UNREACHABLE) return
    this.note('link down ' + reason, NEVER)
    this.link = DOWN
  }

  onReturned(id: number, rejected: boolean): void {
    if (id !== this.packet) return
    const flown = this.flying
    const backlog = this.backlog
    // With those that had to be dropped while they were under way.
    const queued = backlog.count + backlog.overflow + backlog.storage
    this.packet = this.flying = 0
    if (rejected && flown < STATE) this.banned |= flown
    if (flown === REPLY) this.answered(rejected)
    if (flown === STATE && this.sample && !(this.due & STATE)) {
      if (rejected) {
        this.sample = ''
        this.rejected++
      } else this.due |= STATE
    } else if (flown === STATE || flown === HISTORY) {
      backlog.settle(rejected)
      this.rejected += queued - backlog.count - backlog.overflow - backlog.storage
    }
  }

  /** `granted`: a refused filter for commands leaves the node without them, and measuring. */
  onSubscribed(id: number, granted: Bytes): void {
    if (id !== this.subscription || this.link === DOWN) return
    this.commands = granted.charCodeAt(1) < 0x80
    this.link = READY
    this.pump()
  }

  onAcknowledged(id: number): void {
    if (id !== this.packet) return
    const flown = this.flying
    this.packet = this.flying = 0
    if (flown === OFFLINE) {
      this.clock.cancel(this.timer)
      Station.beat(this)
      return
    }
    if (flown === LOG && this.facts.recall(true)) this.due |= LOG
    if (flown === REPLY) this.answered(true)
    if (flown === STATE && this.sample && !(this.due & STATE)) this.sample = ''
    else if (flown === STATE || flown === HISTORY) this.backlog.settle(true)
    this.pump()
  }

  /** Nothing here but our own topics is looked at, and nothing retained: our birth follows the subscription anyway. */
  onMessage(topic: Bytes, payload: Bytes, retained: boolean): void {
    if (topic === this.root + STATUS_TOPIC) {
      // A will of an earlier connection, or a twin.
      if (payload === STATUS_OFFLINE && !retained && !this.done) {
        this.contradicted = true
        this.due |= BIRTH
        this.pump()
      }
      return
    }
    const prefix = this.root + COMMAND_TOPIC
    this.queue = this.queue || openCommandQueue()
    accept(this.queue, topic.slice(prefix.length), payload, !retained && topic.startsWith(prefix))
    this.answered(false)
    this.pump()
  }

  /** Whether a reply waits; the first one no longer where it is `gone`. */
  private answered(gone: boolean): void {
    const queue = this.queue
    if (gone && queue) queue.replies.splice(0, 2)
    this.due = queue && queue.replies.length > 0 ? this.due | REPLY : this.due & ~REPLY
  }

  /** The interpreter has raised these flags, of which `MEMORY` has stopped everything that was due at that moment. */
  flagged(flags: string[]): void {
    for (const flag of flags) {
      const word = ',"' + flag.toLowerCase() + '"'
      if (!this.errors.includes(word)) this.errors += word
      if (flag === 'MEMORY') this.trouble('out of memory')
    }
    Station.beat(this)
  }

  /** Something has failed that cannot be mended here; the beat itself may have. */
  trouble(event: Bytes): void {
    Station.beat(this)
    this.note(event, RARELY)
  }

  /** @cold */
  private note(event: Bytes, keep: number): void {
    this.facts.note(Math.floor(this.clock.now() / 1000), event, keep)
    this.due |= LOG
  }

  /** `changed`: some sensor's status is no longer what the broker was told. */
  onSample(changed: boolean): void {
    this.store()
    const zero = this.origin()
    const uptime = Math.floor(this.clock.now())
    // The two clocks are read one after the other: a millisecond or two are no step.
    if (zero === 0 || Math.abs(zero - this.zero) > 2) this.zero = zero
    // eslint-disable-next-line no-restricted-globals -- it formats the injected clock's time, and asks for none
    const date = zero > 0 ? '"' + new Date(this.zero + uptime).toISOString() + '"' : 'null'
    this.sequence++
    this.quiet = 0
    this.sample = /* @__NOINLINE__ */ readingMessage(
      this.head + this.sequence + ',"time":' + date + ',"uptime":' + uptime, this.sampler
    )
    this.due |= changed ? (SENSOR | INFO) & ~this.banned | STATE : STATE
    const down = changed ? sensorsDown(this.sampler) : this.down
    if (down !== this.down) this.note('sensors down:' + (down || ' none'), NEVER)
    this.down = down
    this.pump()
    if (this.clock.now() > this.beatDue + LOST) Station.beat(this)
  }

  /** The latest sample goes to the backlog, unless it has been acknowledged. @hot */
  private store(): void {
    if (!this.sample) return
    this.backlog.opened().push(this.sample, this.zero, this.flying === STATE && !(this.due & STATE), this.sequence, this.probes())
    this.sample = ''
    this.due &= ~STATE
  }

  /** The date of uptime 0 as the clock has it now, in ms; 0 while it is not set. @hot */
  private origin(): number {
    const time = this.wallClock.read()
    return time > 0 ? time - Math.floor(this.clock.now()) : 0
  }

  /** The names of all probes, one after the other. @cold */
  private probes(): Bytes {
    let names = ''
    for (const health of this.sampler.probes) names += health.name
    return names
  }

  /**
   * Every 2 s; the last one ends a stop. Nothing before it is due, so that it may be called for a lost timer. It revives
   * what else has lost its own, and the sampler revives it.
   */
  static beat(station: Station): void {
    const now = station.clock.now()
    // Less than a millisecond is the timer's inaccuracy.
    if (now + 1 < station.beatDue) return
    station.timer = undefined
    if (station.done) {
      station.end(station.done)
      return
    }
    station.timer = station.clock.after(BEAT, Station.beat, station)
    station.beatDue = now + BEAT
    const client = station.client
    const sntp = station.sntp
    const link = station.wifiLink
    if (now > station.sampler.due + LOST) Sampler.tick(station.sampler)
    if (now > client.due + LOST) Client.woken(client)
    if (now > link.due + LOST) WifiLink.join(link)
    if (sntp && now > sntp.due + LOST) sntp.start()
    if (station.queue && station.queue.tokens < BURST) refill(station.queue)
    if (station.hold > 0) station.hold--
    if (station.link !== READY && station.link !== DOWN) station.link++
    // A sample is never later than a slot and its deadline; the rest is for what blocks the interpreter.
    station.quiet++
    if (
      station.window >= 0 && station.quiet * BEAT < station.period + PATIENCE
      && !(now > client.due + PATIENCE) && now < link.due + PATIENCE
    ) station.facts.alive(true)
    else station.doubt(now)
    station.beats++
    if (station.beats === HEALTH_BEATS) station.minute(now)
    station.allowance = HISTORY_EACH_BEAT
    station.pump()
  }

  /** After the last message, or when there was none to say. @cold */
  private end(done: () => void): void {
    this.link = DOWN
    this.packet = this.flying = 0
    this.beatDue = Infinity
    this.client.stop()
    this.backlog.settle(false)
    this.store()
    if (this.backlog.ring) this.backlog.ring.save(Infinity, this.sequence, this.probes())
    done()
  }

  /** The watchdog, where samples or the link are late or were: starved, but not twice within a window. */
  private doubt(now: number): void {
    const late = this.quiet * BEAT >= this.period + PATIENCE
    if (!late && !(now > this.client.due + PATIENCE) && now < this.wifiLink.due + PATIENCE) {
      this.window = now + WINDOW
      this.facts.alive(true)
    } else if (now < this.window) this.facts.alive(false)
    else if (this.window >= 0) {
      this.window = -1
      this.note('watchdog: ' + (late ? 'samples' : 'link'), ALWAYS)
    }
  }

  private minute(now: number): void {
    this.beats = 0
    this.due |= HEALTH
    // Once an hour a banned message gets another chance: what ended three links may have passed.
    if (now % HOUR < BEAT * HEALTH_BEATS) {
      this.due |= this.banned & (BIRTH | SENSOR | INFO)
      this.banned = 0
    }
    if (!(this.due & BIRTH)) {
      if (!this.contradicted) this.nextHold = 1
      this.contradicted = false
    }
  }

  /** Publishes what is next, if nothing is in flight. @hot */
  private pump(): void {
    if (this.link !== READY || this.packet !== 0 || (this.due === 0 && this.backlog.count === 0)) return
    const kind = this.due === STATE ? STATE : this.next()
    const payload = kind === STATE && this.zero !== 0 ? this.sample : this.payload(kind)
    if (!payload) return
    const packet = this.client.publish(
      kind === STATE ? this.root + STATE_TOPIC : this.topic(kind), payload, kind === HEALTH ? 0 : 1, kind < STATE
    )
    if (packet < 0) {
      if (kind === HISTORY) this.backlog.settle(false)
      return
    }
    // Another sensor may wait.
    if (kind !== SENSOR) this.due &= ~kind
    this.packet = packet
    this.flying = kind
    if (kind < STATE || kind === HEALTH) this.said(kind)
  }

  /** The first sensor of whose status the broker has not been told on this link. A bus has no status of its own, its probes have. */
  private untold(): SensorHealth | undefined {
    for (const list of [this.sampler.sensors, this.sampler.probes]) {
      for (const health of list) {
        const sensor = health.item as Sensor
        if (health.up !== health.told && sensor.measures !== 'p') return health
      }
    }
    return undefined
  }

  /** Which of all that waits is published next; 0 for none. */
  private next(): number {
    const due = this.due
    if (due & OFFLINE) return OFFLINE
    if (due & BIRTH && this.hold === 0) return BIRTH
    if (due & SENSOR) {
      if (this.untold()) return SENSOR
      this.due &= ~SENSOR
    }
    if (due & INFO) return INFO
    if (due & STATE) return STATE
    if (due & REPLY) return REPLY
    if (due & HEALTH) return HEALTH
    if (due & LOG) return LOG
    return this.backlog.count > 0 && this.allowance > 0 ? HISTORY : 0
  }

  private topic(kind: number): Bytes {
    const topics = [HEALTH, HEALTH_TOPIC, INFO, INFO_TOPIC, LOG, LOG_TOPIC, HISTORY, HISTORY_TOPIC]
    const at = topics.indexOf(kind)
    const sensor = kind === SENSOR && this.untold()
    const queue = this.queue
    return this.root + (at >= 0 ? topics[at + 1] : sensor ? SENSOR_TOPIC + sensor.name + SENSOR_STATUS
      : kind === REPLY && queue ? REPLY_TOPIC + queue.replies[0] : STATUS_TOPIC)
  }

  /** What is said, made at the last moment; '' for nothing. */
  private payload(kind: number): Bytes {
    if (kind === OFFLINE) return STATUS_OFFLINE
    if (kind === BIRTH) return STATUS_ONLINE
    const sensor = kind === SENSOR && this.untold()
    if (sensor) return sensor.up === ONLINE ? STATUS_ONLINE : STATUS_OFFLINE
    if (kind === INFO) return reportMessage(this.facts, this.sampler, '', '')
    const queue = this.queue
    if (kind === REPLY && queue) return queue.replies[1]
    if (kind === HEALTH) return this.health()
    if (kind === STATE) {
      const zero = this.origin()
      return zero > 0 ? stateMessage(this.head, sampleRecord(this.sample, false), 0, this.sequence, this.probes(), zero) : this.sample
    }
    if (kind === LOG) {
      const events = this.facts.recall(false)
      if (!events) this.due &= ~LOG
      return events
    }
    if (kind !== HISTORY) return ''
    this.allowance--
    const batch = this.backlog.opened().take(this.sequence, this.probes(), this.origin())
    // Nothing in flash could be read.
    return batch.length < 3 ? '' : batch
  }

  private health(): Bytes {
    return reportMessage(
      this.facts, this.sampler, ',"rssi":' + this.wifi.signal() + ',"reconnects":' + this.client.reconnects,
      this.backlog.report(this.rejected) + ',"late_slots":' + this.sampler.late + ',"commands":' + this.commands +
      ',"refused_commands":' + (this.queue ? this.queue.refused : 0) + ',"errors":[' + this.errors.slice(1) +
      '],"duplicate_client_id":' + (this.client.shortLinks > 2) + ',"links":' + JSON.stringify(this.wifiLink.recoveries || {})
    )
  }

  /** What has changed by a message that is on its way. */
  private said(kind: number): void {
    if (kind === HEALTH) this.errors = ''
    const told = kind === SENSOR && this.untold()
    if (told) told.told = told.up
    if (kind === BIRTH && this.contradicted) {
      this.hold = this.nextHold
      this.nextHold = Math.min(this.nextHold * 2, LONGEST_HOLD)
    }
  }
}
