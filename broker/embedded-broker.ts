import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { Aedes } from 'aedes'
import { CommandError } from '../cli/command-error.ts'
import { FAILURE } from '../cli/exit-code.ts'
import { LimitedConnection } from './limited-connection.ts'

export interface EmbeddedBrokerOptions {
  port: number
  /** When the port is taken: true takes a free one instead, false is an error. */
  orAnotherPort: boolean
}

const HOST = '127.0.0.1'
const LARGEST_PACKET = 64 * 1024
const MOST_CONNECTIONS = 2000
/** Node's default of 511 loses connections when a fleet starts at once. */
const ACCEPT_QUEUE = 4096

/** An MQTT 3.1.1 broker inside this process, for this machine alone. It keeps nothing on disk. */
export class EmbeddedBroker {
  readonly host = HOST
  private listeningPort = 0
  private readonly broker: Aedes
  private readonly server: Server
  private readonly sockets = new Set<Socket>()

  private constructor(broker: Aedes) {
    this.broker = broker
    this.server = this.newServer()
  }

  /** Listens, or throws a `CommandError`. */
  static async start(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
    const embedded = new EmbeddedBroker(await Aedes.createBroker({ concurrency: 1000 }))
    try {
      await embedded.listen(options.port)
    } catch (error) {
      const busy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!busy || !options.orAnotherPort) {
        await embedded.stop()
        throw new CommandError(explain(error as NodeJS.ErrnoException, options.port), FAILURE)
      }
      await embedded.listen(0)
    }
    return embedded
  }

  /** Where it listens; not the port asked for when that was taken. */
  get port(): number {
    return this.listeningPort
  }

  /** Drops every connection. */
  async stop(): Promise<void> {
    if (this.server.listening) {
      await new Promise<void>(resolve => {
        this.server.close(() => resolve())
        for (const socket of this.sockets) socket.destroy()
      })
    }
    await new Promise<void>(resolve => this.broker.close(() => resolve()))
  }

  private newServer(): Server {
    const server = createServer(socket => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
      socket.setNoDelay(true)
      this.broker.handle(new LimitedConnection(socket, LARGEST_PACKET))
    })
    server.maxConnections = MOST_CONNECTIONS
    return server
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen({ host: HOST, port, backlog: ACCEPT_QUEUE }, () => {
        this.server.off('error', reject)
        this.listeningPort = (this.server.address() as AddressInfo).port
        resolve()
      })
    })
  }
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${HOST} is in use, probably by another broker: use that one with --broker mqtt://${HOST}:${port}, or choose another with --port.`
  }
  if (error.code === 'EACCES') return `Port ${port} may not be opened by this user: choose one above 1023 with --port.`
  return `The embedded broker could not listen on ${HOST}:${port} (${error.code ?? error.message}): choose another port with --port, or a broker with --broker.`
}
