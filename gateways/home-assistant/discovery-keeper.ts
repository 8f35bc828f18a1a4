import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { buildDiscovery } from './build-discovery.ts'
import { checkDiscovery } from './check-discovery.ts'
import { discoveryTopic, nodeOfTopic, type DiscoveryMessage } from './discovery-message.ts'
import { formerExpiry, readFormerDiscovery, type FormerDiscovery } from './former-discovery.ts'
import { isKnown, type HeardNode } from './heard-node.ts'
import { HeardNodes, nodeFilters } from './heard-nodes.ts'
import type { NodePlace } from './node-topics.ts'
import { expireAfter, samplePeriod } from './sample-period.ts'

/** What is to be published for a node, and why it may not be. */
export interface Plan {
  node: string
  location: string
  topic: string
  message: DiscoveryMessage
  /** The message as JSON. */
  text: string
  /** Seconds, as measured or told; undefined where neither. */
  period: number | undefined
  expiry: number
  /** The broker has the very same. */
  unchanged: boolean
  /** Names of components that are removed by it. */
  gone: string[]
  /** Rules that it breaks; none for one that may be published. */
  problems: string[]
}

/** A node that Home Assistant was told of, and on which topic. */
export interface PublishedNode {
  node: string
  topic: string
}

export interface KeeperOptions {
  /** What stands before the nodes' names in their topics. */
  root: string
  prefix: string
  /** Seconds between two samples of every node; undefined: measured. */
  period: number | undefined
  /** 0 to below 1. */
  random(): number
}

/** ms without news of a node before it is described: its messages come one after the other. */
const SETTLES = 2000
/** ms within which all nodes are sent again after Home Assistant's start, each at a time of its own. */
const SPREAD = 30_000
/** How much an expiry may be off before it is published anew, as a share. */
const TOLERANCE = 1 / 3

/** Knows what Home Assistant has been told of each node, and what it is to be told. Times are ms, of a clock that does not step back. */
export class DiscoveryKeeper {
  private readonly heard: HeardNodes
  /** By topic. */
  private readonly former = new Map<string, FormerDiscovery>()
  private readonly dueAt = new Map<string, number>()
  private readonly resendAt = new Map<string, number>()
  private readonly options: KeeperOptions

  constructor(options: KeeperOptions) {
    this.options = options
    this.heard = new HeardNodes(options.root)
  }

  get filters(): string[] {
    return [...nodeFilters(this.options.root), `${this.options.prefix}/device/+/config`, this.birthTopic]
  }

  get nodes(): HeardNode[] {
    return [...this.heard.nodes.values()].sort((one, other) => one.node < other.node ? -1 : 1)
  }

  /** The messages by Breva that the broker has of nodes below the root. */
  get published(): PublishedNode[] {
    const below = [...this.former].filter(([, { root = this.options.root }]) => root === this.options.root)
    return below.map(([topic, { node }]) => ({ node, topic })).sort((one, other) => one.node < other.node ? -1 : 1)
  }

  /** Those below other roots, with theirs. */
  get elsewhere(): NodePlace[] {
    return [...this.former.values()].flatMap(({ root, node }) => root === undefined || root === this.options.root ? [] : [{ root, node }])
  }

  /** Takes a message; returns whether it says that Home Assistant has just started. */
  message(topic: string, payload: Buffer, retained: boolean, now: number): boolean {
    if (topic === this.birthTopic) return !retained && payload.toString() === STATUS_ONLINE && this.resendAll(now)
    if (nodeOfTopic(this.options.prefix, topic) !== undefined) this.kept(topic, payload.toString())
    else {
      const node = this.heard.message(topic, payload, retained)
      if (node && !this.dueAt.has(node.node)) this.dueAt.set(node.node, now + SETTLES)
    }
    return false
  }

  /** Nodes that are online and of which another sample is needed. */
  incomplete(): string[] {
    return this.nodes.filter(node => node.status !== STATUS_OFFLINE && !(isKnown(node) && this.period(node) !== undefined)).map(({ node }) => node)
  }

  /** Nodes that are to be looked at now, each once. */
  due(now: number): string[] {
    const nodes = [...this.dueAt, ...this.resendAt].filter(([, at]) => at <= now).map(([node]) => node)
    for (const node of nodes) this.dueAt.delete(node)
    return [...new Set(nodes)]
  }

  /** Undefined while not enough was heard of the node. */
  plan(name: string, now: number): Plan | undefined {
    const node = this.heard.nodes.get(name)
    if (!node || !isKnown(node)) return undefined
    const topic = this.topicOf(name)
    const before = this.former.get(topic)
    const expiry = this.expiry(node, before)
    const message = buildDiscovery(node, expiry, before)
    const text = JSON.stringify(message)
    const gone = Object.keys(message.cmps).filter(key => Object.keys(message.cmps[key]).length === 1 && Object.keys(before?.cmps[key] ?? {}).length > 1)
    const again = (this.resendAt.get(name) ?? Infinity) <= now
    const unchanged = text === before?.text && !again
    return { node: name, location: node.latest.location, topic, message, text, period: this.period(node), expiry, gone, unchanged, problems: checkDiscovery(topic, message, node) }
  }

  /** The broker has the message of a topic; an empty text has cleared it. */
  done({ node, topic }: PublishedNode, text: string): void {
    this.kept(topic, text)
    this.resendAt.delete(node)
  }

  /** Where the message about a node below the root goes. */
  topicOf(node: string): string {
    return discoveryTopic(this.options.prefix, { root: this.options.root, node })
  }

  /** The connection was lost, and the broker may have forgotten what it kept: all nodes are looked at again. */
  reconnected(now: number): void {
    this.former.clear()
    for (const name of this.heard.nodes.keys()) this.dueAt.set(name, now + SETTLES)
  }

  /** Where Home Assistant tells of its start and end. */
  private get birthTopic(): string {
    return `${this.options.prefix}/status`
  }

  private resendAll(now: number): true {
    for (const { node } of this.published) this.resendAt.set(node, now + this.options.random() * SPREAD)
    return true
  }

  private kept(topic: string, text: string): void {
    const name = nodeOfTopic(this.options.prefix, topic)
    if (name === undefined) return
    const former = readFormerDiscovery(text, name)
    if (former) this.former.set(topic, former)
    else this.former.delete(topic)
  }

  private period(node: HeardNode): number | undefined {
    return this.options.period ?? samplePeriod(node)
  }

  /** An expiry that is about right stays: one measured period is never quite the other. */
  private expiry(node: HeardNode, before: FormerDiscovery | undefined): number {
    const period = this.period(node)
    const was = before && formerExpiry(before)
    const expiry = expireAfter(period)
    if (was === undefined || this.options.period !== undefined) return expiry
    return period === undefined || Math.abs(was - expiry) <= expiry * TOLERANCE ? was : expiry
  }
}
