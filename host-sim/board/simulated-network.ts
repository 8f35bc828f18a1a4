import type { SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { Network } from '../../drivers/hal/network.ts'
import type { FaultTarget } from './fault-target.ts'

/** A network that hangs on a simulated Wi-Fi association and can be broken on purpose. */
export interface SimulatedNetwork extends Network, FaultTarget {
  /** Datagrams are lost, not held back, while nothing passes. */
  readonly sendDatagram: SendDatagram
  /** False: nothing passes in either direction and no connection can be made, as with the fault `silent`. Associated at first. */
  associate(joined: boolean): void
}
