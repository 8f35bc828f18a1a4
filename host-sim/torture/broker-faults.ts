import type { FaultTarget } from '../board/fault-target.ts'
import type { BrokerMessage } from '../../broker/broker-message.ts'
import type { MemoryBroker } from '../../broker/memory-broker.ts'
import type { Random } from '../random.ts'
import { MALFORMED, STRAY } from './malformed.ts'

/** One sample in this many ends the link while `reject` is active. */
const REJECTED = 12

/**
 * The target `mqtt`. Faults: `refuse-1` to `refuse-5` (the code of every CONNACK), `hang` (acknowledges nothing and answers no
 * ping), `no-pubcomp`, `malformed` (what no server may send, at once and behind every CONNACK), `stray` (acknowledgements of nothing,
 * once), `reject` (one sample in 12 ends the link on which it comes), `restart` (down while active; sessions and retained messages
 * are kept), `restart-empty` (and they are gone).
 */
export class BrokerFaults implements FaultTarget {
  readonly faults = [
    'refuse-1', 'refuse-2', 'refuse-3', 'refuse-4', 'refuse-5', 'hang', 'no-pubcomp', 'malformed', 'stray', 'reject', 'restart', 'restart-empty'
  ] as const
  private readonly broker: MemoryBroker
  private readonly network: FaultTarget
  private readonly random: Random
  private readonly refusals = new Set<number>()

  /** `network`: where its connections are lost. */
  constructor(broker: MemoryBroker, network: FaultTarget, random: Random) {
    this.broker = broker
    this.network = network
    this.random = random
  }

  inject(fault: string, active: boolean): boolean {
    const broker = this.broker
    if (!this.faults.some(known => known === fault)) return false
    if (fault.startsWith('refuse')) {
      const code = Number(fault.slice(-1))
      if (active) this.refusals.add(code)
      else this.refusals.delete(code)
      broker.answer = Math.max(0, ...this.refusals)
    } else if (fault === 'hang') broker.acknowledges = !active
    else if (fault === 'no-pubcomp') broker.completes = !active
    else if (fault === 'malformed') {
      broker.greeting = active ? MALFORMED[this.random.below(MALFORMED.length)] : ''
      if (active) broker.spoil(broker.greeting)
    } else if (fault === 'stray') {
      if (active) broker.disturb(STRAY[this.random.below(STRAY.length)])
    } else if (fault === 'reject') {
      const rest = this.random.below(REJECTED)
      broker.rejects = active ? message => hasSample(message, rest) : () => false
    } else {
      // Another restart may have ended meanwhile: nobody stays connected to a broker that forgets.
      this.network.inject('loss', true)
      if (fault === 'restart-empty') broker.forget()
      this.network.inject('loss', active)
    }
    return true
  }
}

/** Whether a sample with that rest is in the message. */
function hasSample({ payload }: BrokerMessage, rest: number): boolean {
  for (const [, sequence] of payload.matchAll(/"seq":(\d+)/g)) if (Number(sequence) % REJECTED === rest) return true
  return false
}
