import type { MemoryBroker } from '../../broker/memory-broker.ts'
import type { FaultTarget } from '../board/fault-target.ts'

/** The target `limit`: the broker ends links on packets of more bytes than the fault's name says, the smallest active. A sample has some 400. */
export class PacketLimits implements FaultTarget {
  readonly faults = ['300', '600', '1000', '2000'] as const
  private readonly broker: MemoryBroker
  private readonly active = new Set<number>()

  constructor(broker: MemoryBroker) {
    this.broker = broker
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.some(known => known === fault)) return false
    if (active) this.active.add(Number(fault))
    else this.active.delete(Number(fault))
    this.broker.packetLimit = Math.min(Infinity, ...this.active)
    return true
  }
}
