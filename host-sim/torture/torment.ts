import { HISTORY_SAMPLES } from '../../contract/ranges.ts'
import { STATUS_OFFLINE } from '../../contract/status-word.ts'
import { HISTORY_TOPIC, STATE_TOPIC, STATUS_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import type { Fault } from '../board/fault.ts'
import { FaultSchedule } from '../board/fault-schedule.ts'
import type { BrokerMessage } from '../../broker/broker-message.ts'
import type { NodePlan } from '../scenario/node-plan.ts'
import { checkBounds } from './bounds-check.ts'
import { DrainCheck } from './drain-check.ts'
import { drawFaults } from './draw-faults.ts'
import { CALM_HOUR, ExitCheck } from './exit-check.ts'
import { LinkCheck } from './link-check.ts'
import { nameOf, statesIn } from './ledger.ts'
import { mendSensor } from './mend-sensor.ts'
import type { FirmwareMaker } from './node-port.ts'
import type { Outcome } from './outcome.ts'
import { QuantityCheck } from './quantity-check.ts'
import { ReadingCheck } from './reading-check.ts'
import { softFaults } from './sensor-truths.ts'
import { RepeatCheck } from './repeat-check.ts'
import { checkState, type Stamp, stampOf } from './state-check.ts'
import { TorturedNode } from './tortured-node.ts'
import { Truth } from './truth.ts'
import { Violation } from './violation.ts'

const SECOND = 1000
const MINUTE = 60_000
/** ms within which what is malformed ends the link. */
const SPOILED = 5 * SECOND
/** ms by which a date may be off: half the way to the server and what blocks the interpreter. */
const DATE = 3 * SECOND
const LINKS = ['wifi', 'broker', 'mqtt', 'power', 'limit']
/** Target whose faults take the power for up to a minute when they begin and when they end. */
const DARKENING = 'probes'

/** One node of one seed and its whole life. */
export class Torment {
  readonly node: TorturedNode
  private readonly truth: Truth
  private readonly link: LinkCheck
  private readonly faults: readonly Fault[]
  /** Entries of the schedule under way. */
  private scheduled = 0
  private readonly active = new Map<Fault, string>()
  private readonly quantities: QuantityCheck
  private readonly readings: ReadingCheck
  private readonly exits: ExitCheck
  /** Faults that are active: of the link, of what carries it, and those that refuse the node. */
  private troubles = 0
  private cuts = 0
  private refusals = 0
  /** Messages that no client may take, as far as they are counted. */
  private unacceptable = 0
  private quietSince = 0
  private stateAt = 0
  private readonly repeats = new RepeatCheck()
  /** When the node last could not hear the broker. */
  private deafAt = 0
  private readonly drain = new DrainCheck()
  private latest = { boot: 0, seq: 0, uptime: -1 }

  /** `duration` in ms of the node's time; `faults` undefined: drawn from the plan's stream. */
  constructor(plan: NodePlan, duration: number, faults: readonly Fault[] | undefined, maker: FirmwareMaker) {
    this.node = new TorturedNode(plan, maker, message => this.received(message))
    this.truth = new Truth(this.node.board, plan)
    this.link = new LinkCheck(this.node.broker, `${TOPIC_ROOT}/${plan.id}/${STATUS_TOPIC}`, this.node.settings.link.keepAlive)
    const has = (probe: string): boolean => this.node.probes?.has(probe) === true
    this.quantities = new QuantityCheck(plan, has)
    this.readings = new ReadingCheck(has)
    this.exits = new ExitCheck(this.node.broker, plan)
    this.node.listeners.push(this.quantities)
    this.faults = faults ?? drawFaults(plan.random.split('faults'), this.node.targets, duration, softFaults(this.node.board.fittings))
  }

  /** Until `duration` ms are over, or the first violation. */
  run(duration: number): Outcome {
    const node = this.node
    const clock = node.clock
    let violation: Outcome['violation']
    try {
      node.start()
      this.live(this.faults, duration)
    } catch (error) {
      const known = error instanceof Violation
      violation = { invariant: known ? error.invariant : 'I7', message: known ? error.message : (error as Error).stack ?? String(error), time: clock.now() }
    }
    const ledger = node.ledger
    const samples = node.samples + (ledger?.produced ?? 0)
    const delivered = samples - node.open.size
    return {
      samples,
      delivered,
      dropped: Math.max(0, samples - delivered - (ledger?.pending() ?? 0)),
      counted: node.counted + (ledger?.dropped ?? 0),
      digest: node.digest(),
      faults: this.faults,
      drawn: { plan: { ...node.plan, random: undefined }, settings: node.settings, switched: node.switched },
      violation
    }
  }

  /** The next `duration` ms with these faults, counted from now. Throws the first violation. */
  live(faults: readonly Fault[], duration: number): void {
    const clock = this.node.clock
    const schedule = new FaultSchedule(clock, 1, faults, this.node.targets, (fault, active) => this.told(fault, active))
    const from = clock.now()
    this.scheduled = faults.length
    schedule.start()
    for (let second = SECOND; second <= duration; second += SECOND) {
      if (clock.now() < from + second) clock.advance(from + second - clock.now())
      this.node.port?.check()
      this.everySecond()
    }
    schedule.stop()
    this.repeats.forget()
  }

  private told(fault: Fault, active: boolean): void {
    const node = this.node
    if (active) this.active.set(fault, fault.target)
    else this.active.delete(fault)
    this.quietSince = node.clock.now()
    this.count(fault, active ? 1 : -1)
    this.truth.told(fault, active)
    if (active) return
    if (fault.fault === 'unplug-in-read') node.targets[fault.target].inject('unplug', false)
    const { sensor, part } = node.board.fittings.find(fitting => fitting.part.name === fault.target) ?? {}
    if (part && sensor) mendSensor(sensor, part, fault.fault, node.switched, node.port !== undefined)
  }

  /** A fault of the link more or less. */
  private count({ target, fault }: Fault, change: number): void {
    const link = LINKS.includes(target)
    if (link) this.troubles += change
    if (target === 'broker' && fault !== 'nameless') this.cuts += change
    if (target === 'wifi' && fault === 'refuse') this.refusals += change
    if (link || target === DARKENING) this.link.told(this.quietSince)
  }

  /** ms since the last fault of any kind; 0 while one is active. */
  private calm(): number {
    return this.active.size > 0 ? 0 : this.node.clock.now() - this.quietSince
  }

  private received(message: BrokerMessage): void {
    if (message.payload !== STATUS_OFFLINE) this.link.heard(this.node.clock.now())
    if (message.client === '') return
    if (message.topic.endsWith(`/${HISTORY_TOPIC}`)) this.receivedHistory(message)
    if (!message.topic.endsWith(`/${STATE_TOPIC}`)) return
    const node = this.node
    const now = node.clock.now()
    const state = checkState(message.payload)
    this.repeats.check(message, [nameOf(message.payload)])
    const latest = this.latest
    const fresh = state.boot > latest.boot || (state.boot === latest.boot && state.seq > latest.seq)
    if (state.boot < latest.boot || (state.boot === latest.boot && state.seq < latest.seq)) {
      throw new Violation('I2', `sample ${state.boot}/${state.seq} came after ${latest.boot}/${latest.seq}`)
    }
    if (fresh && state.boot === latest.boot && state.uptime <= latest.uptime) throw new Violation('I9', `sample ${state.seq} was taken at ${state.uptime} ms, the one before at ${latest.uptime} ms`)
    if (state.boot > node.boot) throw new Violation('I2', `sample ${state.boot}/${state.seq} came in start ${node.boot}`)
    this.latest = { boot: state.boot, seq: state.seq, uptime: state.uptime }
    if (state.boot !== node.boot || !node.ledger || !node.powered) return
    node.ledger.received = state.seq
    this.stateAt = now
    if (!fresh) return
    // A message that was held up describes the air of another moment.
    const age = node.powered.now() - state.uptime
    if (age < 10 * SECOND) this.truth.check(state)
    this.checkDate(state)
    this.readings.check(state, now, this.calm())
  }

  /** In order, nothing that was acknowledged before, and every sample as it was taken. */
  private receivedHistory(message: BrokerMessage): void {
    const { ledger, boot } = this.node
    const states = statesIn(message.payload)
    if (message.retain || states.length > HISTORY_SAMPLES) throw new Violation('I4', `a history of ${states.length} samples, retained: ${message.retain}`)
    this.repeats.check(message, states.map(nameOf))
    let before = ledger?.delivered ?? '0/0'
    for (const text of states) {
      const state = ledger?.came(text) ? stampOf(text) : checkState(text)
      const [lastBoot, lastSequence] = before.split('/').map(Number)
      if (state.boot > boot || state.boot < lastBoot || (state.boot === lastBoot && state.seq <= lastSequence)) {
        throw new Violation('I2', `sample ${state.boot}/${state.seq} came in a history of start ${boot} after ${before}`)
      }
      before = `${state.boot}/${state.seq}`
      this.checkDate(state)
    }
  }

  /** Of a sample of the start under way. */
  private checkDate(state: Stamp): void {
    const { date, powered, zero, clock, boot } = this.node
    if (state.time === null || date.stepped || !powered || state.boot !== boot) return
    const off = Date.parse(state.time) - (zero + clock.now() - powered.now() + state.uptime)
    if (Math.abs(off) > DATE) throw new Violation('I10', `sample ${state.boot}/${state.seq} is dated ${state.time}, off by ${off} ms`)
  }

  /** Packets pass between node and broker. */
  private carries(): boolean {
    return this.node.board.wifi.joined && this.cuts === 0
  }

  private everySecond(): void {
    const node = this.node
    const now = node.clock.now()
    this.truth.note()
    this.noteUnacceptable(now)
    this.link.check({
      now,
      powered: node.port !== undefined,
      reachable: this.carries(),
      connected: node.port?.connected === true,
      troubled: this.troubles > 0,
      silent: node.board.wifi.silent,
      refused: [1, 2, 4, 5].includes(node.broker.answer) || this.refusals > 0
    })
    if (!this.carries() || !node.port?.connected) this.deafAt = now
    if (now - Math.max(this.deafAt, node.broker.spoiledAt()) > SPOILED) throw new Violation('I7', 'the link lasts, and what came on it was malformed')
    node.commands.check(now, this.link.settled(now))
    node.commandFaults.check(this.link.settled(now), node.boot)
    if (node.broker.violations > 0) throw new Violation('I7', 'the broker found a violation of the protocol')
    checkBounds(node, this.scheduled)
    this.drain.check(now, node.ledger && this.link.settled(now) ? node.ledger.pending() : 0)
    if (this.active.size === 0 && this.link.settled(now) && now - this.stateAt > node.plan.period * SECOND + 15 * SECOND) {
      throw new Violation('I5', `no sample arrived for ${now - this.stateAt} ms, and nothing is wrong`)
    }
    this.afterCalmHour(now)
  }

  /** What no client may take ends the link, and is no defect of it. */
  private noteUnacceptable(now: number): void {
    const { unacceptable } = this.node.broker
    if (unacceptable > this.unacceptable) this.link.told(now)
    this.unacceptable = unacceptable
  }

  /** I13, once a minute. */
  private afterCalmHour(now: number): void {
    const { node, quantities, readings } = this
    const calm = this.calm()
    if (calm < CALM_HOUR || calm % MINUTE >= SECOND) return
    const unread = new Map(quantities.measured().map(key => [key, readings.unread(key, now)]))
    this.exits.check({ port: node.port, statuses: quantities.statuses(node.plan), unread })
  }
}
