import { createHash } from 'node:crypto'
import type { Timer } from '../../drivers/hal/clock.ts'
import { MemoryNetwork } from '../board/memory-network.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'
import { SimulatedFlashPages } from '../board/simulated-flash-pages.ts'
import { simulatedSettings } from '../scenario/simulated-settings.ts'
import { TimeServer } from '../board/time-server.ts'
import type { FaultTarget, FaultTargets } from '../board/fault-target.ts'
import type { BrokerMessage } from '../../broker/broker-message.ts'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import { VirtualClock } from '../clock/virtual-clock.ts'
import type { NodePlan } from '../scenario/node-plan.ts'
import { BrokerFaults } from './broker-faults.ts'
import { ClockSteps } from './clock-steps.ts'
import { CommandCheck } from './command-check.ts'
import { CommandFaults } from './command-faults.ts'
import { drawSettings, type DrawnSettings } from './draw-settings.ts'
import { FlashFaults } from './flash-faults.ts'
import type { Random } from '../random.ts'
import { Ledger } from './ledger.ts'
import type { Firmware, FirmwareMaker, NodeListener, NodePort } from './node-port.ts'
import { PacketLimits } from './packet-limits.ts'
import { fitWithSpares } from './fit-with-spares.ts'
import type { ProbeExchange } from './probe-exchange.ts'
import { Violation } from './violation.ts'
import { PoweredClock } from './powered-clock.ts'
import { PoweredNetwork } from './powered-network.ts'

const BROKER = { host: 'broker', port: 1883 }
const TIME_SERVER = { server: 'time', port: 123 }
/** ms between node and broker. */
const LATENCY = 5
/** Monday 2026-01-05, 00:00 UTC. */
const MONDAY = 1767571200000

/** ms between two cuts in series at most, with the power on and with the power off: the guard counts starts shorter than 60 s. */
const CUTS_WITHIN = 40_000
/** Bytes written to flash at most until a cut in the midst of them. */
const CUT_WITHIN = 400

/**
 * One node with its broker and time server in virtual time, whose power can be cut. The target `power` has `cut`, `cuts` (one after the other,
 * with seconds between), `reset`, and `cut-in-write`: not before something is written to flash, and then after some byte of it.
 */
export class TorturedNode implements FaultTarget {
  readonly faults = ['cut', 'cuts', 'reset', 'cut-in-write'] as const
  readonly clock = new VirtualClock()
  readonly broker: MemoryBroker
  readonly plan: NodePlan
  readonly board: SimulatedBoard
  readonly targets: FaultTargets
  readonly date: ClockSteps
  readonly zero: number
  /** Every sensor has a switch in its supply: half of all nodes. */
  readonly switched: boolean
  /** Of the start under way; undefined without power. */
  ledger: Ledger | undefined
  powered: PoweredClock | undefined
  network: PoweredNetwork | undefined
  port: NodePort | undefined
  boot = 0
  /** Samples of all starts so far but the one under way. */
  samples = 0
  /** Of those, the ones that the node said it has dropped. */
  counted = 0
  /** Those of all starts that nobody has acknowledged, by `<boot>/<seq>`, each as it was taken. */
  readonly open = new Map<string, string>()
  /** No record in flash can have suffered yet. */
  private sound = true
  /** What is in flash of former starts must at least be there again, as of the last moment of the one before. */
  private kept = 0
  private readonly cuts: Random
  private cutting: Timer
  readonly settings: DrawnSettings
  readonly commands: CommandCheck
  readonly commandFaults: CommandFaults
  /** Undefined where there is no probe. */
  readonly probes: ProbeExchange | undefined
  readonly wire: MemoryNetwork
  /** Told of every start's events, beside its ledger. */
  readonly listeners: NodeListener[] = []
  private readonly flashFaults: FlashFaults
  private readonly firmware: Firmware
  private readonly hash = createHash('sha256')

