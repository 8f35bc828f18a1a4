import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Packet } from 'mqtt-packet'
import { FaultyWay, Toxics, type Command } from './faulty-way.ts'

/** A packet that came to the proxy, whether or not it got any further. */
export interface SeenPacket {
  /** Of the link, from 0. */
  link: number
  /** From the node to the broker. */
  up: boolean
  /** When, by the proxy's clock. */
  at: number
  packet: Packet
  bytes: Buffer
}

interface Link {
  sockets: Socket[]
  up: FaultyWay
  down: FaultyWay
}

/** A way to a broker on 127.0.0.1 with the faults of real networks. It decodes with mqtt-packet, and keeps everything it has seen. */
export class FaultProxy {
  readonly port: number
  /** From the node to the broker, and back; for the links there are and those to come. */
  readonly up = new Toxics()
  readonly down = new Toxics()
  readonly seen: SeenPacket[] = []
  private readonly server: Server
  private readonly target: number
  private readonly now: () => number
  private readonly links: Link[] = []

  private constructor(server: Server, target: number, now: () => number) {
    this.server = server
    this.target = target
    this.now = now
    this.port = (server.address() as AddressInfo).port
    server.on('connection', inward => { this.serve(inward) })
  }

  /** `now` dates what is seen. */
  static async start(target: number, now: () => number = () => performance.now()): Promise<FaultProxy> {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new FaultProxy(server, target, now)
  }

  /** Connections taken so far. */
  get connections(): number {
    return this.links.length
  }

  /** Packets of one type, in the order seen. */
  of<C extends Command>(command: C): (SeenPacket & { packet: Extract<Packet, { cmd: C }> })[] {
    return this.seen.filter((seen): seen is SeenPacket & { packet: Extract<Packet, { cmd: C }> } => seen.packet.cmd === command)
  }

  /** The links there are go dead: nothing is read and nothing closed, in either direction, as by a Wi-Fi that has lost its uplink. */
  halfOpen(): void {
    for (const link of this.links) {
      link.up.freeze()
      link.down.freeze()
    }
  }

  /** Resets the links there are. */
  reset(): void {
    for (const link of this.links) for (const socket of link.sockets) socket.resetAndDestroy()
  }

  /** Resets the links there are and refuses new ones, until `listen`. */
  async refuse(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve))
    this.reset()
    await closed
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => this.server.listen(this.port, '127.0.0.1', resolve))
  }

  /** Passes on what was held of that type. */
  release(command: Command): void {
    for (const link of this.links) {
      link.up.release(command)
      link.down.release(command)
    }
  }

  /** Bytes for the node that no broker sent, on the newest link. */
  inject(bytes: Buffer): void {
    this.links.at(-1)?.down.pass(bytes)
  }

  async stop(): Promise<void> {
    for (const link of this.links) for (const socket of link.sockets) socket.destroy()
    if (this.server.listening) await new Promise(resolve => this.server.close(resolve))
  }

  private serve(inward: Socket): void {
    const outward = connect(this.target, '127.0.0.1')
    const number = this.links.length
    const see = (up: boolean) => (packet: Packet, bytes: Buffer): void => {
      this.seen.push({ link: number, up, at: this.now(), packet, bytes })
    }
    for (const socket of [inward, outward]) socket.setNoDelay(true)
    this.links.push({
      sockets: [inward, outward],
      up: new FaultyWay(inward, outward, this.up, see(true)),
      down: new FaultyWay(outward, inward, this.down, see(false))
    })
  }
}
