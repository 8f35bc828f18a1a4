import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { Storage } from '../../drivers/hal/storage.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import type { Client, ClientListener } from '../mqtt/client.ts'
import { CLOSED_BY_PEER, UNREACHABLE } from '../mqtt/disconnect-reason.ts'
import { OFFLINE, STATE } from './announcements.ts'
import { Backlog } from './backlog.ts'
import { beat } from './beat.ts'
import { linkDown, linkUp, sayOffline } from './birth.ts'
import type { CommandQueue } from './command-queue.ts'
import { hearCommand } from './commands.ts'
import { keepSample } from './keep-sample.ts'
import { recallSensors } from './known-sensors.ts'
import { NEVER, RARELY, type NodeFacts } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { arrived, returned } from './outcome.ts'
import { publishNext } from './publish-next.ts'
import { readingMessage } from './reading-message.ts'
import { replyDue } from './reply-due.ts'
import { Sampler, type SampleListener } from './sampler.ts'
import { tellSensors } from './sensors-down.ts'
import { HISTORY_SAMPLES } from '../../contract/ranges.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import type { Sntp } from './sntp.ts'
import { startDate } from './start-date.ts'
import { BEAT, DOWN, LOST, READY, type StationRecord } from './station-record.ts'
import { COMMAND_TOPIC, INFO_TOPIC, STATUS_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import { hearInfo, hearStatus } from './twin.ts'
import { WINDOW } from './watchdog.ts'
import { WifiLink } from './wifi-link.ts'

/**
 * The application on the node: samples, and publishes one message at a time, each made when its turn comes. Here is what events bring about.
 * The rest is in functions:
 *
 * - `announcements.ts` lists what is said, `next-announcement.ts` chooses, `payload.ts` makes it, `publish-next.ts` sends it, and
 *   `outcome.ts` knows what follows when it has arrived or come back;
 * - `keep-sample.ts` gives a sample that has not arrived to the backlog, `sensors-down.ts` tells who has come or gone;
 * - `commands.ts` answers commands, `known-sensors.ts` remembers which sensors there were;
 * - `birth.ts` is about the begin and the end of a link, and about who else speaks in our name;
 * - `beat.ts` runs every 2 s, with what `watchdog.ts` does about what is late.
 */
export class Station implements StationRecord, ClientListener, SampleListener {
  client!: Client
  sntp: Sntp | undefined
  readonly root: Bytes
  readonly head: Bytes
  readonly period: number
  readonly clock: Clock
  readonly wallClock: WallClock
  readonly wifi: Wifi
  readonly facts: NodeFacts
  readonly sampler: Sampler
  readonly wifiLink: WifiLink
  readonly storage: Storage
  knownCount: number
  clearing: Bytes
  timer: Timer
  beatDue: number
  starveFrom: number
  sequence: number
  sample: Bytes
  startDate: number
  readonly backlog: Backlog
  allowance: number
  due: number
  flying: number
  packet: number
  link: number
  subscription: number
  subscribedBy: number
  commands: boolean
  badLinks: number
  deafUntil: number
  down: Bytes
  errors: Bytes
  queue: CommandQueue | undefined
  healthBeats: number
  beatsWithoutSample: number
  holdBeats: number
  nextHold: number
  contradicted: boolean
  readonly infoHead: Bytes
  infoTold: number
  foreignInfo: boolean
  twinUntil: number
  batchLimit: number
  batch: number
  starving: boolean
  rejected: number
  banned: number
  done: (() => void) | undefined

  /** `random` is in [0, 1). */
  constructor(
    settings: NodeSettings, sensors: Sensor[], clock: Clock, wallClock: WallClock, wifi: Wifi, facts: NodeFacts, flash: FlashArea | undefined,
    storage: Storage, random: number
  ) {
    this.root = TOPIC_ROOT + settings.node + '/'
    this.head = '{"node":"' + settings.node + '","location":"' + settings.location + '","boot":' + facts.boot + ',"seq":'
    this.infoHead = '{"start":' + Math.floor(random * 0x7fffffff) + ','
    this.period = settings.period * 1000
    this.clock = clock
    this.wallClock = wallClock
    this.wifi = wifi
    this.facts = facts
    this.sampler = new Sampler(sensors, this.period, clock, this)
    this.wifiLink = new WifiLink(wifi, settings.wifi, clock, this)
    this.beatDue = this.sequence = this.startDate = 0
    this.starveFrom = WINDOW
    this.backlog = new Backlog(settings.backlog, settings.sensors.ds18b20 !== undefined, this.head, flash)
    this.allowance = this.due = this.flying = this.packet = this.subscription = this.subscribedBy = 0
    this.link = DOWN
    this.commands = this.contradicted = this.starving = this.foreignInfo = false
    this.storage = storage
    this.sample = this.errors = this.down = this.clearing = ''
    this.queue = undefined
    this.healthBeats = this.beatsWithoutSample = this.holdBeats = this.rejected = this.banned = 0
    this.badLinks = this.deafUntil = this.infoTold = this.twinUntil = this.batch = this.knownCount = 0
    this.batchLimit = HISTORY_SAMPLES
    this.nextHold = 1
  }

  /** `client` has the station as its listener. @cold */
  start(client: Client, sntp: Sntp | undefined): void {
    this.client = client
    this.sntp = sntp
    this.done = undefined
    this.due = 0
    replyDue(this, false)
    this.backlog.recover()
    noteEvent(this, 'start ' + this.facts.reset, NEVER)
    recallSensors(this)
    this.sampler.start()
    WifiLink.join(this.wifiLink)
    this.timer = this.clock.after(BEAT, beat, this)
    this.beatDue = this.clock.now() + BEAT
  }

  /**
   * Says `offline`, waits at most 2 s for the broker to have it, then disconnects and calls `done`, never before this
   * call has returned. A second call replaces the first one's `done`.
   */
  stop(done: () => void): void {
    this.done = done
    if (this.sample && this.due & STATE) keepSample(this)
    this.sampler.stop()
    this.wifiLink.stop()
    this.clock.cancel(this.timer)
    this.timer = this.clock.after(this.link === DOWN ? 0 : BEAT, beat, this)
    this.beatDue = 0
    if (this.link !== DOWN) sayOffline(this)
  }

  onConnected(resumed: boolean): void {
    if (this.done) {
      sayOffline(this)
      return
    }
    // The end of the link before may have gone unnoticed, and with it the end of what was in flight.
    if (this.link !== DOWN) this.onDisconnected(CLOSED_BY_PEER)
    if (!resumed && this.packet > 0) returned(this, false)
    linkUp(this)
  }

  onDisconnected(reason: number): void {
    this.wifiLink.ended(reason)
    if (reason === UNREACHABLE) return
    noteEvent(this, 'link down ' + reason, NEVER)
    linkDown(this, reason)
  }

  onReturned(id: number, rejected: boolean): void {
    if (id === this.packet) returned(this, rejected)
  }

  /** `granted`: a refused filter for commands leaves the node without them, and measuring. */
  onSubscribed(id: number, granted: Bytes): void {
    if (id !== this.subscription || this.link === DOWN) return
    this.commands = granted.charCodeAt(granted.length - 1) < 0x80 && this.deafUntil === 0
    this.link = READY
    publishNext(this)
  }

  onAcknowledged(id: number): void {
    if (id !== this.packet) return
    const flown = this.flying
    this.packet = this.flying = 0
    if (flown === STATE && this.sample && !(this.due & STATE)) this.sample = ''
    else arrived(this, flown)
    if (flown !== OFFLINE) publishNext(this)
  }

  /** Nothing here but our own topics is looked at, and nothing retained: our birth follows the subscription anyway. */
  onMessage(topic: Bytes, payload: Bytes, retained: boolean): void {
    if (topic === this.root + STATUS_TOPIC) {
      hearStatus(this, payload, retained)
      return
    }
    if (topic === this.root + INFO_TOPIC) {
      hearInfo(this, payload, retained)
      return
    }
    const prefix = this.root + COMMAND_TOPIC
    hearCommand(this, topic.slice(prefix.length), payload, !retained && topic.startsWith(prefix))
    replyDue(this, false)
    publishNext(this)
  }

  /** A slot has ended: its readings become the live sample. `changed`: some sensor's status is no longer what the broker was told. */
  onSample(changed: boolean): void {
    if (this.sample) keepSample(this)
    const start = startDate(this)
    const uptime = Math.floor(this.clock.now())
    // The two clocks are read one after the other: a millisecond or two are no step.
    if (start === 0 || Math.abs(start - this.startDate) > 2) this.startDate = start
    // eslint-disable-next-line no-restricted-globals -- it formats the injected clock's time, and asks for none
    const date = start > 0 ? '"' + new Date(this.startDate + uptime).toISOString() + '"' : 'null'
    this.sequence++
    this.beatsWithoutSample = 0
    this.sample = /* @__NOINLINE__ */ readingMessage(
      this.head + this.sequence + ',"time":' + date + ',"uptime":' + uptime, this.sampler
    )
    this.due |= STATE
    if (changed) tellSensors(this)
    publishNext(this)
    if (this.clock.now() > this.beatDue + LOST) beat(this)
  }

  /** The interpreter has raised these flags, of which `MEMORY` has stopped everything that was due at that moment. */
  flagged(flags: string[]): void {
    for (const flag of flags) {
      const word = ',"' + flag.toLowerCase() + '"'
      if (!this.errors.includes(word)) this.errors += word
      if (flag === 'MEMORY') this.trouble('out of memory')
    }
    beat(this)
  }

  /** Something has failed that cannot be mended here; the beat itself may have. */
  trouble(event: Bytes): void {
    beat(this)
    noteEvent(this, event, RARELY)
  }
}
