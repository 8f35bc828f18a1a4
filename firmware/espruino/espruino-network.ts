import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Timer } from '../../drivers/hal/clock.ts'
import type { Network, Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { EspruinoNet, EspruinoSocket } from './platform.ts'

declare function require(name: 'net'): EspruinoNet
declare function setTimeout<T>(task: (context: T) => void, delay: number, context: T): Timer

function onOpen(socket: EspruinoSocket): void {
  const events = socket.to
  if (events) events.onOpen()
}

function onData(this: EspruinoSocket, chunk: Bytes): void {
  const events = this.to
  if (events) events.onBytes(chunk)
}

function onClose(this: EspruinoSocket): void {
  const events = this.to
  if (!events) return
  this.to = undefined
  events.onClose()
}

/**
 * TCP over Espruino's `net`, for one connection at a time: the network is its own socket. `connect` blocks the
 * interpreter for as long as name look-up and handshake take, and throws when it is refused. A socket's listeners find
 * who to tell in a field of the socket, so that none is a closure.
 */
export class EspruinoNetwork implements Network, Socket {
  private socket: EspruinoSocket | undefined
  nameless: boolean

  constructor() {
    this.socket = undefined
    this.nameless = false
  }

  /** Closes the connection before. */
  connect(host: string, port: number, events: SocketEvents): Socket {
    this.close()
    this.nameless = false
    try {
      const socket = require('net').connect({ host: host, port: port }, onOpen)
      socket.to = events
      socket.on('data', onData)
      socket.on('close', onClose)
      this.socket = socket
    } catch (error) {
      this.socket = undefined
      this.nameless = ('' + (error as string) + '.').indexOf('locate host') >= 0
      setTimeout(EspruinoNetwork.tellClosed, 0, events)
    }
    return this
  }

  write(bytes: Bytes): boolean {
    const socket = this.socket
    if (!socket || !socket.to) return false
    try {
      socket.write(bytes)
    } catch {
      return false
    }
    return true
  }

  close(): void {
    const socket = this.socket
    if (!socket || !socket.to) return
    setTimeout(EspruinoNetwork.tellClosed, 0, socket.to)
    socket.to = undefined
    try {
      socket.end()
    } catch {
      // it was closed already
    }
  }

  /** `onClose` for a socket that was closed from this side, or never came to be. */
  private static tellClosed(events: SocketEvents): void {
    events.onClose()
  }
}
