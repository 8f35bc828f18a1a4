import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { Storage } from '../../drivers/hal/storage.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Sensor } from '../../drivers/sensor.ts'
import type { Client, ClientListener } from '../mqtt/client.ts'
import { CLOSED_BY_PEER, UNREACHABLE } from '../mqtt/disconnect-reason.ts'
import { HEALTH, INFO, OFFLINE, STATE } from './announcements.ts'
import { openBacklog, recoverSamples } from './backlog.ts'
import { beat, reviveBeat } from './beat.ts'
import { linkDown, linkUp, sayOffline } from './birth.ts'
import { hearCommand } from './commands.ts'
import { keepSample } from './keep-sample.ts'
import { recallSensors } from './known-sensors.ts'
import { NEVER, RARELY, type NodeFacts } from './node-facts.ts'
import { noteEvent } from './note-event.ts'
import { arrived, returned } from './outcome.ts'
import { publishNext } from './publish-next.ts'
import { liveSample } from './live-sample.ts'
import { replyDue } from './reply-due.ts'
import { openSampler, type SampleListener, startSampling, stopSampling } from './sampler.ts'
import { tellSensors } from './sensors-down.ts'
import { HISTORY_SAMPLES } from '../../contract/ranges.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import type { Sntp } from './sntp.ts'
import { startDate } from './start-date.ts'
import { ANSWERED, BEAT, DOWN, HEARING, LOST, READY, type StationRecord } from './station-record.ts'
import { COMMAND_TOPIC, INFO_TOPIC, STATUS_TOPIC } from '../../contract/topics.ts'
import { hearInfo, hearStatus } from './twin.ts'
import { WINDOW } from './watchdog.ts'
import { joinWifi, linkEnded, openWifiLink, stopWifi } from './wifi-link.ts'

/** Its fields. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unsafe-declaration-merging -- `openStation` makes all of them
export interface Station extends StationRecord {}

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
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export class Station implements ClientListener, SampleListener {
  /** `client` has the station as its listener. @cold */
  start(client: Client, sntp: Sntp | undefined): void {
    this.client = client
    if (sntp) this.sntp = sntp
    if (this.done) this.done = undefined
    this.due = 0
    replyDue(this, false)
    recoverSamples(this.backlog)
    noteEvent(this, 'start ' + this.facts.reset, NEVER)
    recallSensors(this)
    startSampling(this.sampler)
    joinWifi(this.wifiLink)
    this.beatDue = this.clock.now() + BEAT
    this.timer = this.clock.after(BEAT, beat, this)
  }

  /**
   * Says `offline`, waits at most 2 s for the broker to have it, then disconnects and calls `done`, never before this
   * call has returned. A second call replaces the first one's `done`.
   */
  stop(done: () => void): void {
    this.done = done
    if (this.due & STATE) keepSample(this)
    stopSampling(this.sampler)
    stopWifi(this.wifiLink)
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
    linkEnded(this.wifiLink, reason)
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
    this.marks |= granted.charCodeAt(granted.length - 1) < 0x80 && !this.deafUntil ? HEARING | ANSWERED : ANSWERED
    // What was said before a late answer is said anew.
    this.due |= INFO & ~this.banned
    this.link = READY
  }

  onRead(): void {
    publishNext(this)
  }

  onAcknowledged(id: number, more: boolean): void {
    if (id !== this.packet) return
    const flown = this.flying
    this.packet = this.flying = 0
    if (flown === STATE && this.sample && !(this.due & STATE)) this.sample = undefined
    // Nothing follows from a `health`, which goes each minute, and the call is dear.
    else if (flown !== HEALTH) arrived(this, flown)
    if (flown !== OFFLINE && !more) publishNext(this)
  }

  /** Nothing here but our own topics is looked at, and nothing retained: our birth follows the subscription anyway. */
  onMessage(topic: Bytes, payload: Bytes, retained: boolean, long: boolean): void {
    if (topic === this.root + STATUS_TOPIC) {
      hearStatus(this, payload, retained)
      return
    }
    if (topic === this.root + INFO_TOPIC) {
      hearInfo(this, payload, retained)
      return
    }
    const prefix = this.root + COMMAND_TOPIC
    hearCommand(this, topic.slice(prefix.length), payload, !retained && !long && topic.startsWith(prefix))
    replyDue(this, false)
  }

  /** A slot has ended: its readings become the latest sample. `changed`: some sensor's status is no longer what the broker was told. */
  onSample(changed: boolean): void {
    if (this.sample) keepSample(this)
    const start = startDate(this)
    const uptime = Math.floor(this.clock.now())
    // The two clocks are read one after the other: a millisecond or two are no step.
    if (start === 0 || Math.abs(start - this.startDate) > 2) this.startDate = start
    this.sequence++
    this.beatsWithoutSample = 0
    this.sampleUptime = uptime
    this.sample = /* @__NOINLINE__ */ liveSample(this.sampler)
    this.due |= STATE
    if (changed) tellSensors(this)
    publishNext(this)
    if (this.clock.now() > this.beatDue + LOST) reviveBeat(this)
  }

  /** The interpreter has raised these flags, of which `MEMORY` has stopped everything that was due at that moment. */
  flagged(flags: string[]): void {
    for (const flag of flags) {
      const word = ',"' + flag.toLowerCase() + '"'
      const errors = this.errors || ''
      if (!(errors + '.').includes(word)) this.errors = errors + word
      if (flag === 'MEMORY') this.trouble('out of memory')
    }
    reviveBeat(this)
  }

  /** Something has failed that cannot be mended here; the beat itself may have. */
  trouble(event: Bytes): void {
    reviveBeat(this)
    noteEvent(this, event, RARELY)
  }
}

/** A station that has not been started. `random` is in [0, 1). */
export function openStation(
  settings: NodeSettings, sensors: Sensor[], clock: Clock, wallClock: WallClock, wifi: Wifi, facts: NodeFacts, flash: FlashArea | undefined,
  storage: Storage, random: number
): Station {
  const station = new Station()
  // What every sample looks up stands first: the interpreter looks through them in this order.
  station.due = station.packet = 0
  station.link = DOWN
  station.root = settings.broker.root + '/' + settings.node + '/'
  station.head = '{"node":"' + settings.node + '","location":"' + settings.location + '","boot":' + facts.boot + ',"seq":'
  station.infoHead = '{"start":' + Math.floor(random * 0x7fffffff) + ','
  station.clock = clock
  station.wallClock = wallClock
  station.wifi = wifi
  station.facts = facts
  station.files = storage
  station.sampler = openSampler(sensors, settings.period * 1000, clock, station)
  station.wifiLink = openWifiLink(wifi, settings.wifi, clock, station)
  station.backlog = openBacklog(settings.backlog, sensors.some(sensor => sensor.measures === 'p'), station.head, flash)
  station.beatDue = station.sequence = station.startDate = station.sampleUptime = 0
  station.starveFrom = WINDOW
  station.marks = station.allowance = station.flying = station.subscription = station.subscribedBy = 0
  station.sample = undefined
  station.healthBeats = station.beatsWithoutSample = station.holdUntil = station.givenUp = station.banned = station.infoTold = station.knownCount = 0
  station.batchLimit = HISTORY_SAMPLES
  station.nextHold = 1
  station.qos = settings.broker.qos
  return station
}
