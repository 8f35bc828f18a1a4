import type { Network, Socket } from '../../drivers/hal/network.ts'
import { EspruinoEmitter } from './espruino-emitter.ts'

/** Espruino hands on received bytes in pieces of at most this many. */
const CHUNK = 536

/** One socket of Espruino's `net`, over any HAL network. Calls into the firmware go through `run`, the idle loop. */
export class SandboxSocket extends EspruinoEmitter {
  private readonly socket: Socket
  private ended = false

  constructor(
    network: Network,
    address: { host: string, port: number },
    onOpen: (socket: SandboxSocket) => void,
    run: (task: () => void) => void
  ) {
    super()
    // The look-up comes first: without an address there is no socket.
    if (network.nameless) throw new Error('Unable to locate host')
    this.socket = network.connect(address.host, address.port, {
      onOpen: () => { run(() => { onOpen(this) }) },
      onBytes: bytes => {
        for (let i = 0; i < bytes.length; i += CHUNK) run(() => { this.tell('data', bytes.slice(i, i + CHUNK)) })
      },
      onClose: () => {
        this.ended = true
        run(() => { this.tell('close', false) })
      }
    })
  }

  /** Throws as Espruino's does where the socket is gone, whether or not its end has been told. */
  write(bytes: string): boolean {
    if (this.ended || !this.socket.write(bytes)) throw new Error('This socket is closed')
    return false
  }

  end(bytes?: string): void {
    if (this.ended) return
    if (bytes) this.socket.write(bytes)
    this.ended = true
    this.socket.close()
  }
}
