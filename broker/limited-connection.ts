import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { packetFault } from './packet-fault.ts'
import { PacketFraming } from './packet-framing.ts'

const CONNACK = 0x20

/** A socket that ends with an error, which says why, as soon as its peer sends a packet that is too large or that no broker may take. */
export class LimitedConnection extends Duplex {
  /** Where the peer is. */
  readonly address: string
  private readonly socket: Socket
  private readonly framing: PacketFraming
  private ending = false

  constructor(socket: Socket, largestPacket: number) {
    super({ allowHalfOpen: false })
    this.socket = socket
    this.address = socket.remoteAddress ?? 'a client that is gone'
    this.framing = new PacketFraming(largestPacket, (head, body) => {
      const fault = packetFault(head, body)
      if (fault) this.refuse(fault.reason, fault.answer)
    })
    socket.on('data', (chunk: Buffer) => { this.receive(chunk, largestPacket) })
    socket.on('end', () => this.push(null))
    socket.on('error', error => this.destroy(error))
    socket.on('close', () => this.destroy())
  }

  override _read(): void {
    this.socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.socket.destroyed) done(new Error('the connection is closed'))
    else this.socket.write(chunk, done)
  }

  override _final(done: () => void): void {
    this.socket.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy()
    done(error)
  }

  private receive(chunk: Buffer, largestPacket: number): void {
    if (this.ending) return
    const framing = this.framing.accept(chunk)
    if (framing === 'too large') this.refuse(`a packet of more than ${largestPacket} bytes`)
    else if (framing === 'malformed') this.refuse('a packet whose length has more than four bytes')
    else if (!this.refused() && !this.push(chunk)) this.socket.pause()
  }

  /** What comes from here on is not taken. A CONNACK with the return code `answer` goes out first. */
  private refuse(reason: string, answer?: number): void {
    if (this.ending) return
    this.ending = true
    const error = new Error(reason)
    if (answer === undefined) this.destroy(error)
    else this.socket.end(Buffer.from([CONNACK, 2, 0, answer]), () => { this.destroy(error) })
  }

  /** Asked behind a call that may have refused what it was given. */
  private refused(): boolean {
    return this.ending
  }
}
