import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { DatagramSocket, DatagramSource, SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import { FaultyNetwork } from './faulty-network.ts'

/** Who answers on a port of a `MemoryNetwork`. */
export interface MemoryServer {
  /** Somebody connected: writes go to `socket`, what they send and that they leave comes to the returned events. */
  accept(socket: Socket): SocketEvents
}

/** Who answers datagrams on a port of a `MemoryNetwork`. */
export interface MemoryDatagramServer {
  /** What it sends back for one datagram, in order. */
  answer(request: Bytes): Bytes[]
  /** Another source than the one asked, where it answers from there. */
  readonly source?: DatagramSource | undefined
}

/** The largest piece that Espruino's sockets pass on at once. */
const CHUNK = 536
/** A connection that nobody answers is given up after this many ms. */
const CONNECT_TIMEOUT = 20_000

/** Where a server with a name is. */
const ADDRESS = '10.0.0.1'

/** Something on its way to one end: bytes, or `undefined` for the end of the stream. */
interface Packet {
  to: End
  bytes: Bytes | undefined
}

/** One end of a connection. */
class End implements Socket {
  peer: End | undefined
  events: SocketEvents | undefined
  open = false
  readonly network: MemoryNetwork

  constructor(network: MemoryNetwork) {
    this.network = network
  }

  write(bytes: Bytes): boolean {
    if (!this.open || !this.peer) return false
    if (bytes.length <= CHUNK) this.network.send(this.peer, bytes)
    else for (let i = 0; i < bytes.length; i += CHUNK) this.network.send(this.peer, bytes.slice(i, i + CHUNK))
    return true
  }

  close(): void {
    const events = this.events
    if (!events) return
    this.events = undefined
    if (this.open && this.peer) this.network.send(this.peer, undefined)
    this.open = false
    this.network.forget(this)
    this.network.clock.after(0, End.tellClosed, events)
  }

  /** The stream ended from the other side, or the link broke. */
  end(): void {
    const events = this.events
    this.events = undefined
    this.open = false
    this.network.forget(this)
    if (events) events.onClose()
  }

  private static tellClosed(events: SocketEvents): void {
    events.onClose()
  }
}

/**
 * A node's connections to servers in the same process, in the time of `clock`. Faults: see
 * `FaultyNetwork`; what `silent` holds back passes when it ends.
 */
export class MemoryNetwork extends FaultyNetwork {
  readonly clock: Clock
  private readonly latency: number
  private readonly servers = new Map<number, MemoryServer>()
  private readonly datagramServers = new Map<number, MemoryDatagramServer>()
  private readonly ends = new Set<End>()
  private held: Packet[] = []
  /** Pieces on their way. */
  underway = 0

  /** `latency`: ms from one end to the other. */
  constructor(clock: Clock, latency: number) {
    super()
    this.clock = clock
    this.latency = latency
  }

  /** `server` answers on `port`, whatever the host is called. */
  serve(port: number, server: MemoryServer): void {
    this.servers.set(port, server)
  }

  /** Likewise for datagrams. */
  serveDatagrams(port: number, server: MemoryDatagramServer): void {
    this.datagramServers.set(port, server)
  }

  sendDatagram(...[host, port, bytes, onBytes]: Parameters<SendDatagram>): DatagramSocket {
    let open = true
    const pass = (task: () => void): void => {
      this.clock.after(this.latency, () => { if (!this.silent && !this.lost) task() }, undefined)
    }
    pass(() => {
      const server = this.datagramServers.get(port)
      const address = /^[\d.]+$/.test(host) ? host : ADDRESS
      for (const answer of server?.answer(bytes) ?? []) pass(() => { if (open) onBytes(answer, server?.source ?? { address, port }) })
    })
    return { close: () => { open = false } }
  }

  connect(_host: string, port: number, events: SocketEvents): Socket {
    const near = new End(this)
    near.events = events
    this.ends.add(near)
    const server = this.servers.get(port)
    if (this.silent) this.clock.after(CONNECT_TIMEOUT, MemoryNetwork.refuse, near)
    else if (!server || this.lost || this.nameless) this.clock.after(this.latency, MemoryNetwork.refuse, near)
    else this.clock.after(2 * this.latency, MemoryNetwork.open, { near, server })
    return near
  }

  send(to: End, bytes: Bytes | undefined): void {
    this.underway++
    this.clock.after(this.latency, MemoryNetwork.arrive, { to, bytes })
  }

  forget(end: End): void {
    this.ends.delete(end)
  }

  protected override breakAll(): void {
    for (const end of [...this.ends]) end.end()
  }

  protected override settle(): void {
    if (this.silent) return
    const held = this.held
    this.held = []
    for (const packet of held) MemoryNetwork.deliver(packet)
  }

  private static open(connection: { near: End, server: MemoryServer }): void {
    const near = connection.near
    const events = near.events
    if (!events) return
    const network = near.network
    if (network.lost) return near.end()
    const far = new End(network)
    near.peer = far
    far.peer = near
    near.open = true
    far.open = true
    far.events = connection.server.accept(far)
    network.ends.add(far)
    far.events.onOpen()
    events.onOpen()
  }

  private static refuse(near: End): void {
    near.end()
  }

  private static arrive(packet: Packet): void {
    packet.to.network.underway--
    MemoryNetwork.deliver(packet)
  }

  private static deliver(packet: Packet): void {
    const to = packet.to
    const network = to.network
    if (network.silent) {
      network.held.push(packet)
      return
    }
    const events = to.events
    if (!events) return
    if (packet.bytes === undefined) to.end()
    else events.onBytes(packet.bytes)
  }
}