  constructor(plan: NodePlan, maker: FirmwareMaker, listener: (message: BrokerMessage) => void) {
    this.plan = plan
    this.firmware = maker.make()
    this.switched = plan.random.split('switched').chance(0.5)
    this.cuts = plan.random.split('cuts')
    const settings = drawSettings(plan.random.split('settings'))
    this.settings = { ...settings, pages: maker.pages ?? settings.pages }
    this.zero = MONDAY + plan.startHour * 3_600_000
    this.broker = new MemoryBroker(this.clock, message => {
      this.hash.update(`${this.clock.now()} ${message.topic} ${message.qos}${message.retain} ${message.payload}\n`)
      listener(message)
    })
    this.wire = new MemoryNetwork(this.clock, LATENCY)
    this.wire.serve(BROKER.port, this.broker)
    const time = new TimeServer(this.clock, this.zero)
    this.wire.serveDatagrams(TIME_SERVER.port, time)
    const { board, probes } = fitWithSpares(this.clock, plan, this.wire, new SimulatedFlashPages(this.settings.pages), this)
    this.board = board
    this.probes = probes
    this.board.flash.onCut = () => this.cut()
    this.date = new ClockSteps()
    this.commands = new CommandCheck(this.broker, plan.id, plan.random.split('commands'))
    this.commandFaults = new CommandFaults(this.broker, plan.id, plan.random.split('command faults'), () => this.clock.now())
    this.listeners.push(this.commands)
    this.flashFaults = new FlashFaults(this.board.flash, plan.random.split('flash'), () => { this.sound = false })
    const mqtt = new BrokerFaults(this.broker, this.wire, plan.random.split('mqtt'))
    const limit = new PacketLimits(this.broker)
    this.targets = {
      ...this.board.targets, ...this.probes ? { probes: this.probes } : {}, mqtt, limit, command: this.commandFaults, time, date: this.date, flash: this.flashFaults, power: this
    }
  }

  /** `cut` takes the power for as long as it is active, `reset` restarts the program once and leaves the parts their power. */
  inject(fault: string, active: boolean): boolean {
    if (!this.faults.some(known => known === fault)) return false
    if (fault === 'cut-in-write') this.cutInWrite(active)
    else if (fault === 'cuts') this.cutInSeries(active)
    else if (fault === 'reset') {
      if (active && this.port) this.restart()
    } else if (active) this.cut()
    else this.start()
    return true
  }

  private cutInWrite(active: boolean): void {
    this.sound = false
    this.board.flash.left = active && this.port ? 1 + this.cuts.below(CUT_WITHIN) : Infinity
    if (!active) this.start()
  }

  private cutInSeries(active: boolean): void {
    this.clock.cancel(this.cutting)
    this.cutting = undefined
    if (active) this.cutAgain()
    else this.start()
  }

  private restart(): void {
    this.end(true)
    this.board.wifi.powerDown()
    this.run(false)
  }

  /** Power on. */
  start(): void {
    if (this.port) return
    this.board.flash.powerUp()
    this.board.powerUp()
    this.run(true)
  }

  /** Power off. */
  cut(): void {
    this.end(false)
    this.board.powerDown()
  }

  /** Off or on, and the same again some seconds later. */
  private cutAgain(): void {
    if (this.port) this.cut()
    else this.start()
    this.cutting = this.clock.after(100 + this.cuts.below(CUTS_WITHIN), () => { this.cutAgain() }, undefined)
  }

  /** With nothing in the backlog, no sample will come any more but the latest: forgets those that went with the power or were dropped. */
  forgetLost(): void {
    const ledger = this.ledger
    if (!ledger || ledger.pending() > 1) return
    const recent = [`${this.boot}/${ledger.produced}`, `${this.boot}/${ledger.produced - 1}`]
    for (const name of this.open.keys()) if (!recent.includes(name)) this.open.delete(name)
  }

  /** Of all messages, their times included. */
  digest(): string {
    return this.hash.copy().digest('hex')
  }

  private run(switchedOn: boolean): void {
    const plan = this.plan
    this.boot++
    this.date.stepped = false
    const powered = new PoweredClock(this.clock)
    const network = new PoweredNetwork(this.wire)
    // The firmware's view: the same hardware, a clock and a network that end with this start.
    const board = Object.create(this.board, { clock: { value: powered }, network: { value: network } }) as SimulatedBoard
    const { link, backlog, exact } = this.settings
    const settings = { ...simulatedSettings(plan, { ...BROKER, ...link }, this.switched), backlog, time: TIME_SERVER }
    const port = this.firmware({ board, settings, boot: this.boot, switchedOn, exact })
    this.powered = powered
    this.network = network
    this.port = port
    port.start()
    // It may have cost the power.
    if (this.port !== port) return
    this.date.wallClock = port.wallClock
    this.ledger = new Ledger(port, () => powered.now(), plan.period, this.boot, this.open, () => this.sound)
    for (const listener of this.listeners) port.listen(listener)
    if (this.ledger.recovered < this.kept && !this.flashFaults.touched) throw new Violation('I1', `${this.ledger.recovered} samples were found in flash, and ${this.kept} were kept there`)
    this.flashFaults.touched = false
  }

  private end(restarting: boolean): void {
    const port = this.port
    if (!port) return
    this.samples += this.ledger?.produced ?? 0
    this.counted += port.dropped
    // Thinning may have been under way.
    this.kept = this.settings.backlog.overflow === 'oldest' ? port.inFlash : 0
    this.powered?.powerDown()
    this.network?.powerDown()
    port.halt(restarting)
    this.ledger = undefined
    this.powered = undefined
    this.network = undefined
    this.port = undefined
  }
}
