import type { Bytes } from '../../drivers/hal/bytes.ts'
import { PAYLOAD_LIMIT, PING } from '../../contract/command-frame.ts'
import { COMMAND_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import { MOST_BYTES } from '../../broker/unacceptable.ts'
import type { MemoryBroker } from '../../broker/memory-broker.ts'
import type { FaultTarget } from '../board/fault-target.ts'
import type { Random } from '../random.ts'
import { Violation } from './violation.ts'

const MIDDLE = 65_536
/** Of a message that is too long for any node. */
const MOST = 1_200_000
const BURST = 60
/** ms in which a link would have ended that a message ends. */
const WITHIN = 5000
/** Ends of links by one message that no client may take, in one start: three, then the node does without commands, and one more for each hour. */
const HOUR = 3_600_000
const MOST_ENDS = 4

/** Retained messages begin so. */
const RETAINED = 'retained-'
/** Those that must not end the link, and those that must. */
const HARMLESS = ['bytes', 'oversized', 'huge', 'burst', 'retained-bytes', 'retained-oversized', 'retained-huge']
const FATAL = ['too-long', 'nul', 'utf8', 'retained-too-long', 'retained-nul', 'retained-utf8']

/** Whether a fault of the target `command` ends the link. */
function isFatalCommand(fault: string): boolean {
  return FATAL.includes(fault)
}

/**
 * The target `command`: what somebody publishes among the node's commands, once, at any QoS, to a live node or to one that is away. Faults: `bytes`
 * (anything as payload), `oversized` (up to 64 kB), `huge` (up to 1 MB), `burst` (sixty at once), `too-long` (above 1 MB), `nul` and `utf8` (a topic
 * that breaks the standard). Those with `retained-` before the name stay at the broker for as long as the fault is active.
 */
export class CommandFaults implements FaultTarget {
  readonly faults = [...HARMLESS, ...FATAL]
  private readonly broker: MemoryBroker
  private readonly root: string
  private readonly random: Random
  private readonly now: () => number
  private readonly kept = new Map<string, string>()
  /** Of the latest harmless one that came on a settled link: when, how long it was, and which of the broker's connections had it. */
  private told = { at: -Infinity, bytes: 0, connection: 0 }
  /** When the latest was published that ends links, in which start that was, and how many links had ended so by then. */
  private fatal = { at: 0, boot: 0, ends: 0 }

  constructor(broker: MemoryBroker, node: string, random: Random, now: () => number) {
    this.broker = broker
    this.root = `${TOPIC_ROOT}/${node}/${COMMAND_TOPIC}`
    this.random = random
    this.now = now
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.includes(fault)) return false
    const retain = fault.startsWith(RETAINED)
    const kind = retain ? fault.slice(RETAINED.length) : fault
    if (active) for (let left = kind === 'burst' ? BURST : 1; left > 0; left--) this.publish(fault, kind, retain)
    else if (retain) this.broker.retained.delete(this.kept.get(fault) ?? '')
    return true
  }

  /** Called every second. `settled`: nothing has been wrong with the link for long; `boot`: the start under way. */
  check(settled: boolean, boot: number): void {
    const { at, bytes, connection } = this.told
    if (settled && (this.broker.connections > connection || this.broker.clients().length === 0) && this.now() - at < WITHIN) throw new Violation('I5', `a command of ${bytes} bytes has ended the link`)
    if (!settled) this.told.at = -Infinity
    if (boot !== this.fatal.boot) this.fatal = { at: this.now(), boot, ends: this.broker.unacceptable }
    const ends = this.broker.unacceptable - this.fatal.ends
    const since = this.now() - this.fatal.at
    if (ends > MOST_ENDS + since / HOUR) throw new Violation('I5', `a message that no client may take has ended ${ends} links in ${since} ms of one start`)
  }

  private publish(fault: string, kind: string, retain: boolean): void {
    const topic = this.root + this.verb(kind)
    const payload = this.payload(kind)
    // A burst of QoS 2 has more in flight than any broker would have.
    const qos = this.random.below(kind === 'burst' ? 2 : 3)
    if (retain) this.kept.set(fault, topic)
    if (isFatalCommand(fault)) this.fatal = { ...this.fatal, at: this.now(), ends: this.broker.unacceptable }
    else this.told = { at: this.now(), bytes: payload.length, connection: this.broker.connections }
    this.broker.publish({ topic, payload, qos, retain, client: '' })
  }

  private verb(kind: string): Bytes {
    if (kind === 'nul') return 'pi\0ng'
    if (kind === 'utf8') return ['\xff', 'p\xc3(', '\xed\xa0\x80', '\xf4\x90\x80\x80', '\xc0\x80'][this.random.below(5)]
    return this.random.chance(0.5) ? PING : 'reboot'
  }

  private payload(kind: string): Bytes {
    const { random } = this
    const between = (least: number, most: number): number => Math.floor(least * Math.pow(most / least, random.next()))
    if (kind === 'burst') return `{"id":"b${random.below(1000)}"}`
    if (kind === 'oversized') return 'x'.repeat(between(PAYLOAD_LIMIT + 1, MIDDLE))
    // Topic, its length and the packet's id come to less than 100 bytes.
    if (kind === 'huge') return 'x'.repeat(between(MIDDLE, MOST_BYTES - 100))
    if (kind === 'too-long') return 'x'.repeat(between(MOST_BYTES + 1, MOST))
    let bytes = ''
    for (let left = random.below(200); left > 0; left--) bytes += String.fromCharCode(random.below(256))
    return kind === 'bytes' ? bytes : `{"id":"x"}${bytes}`
  }
}
