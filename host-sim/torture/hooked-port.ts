import type { Bytes } from '../../drivers/hal/bytes.ts'
import { stateMessage } from '../../firmware/station/state-message.ts'
import { HEARING } from '../../firmware/station/station-record.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { NodeListener, NodePort } from './node-port.ts'

type Call = (...values: unknown[]) => unknown

/** The two ways to publish of the client. */
const PUBLISHING = ['publish', 'publishApart']

/**
 * A port to a running station by hooks on its methods and looks into its fields. Those who extend it say what the members
 * are called in the program that runs.
 */
export abstract class HookedPort implements NodePort {
  protected readonly listeners: NodeListener[] = []

  abstract readonly wallClock: WallClock
  abstract start(): void
  abstract check(): void
  abstract halt(restarting: boolean): void
  /** The station that runs, and its client. */
  protected abstract readonly station: object
  protected abstract readonly client: object

  /** The bundle has 1 and 0 where the source has true and false. */
  get connected(): boolean {
    return Boolean(this.read(this.client, 'connected'))
  }

  get commands(): boolean {
    return (this.count(this.station, 'marks') & HEARING) !== 0
  }

  get reconnects(): number {
    return this.count(this.client, 'reconnects')
  }

  get queued(): number {
    return this.count(this.backlog(), 'count')
  }

  get inFlash(): number {
    const ring = this.read(this.backlog(), 'ring') as object | undefined
    const flash = ring && this.read(ring, 'flash') as object | undefined
    return flash ? this.count(flash, 'count') : 0
  }

  get dropped(): number {
    const backlog = this.backlog()
    return this.count(backlog, 'pushedOut') + this.count(backlog, 'thinnedOut') + this.count(backlog, 'unreadable') + this.count(this.station, 'givenUp')
  }

  listen(listener: NodeListener): void {
    this.listeners.push(listener)
  }

  /** What `member` of `object` is called in the program that runs. */
  protected abstract nameOf(object: object, member: string): string

  /** What runs before a defect is planted, where one is: nearest to the station. */
  protected hookInside(exact: boolean): void {
    this.hook(this.station, 'onMessage', call => (topic, payload, ...rest) => {
      this.tell(listener => listener.onHeard?.(topic as Bytes, payload as Bytes))
      return call(topic, payload, ...rest)
    })
    if (!exact) return
    for (const publish of PUBLISHING) this.hook(this.client, publish, call => (topic, payload, qos, retain) => call(topic, payload, 2 * (qos as number), retain))
  }

  /** What runs after it: as the parts of the node see each other. */
  protected hookOutside(): void {
    const station = this.station
    this.hook(station, 'onSample', call => changed => {
      this.tell(listener => listener.onTaking?.())
      call(changed)
      this.tell(listener => listener.onTaken?.(this.latest()))
    })
    this.hook(station, 'onAcknowledged', call => id => {
      this.tell(listener => listener.onAcknowledged?.(id as number))
      call(id)
    })
    this.hook(station, 'onReturned', call => (id, rejected) => {
      this.tell(listener => listener.onReturned?.(id as number, rejected === true))
      call(id, rejected)
    })
    for (const publish of PUBLISHING) {
      this.hook(this.client, publish, call => (topic, payload, ...rest) => {
        const id = call(topic, payload, ...rest) as number
        this.tell(listener => listener.onPublished?.(id, topic as Bytes, payload as Bytes))
        return id
      })
    }
  }

  protected hook(object: object, member: string, around: (call: Call) => Call): void {
    const name = this.nameOf(object, member)
    const original = Reflect.get(object, name) as Call
    Reflect.set(object, name, around((...values) => Reflect.apply(original, object, values)))
  }

  protected read(object: object, member: string): unknown {
    return Reflect.get(object, this.nameOf(object, member))
  }

  protected tell(about: (listener: NodeListener) => void): void {
    for (const listener of this.listeners) about(listener)
  }

  private count(object: object, member: string): number {
    return this.read(object, member) as number
  }

  /** The `state` of the sample just taken; '' where it has arrived already. */
  private latest(): Bytes {
    const station = this.station
    const sample = this.read(station, 'sample') as Bytes | undefined
    if (!sample) return ''
    const probes = this.read(this.read(station, 'sampler') as object, 'probes') as object[]
    const names = probes.map(probe => this.read(probe, 'name')).join('')
    const head = `${this.read(station, 'head') as Bytes}${this.count(station, 'sequence')}`
    return stateMessage(head, this.count(station, 'sampleUptime'), this.count(station, 'startDate'), sample, names)
  }

  private backlog(): object {
    return this.read(this.station, 'backlog') as object
  }
}
