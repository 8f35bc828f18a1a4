import dgram from 'node:dgram'
import net from 'node:net'
import tls from 'node:tls'
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { DatagramSocket, SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import { FaultyNetwork } from './faulty-network.ts'

/** A socket that has this much waiting is not being read by anybody. */
const MOST_WAITING = 256 * 1024
/** ms that a closed connection is given to say what it has to say. */
const LINGER = 1000

/** A connection of `node:net`, or of `node:tls`, behind the interface that the firmware knows. */
class TcpSocket implements Socket {
  private readonly network: TcpNetwork
  private readonly events: SocketEvents
  private readonly socket: net.Socket | undefined
  private held: Bytes[] = []
  private closed = false
  private told = false

  constructor(network: TcpNetwork, events: SocketEvents, target: net.TcpNetConnectOpts | undefined) {
    this.network = network
    this.events = events
    if (!target) {
      setImmediate(() => this.tellClosed())
      return
    }
    const { secure } = network
    const socket = secure ? tls.connect({ ...target, ...secure }) : net.connect(target)
    this.socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on(secure ? 'secureConnect' : 'connect', () => { if (!this.closed) events.onOpen() })
    socket.on('data', (chunk: string) => { if (!this.closed) events.onBytes(chunk) })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.tellClosed())
  }

  write(bytes: Bytes): boolean {
    const socket = this.socket
    if (!socket || this.closed || !socket.writable) return false
    if (socket.writableLength + bytes.length > MOST_WAITING) {
      this.abort()
      return false
    }
    if (this.network.silent) this.held.push(bytes)
    else socket.write(bytes, 'latin1')
    return true
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    setImmediate(() => this.tellClosed())
    const socket = this.socket
    if (!socket) return
    if (this.network.silent) {
      socket.destroy()
      return
    }
    // What was written last must arrive: destroying a socket with unread bytes would take it back by a reset.
    socket.end()
    const timer = setTimeout(() => socket.destroy(), LINGER)
    socket.on('close', () => clearTimeout(timer))
  }

  /** Breaks the connection without a word to the other side's application. */
  abort(): void {
    this.socket?.destroy()
  }

  hold(): void {
    if (!this.closed) this.socket?.pause()
  }

  release(): void {
    const held = this.held
    this.held = []
    for (const bytes of held) if (this.socket?.writable) this.socket.write(bytes, 'latin1')
    this.socket?.resume()
  }

  private tellClosed(): void {
    if (this.told) return
    this.told = true
    this.closed = true
    this.network.forget(this)
    this.events.onClose()
  }
}

/**
 * The laptop's own TCP and UDP. A node cannot speak TLS: where its broker wants it, the laptop does so in the node's place,
 * with `secure`. Faults: `loss` (connections break and new ones are refused) and `silent` (nothing passes in
 * either direction and nothing breaks; held back until it ends, and new connections are refused).
 */
export class TcpNetwork extends FaultyNetwork {
  /** How every connection is encrypted and verified; undefined: it is not. */
  readonly secure: tls.ConnectionOptions | undefined
  private readonly sockets = new Set<TcpSocket>()

  constructor(secure?: tls.ConnectionOptions) {
    super()
    this.secure = secure
  }

  connect(host: string, port: number, events: SocketEvents): Socket {
    const possible = !this.lost && !this.silent && !this.nameless && Number.isInteger(port) && port > 0 && port < 65536
    const socket = new TcpSocket(this, events, possible ? { host, port } : undefined)
    this.sockets.add(socket)
    return socket
  }

  sendDatagram(...[host, port, bytes, onBytes]: Parameters<SendDatagram>): DatagramSocket {
    const socket = dgram.createSocket('udp4')
    let open = true
    const close = (): void => {
      if (open) socket.close()
      open = false
    }
    // A node that lost its power closes nothing: its sockets must not keep the program alive.
    socket.unref()
    socket.on('error', close)
    socket.on('message', (message, from) => { if (open && !this.silent && !this.lost) onBytes(message.toString('latin1'), from) })
    if (!this.silent && !this.lost) socket.send(Buffer.from(bytes, 'latin1'), port, host, error => { if (error) close() })
    return { close }
  }

  forget(socket: TcpSocket): void {
    this.sockets.delete(socket)
  }

  protected override breakAll(): void {
    for (const socket of [...this.sockets]) socket.abort()
  }

  protected override settle(): void {
    for (const socket of this.sockets) {
      if (this.silent) socket.hold()
      else socket.release()
    }
  }
}
