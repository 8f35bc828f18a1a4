import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { PacketSizeLimit } from './packet-size-limit.ts'

/** A socket that is destroyed as soon as its peer announces a packet larger than the limit. */
export class LimitedConnection extends Duplex {
  private readonly socket: Socket
  private readonly sizeLimit: PacketSizeLimit

  constructor(socket: Socket, largestPacket: number) {
    super({ allowHalfOpen: false })
    this.socket = socket
    this.sizeLimit = new PacketSizeLimit(largestPacket)
    socket.on('data', (chunk: Buffer) => {
      if (!this.sizeLimit.accept(chunk)) this.destroy(new Error(`a packet of more than ${largestPacket} bytes`))
      else if (!this.push(chunk)) socket.pause()
    })
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
}
