import type { DatagramSocket, SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { SimulatedNetwork } from './simulated-network.ts'

/**
 * What a network does under its faults: `loss` (connections break and new ones are refused), `silent` (nothing passes in either
 * direction and nothing breaks) and `nameless` (no name can be looked up, so no new connection can be made).
 */
export abstract class FaultyNetwork implements SimulatedNetwork {
  readonly faults = ['loss', 'silent', 'nameless'] as const
  nameless = false
  /** What `associate` and the fault `silent` come to. */
  silent = false
  protected lost = false
  private joined = true
  private muted = false

  abstract connect(host: string, port: number, events: SocketEvents): Socket

  abstract sendDatagram(...request: Parameters<SendDatagram>): DatagramSocket

  /** Breaks the connections there are. */
  protected abstract breakAll(): void

  /** `silent` may have changed: what is under way is held back, or passed on. */
  protected abstract settle(): void

  inject(fault: string, active: boolean): boolean {
    if (fault === 'loss') {
      this.lost = active
      if (active) this.breakAll()
    } else if (fault === 'silent') {
      this.muted = active
      this.listen()
    } else if (fault === 'nameless') this.nameless = active
    else return false
    return true
  }

  associate(joined: boolean): void {
    this.joined = joined
    this.listen()
  }

  private listen(): void {
    this.silent = this.muted || !this.joined
    this.settle()
  }
}
