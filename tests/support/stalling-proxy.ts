import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A way to a broker that can go dead without closing: what a Wi-Fi that has lost its uplink looks like. */
export class StallingProxy {
  /** Connections taken so far. */
  connections = 0
  /** The first thing that each connection heard from the broker, in hex. */
  readonly answers: string[] = []
  readonly port: number
  private readonly server: Server
  private readonly sockets: Socket[] = []

  private constructor(server: Server, target: number) {
    this.server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', inward => {
      this.connections++
      const outward = connect(target, '127.0.0.1')
      for (const [from, to] of [[inward, outward], [outward, inward]]) {
        this.sockets.push(from)
        from.on('error', () => from.destroy())
        from.on('close', () => to.destroy())
        from.pipe(to)
      }
      outward.once('data', chunk => this.answers.push(chunk.toString('hex')))
    })
  }

  static async start(target: number): Promise<StallingProxy> {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return new StallingProxy(server, target)
  }

  /** Nothing passes any more on the connections there are, in either direction, and they stay open. New ones work. */
  stall(): void {
    for (const socket of this.sockets) {
      socket.unpipe()
      socket.pause()
      socket.removeAllListeners('close')
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise(resolve => this.server.close(resolve))
  }
}
