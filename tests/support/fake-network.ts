import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Network, Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

/** The far end of one connection. */
export class FakeConnection implements Socket {
  /** Bytes that reach the far end. */
  onBytes: (bytes: Bytes) => void = () => {}
  /** The near end has closed. */
  onClose: () => void = () => {}
  /** Nothing travels any more in that direction, and nobody is told. */
  upwardLost = false
  downwardLost = false
  /** The near end's queue takes no more. */
  full = false
  closed = false
  private readonly network: FakeNetwork
  private readonly events: SocketEvents

  constructor(network: FakeNetwork, events: SocketEvents) {
    this.network = network
    this.events = events
  }

  open(): void {
    if (!this.closed) this.events.onOpen()
  }

  /** From the far end to the node; a 3-byte `piece` size makes 3-byte chunks. */
  send(bytes: Bytes, piece = Infinity): void {
    if (this.downwardLost) return
    for (let at = 0; at < bytes.length; at += piece) {
      const chunk = bytes.slice(at, at + piece)
      this.network.later(this.network.latency, () => { if (!this.closed) this.events.onBytes(chunk) })
    }
  }

  /** The far end closes or resets. */
  reset(): void {
    this.network.later(this.network.latency, () => { this.finish() })
  }

  /** The near end writes. */
  write(bytes: Bytes): boolean {
    if (this.closed || this.full) return false
    this.network.written.push(bytes)
    if (!this.upwardLost) this.network.later(this.network.latency, () => { this.onBytes(bytes) })
    return true
  }

  /** The near end closes. What is under way still arrives. */
  close(): void {
    if (this.closed) return
    this.network.later(this.network.latency, () => { this.finish() })
  }

  /** As `reset`, at once. */
  finish(): void {
    if (this.closed) return
    this.closed = true
    this.onClose()
    this.events.onClose()
  }
}

/** TCP in virtual time, with the habits of the stock firmware: `connect` may block, and a failure is only an `onClose`. */
export class FakeNetwork implements Network {
  readonly clock: VirtualClock
  readonly connections: FakeConnection[] = []
  /** Every `write` of the near end. */
  readonly written: Bytes[] = []
  /** When each `connect` was called. */
  readonly attempts: number[] = []
  latency = 5
  /** ms that `connect` holds everything up. */
  blocking = 0
  mode: 'open' | 'refuse' | 'silent' = 'open'
  /** What is under way, or in the far end's hands: openings, bytes, answers, ends. */
  underWay = 0
  /** Told of each connection before it opens. */
  onConnection: (connection: FakeConnection) => void = () => {}

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  connect(_host: string, _port: number, events: SocketEvents): Socket {
    this.attempts.push(this.clock.now())
    const connection = new FakeConnection(this, events)
    this.connections.push(connection)
    this.clock.block(this.blocking)
    if (this.mode === 'refuse') this.later(0, () => { connection.finish() })
    if (this.mode === 'open') {
      this.onConnection(connection)
      this.later(this.latency, () => { connection.open() })
    }
    return connection
  }

  /** Does something under way, `delay` ms from now. */
  later(delay: number, task: () => void): void {
    this.underWay++
    this.clock.after(delay, () => {
      this.underWay--
      task()
    }, undefined)
  }

  /** The connection made last. */
  get last(): FakeConnection {
    return this.connections[this.connections.length - 1]
  }

  /** How many sockets exist. */
  get sockets(): number {
    return this.connections.filter(connection => !connection.closed).length
  }
}
