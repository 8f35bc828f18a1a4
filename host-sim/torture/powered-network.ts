import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { SimulatedNetwork } from '../board/simulated-network.ts'

/** The sockets of one start of the firmware: a power cut takes them without a word to the other end. */
export class PoweredNetwork implements SimulatedNetwork {
  readonly faults: readonly string[]
  readonly sendDatagram: SendDatagram
  /** Sockets whose end has not been told yet. */
  sockets = 0
  private readonly network: SimulatedNetwork
  private powered = true

  constructor(network: SimulatedNetwork) {
    this.network = network
    this.faults = network.faults
    this.sendDatagram = (host, port, bytes, onBytes) => network.sendDatagram(host, port, bytes, (answer, from) => { if (this.powered) onBytes(answer, from) })
  }

  get nameless(): boolean {
    return this.network.nameless === true
  }

  connect(host: string, port: number, events: SocketEvents): Socket {
    this.sockets++
    const socket = this.network.connect(host, port, {
      onOpen: () => { if (this.powered) events.onOpen() },
      onBytes: chunk => { if (this.powered) events.onBytes(chunk) },
      onClose: () => {
        this.sockets--
        if (this.powered) events.onClose()
      }
    })
    return {
      write: (bytes: Bytes) => this.powered && socket.write(bytes),
      close: () => { if (this.powered) socket.close() }
    }
  }

  inject(fault: string, active: boolean): boolean {
    return this.network.inject(fault, active)
  }

  associate(joined: boolean): void {
    this.network.associate(joined)
  }

  powerDown(): void {
    this.powered = false
  }
}
