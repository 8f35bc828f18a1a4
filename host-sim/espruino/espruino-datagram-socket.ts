import type { DatagramSocket, SendDatagram } from '../../drivers/hal/datagrams.ts'
import { EspruinoEmitter } from './espruino-emitter.ts'

/** One socket of Espruino's `dgram`, over the HAL's datagrams. Calls into the firmware go through `run`, the idle loop. */
export class SandboxDatagramSocket extends EspruinoEmitter {
  private readonly sendDatagram: SendDatagram
  private readonly run: (task: () => void) => void
  private readonly sockets: DatagramSocket[] = []

  constructor(sendDatagram: SendDatagram, run: (task: () => void) => void) {
    super()
    this.sendDatagram = sendDatagram
    this.run = run
  }

  send(text: string, offset: number, length: number, port: number, host: string): void {
    const socket = this.sendDatagram(host, port, text.slice(offset, offset + length), (answer, from) => {
      this.run(() => { this.tell('message', answer, { address: from?.address ?? host, port: from?.port ?? port, size: answer.length }) })
    })
    if (!socket) throw new Error('Unable to create socket')
    this.sockets.push(socket)
  }

  close(): void {
    for (const socket of this.sockets.splice(0)) socket.close()
  }
}
