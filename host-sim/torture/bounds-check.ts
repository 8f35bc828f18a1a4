import type { TorturedNode } from './tortured-node.ts'
import { Violation } from './violation.ts'

/** Most timers of the firmware, and of everything but the faults to come: a leak goes beyond. */
const FIRMWARE_TIMERS = 16
const TIMERS = 120

/** I4, at any moment; `scheduled`: faults that are to come. */
export function checkBounds({ powered, network, clock, wire }: TorturedNode, scheduled: number): void {
  if (powered && powered.pending() > FIRMWARE_TIMERS) throw new Violation('I4', `the firmware has ${powered.pending()} timers`)
  // A long message is many pieces on the way.
  const timers = clock.pending() - wire.underway
  if (timers > TIMERS + scheduled) throw new Violation('I4', `${timers} timers are set`)
  if (network && network.sockets > 1) throw new Violation('I4', `the node has ${network.sockets} sockets`)
}
