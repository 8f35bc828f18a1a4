import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { FaultTarget } from '../board/fault-target.ts'
import type { Part } from '../parts/part.ts'
import type { Random } from '../random.ts'
import type { OneWireDevice } from '../wires/one-wire-device.ts'

/** ms without power at least, and how many more at most. */
const DARK = 1000
const DARK_SPREAD = 60_000

/** A probe on the wire or beside it. */
export type FittedProbe = Part & OneWireDevice

/** The wire as far as its probes are put on and taken off. */
export interface ProbeWire {
  attach(device: OneWireDevice): void
  detach(device: OneWireDevice): void
}

/** The board's power. */
export interface PowerSwitch {
  cut(): void
  start(): void
}

/** What somebody has done: those probes are off the wire that were on it, and the other way round. */
interface Change {
  taken: FittedProbe[]
  put: FittedProbe[]
}

/**
 * The target `probes`: somebody switches the board off, does something to its probes, and switches it on within a minute. Faults:
 * `removed`, `added`, `exchanged`, and `none-left`. When the fault is over, it is undone in the same way. Known probes that are absent have to be
 * told, and new ones to be read.
 */
export class ProbeExchange implements FaultTarget {
  readonly faults = ['removed', 'added', 'exchanged', 'none-left'] as const
  private readonly wire: ProbeWire
  private readonly power: PowerSwitch
  private readonly clock: Clock
  private readonly random: Random
  /** On the wire, and beside it. */
  private readonly fitted: Set<FittedProbe>
  private readonly spare: Set<FittedProbe>
  private readonly changes = new Map<string, Change>()
  private switching: Timer

  /** `spare` are on the wire as yet. */
  constructor(wire: ProbeWire, fitted: readonly FittedProbe[], spare: readonly FittedProbe[], power: PowerSwitch, clock: Clock, random: Random) {
    this.wire = wire
    this.fitted = new Set(fitted)
    this.spare = new Set(spare)
    this.power = power
    this.clock = clock
    this.random = random
    for (const probe of spare) wire.detach(probe)
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.some(known => known === fault)) return false
    this.power.cut()
    const change = active ? this.draw(fault) : this.undone(fault)
    if (active) this.changes.set(fault, change)
    for (const probe of change.taken) this.take(probe)
    for (const probe of change.put) this.put(probe)
    this.clock.cancel(this.switching)
    this.switching = this.clock.after(DARK + this.random.below(DARK_SPREAD), () => {
      this.switching = undefined
      this.power.start()
    }, undefined)
    return true
  }

  /** Whether a probe of that name is on the wire. */
  has(name: string): boolean {
    for (const probe of this.fitted) if (probe.name === name) return true
    return false
  }

  private draw(fault: string): Change {
    const taken = fault === 'none-left' ? [...this.fitted] : fault === 'added' ? [] : this.one(this.fitted)
    return { taken, put: fault === 'added' || fault === 'exchanged' ? this.one(this.spare) : [] }
  }

  /** As far as other changes have left it to be undone. */
  private undone(fault: string): Change {
    const { taken = [], put = [] } = this.changes.get(fault) ?? {}
    this.changes.delete(fault)
    return { taken: put.filter(probe => this.fitted.has(probe)), put: taken.filter(probe => this.spare.has(probe)) }
  }

  private one(probes: ReadonlySet<FittedProbe>): FittedProbe[] {
    return probes.size > 0 ? [[...probes][this.random.below(probes.size)]] : []
  }

  private take(probe: FittedProbe): void {
    this.wire.detach(probe)
    this.fitted.delete(probe)
    this.spare.add(probe)
  }

  private put(probe: FittedProbe): void {
    this.wire.attach(probe)
    this.spare.delete(probe)
    this.fitted.add(probe)
  }
}
