import type { FaultTarget } from '../board/fault-target.ts'
import type { MemoryBroker } from '../broker/memory-broker.ts'

/**
 * The target `mqtt`. Faults: `refuse-1` to `refuse-5` (the code of every CONNACK), `hang` (acknowledges nothing and answers no
 * ping), `restart` (down while active), `restart-empty` (and what was retained is gone).
 */
export class BrokerFaults implements FaultTarget {
  readonly faults = ['refuse-1', 'refuse-2', 'refuse-3', 'refuse-4', 'refuse-5', 'hang', 'restart', 'restart-empty'] as const
  private readonly broker: MemoryBroker
  private readonly network: FaultTarget
  private readonly refusals = new Set<number>()

  /** `network`: where its connections are lost. */
  constructor(broker: MemoryBroker, network: FaultTarget) {
    this.broker = broker
    this.network = network
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.some(known => known === fault)) return false
    if (fault.startsWith('refuse')) {
      const code = Number(fault.slice(-1))
      if (active) this.refusals.add(code)
      else this.refusals.delete(code)
      this.broker.answer = Math.max(0, ...this.refusals)
    } else if (fault === 'hang') this.broker.acknowledges = !active
    else {
      // Another restart may have ended meanwhile: nobody stays connected to a broker that forgets.
      this.network.inject('loss', true)
      if (fault === 'restart-empty') this.broker.retained.clear()
      this.network.inject('loss', active)
    }
    return true
  }
}
