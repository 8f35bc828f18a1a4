import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Aedes, type Client } from 'aedes'
import { CommandError } from '../cli/command-error.ts'
import { FAILURE } from '../cli/exit-code.ts'
import type { AccountBook } from './accounts/account-book.ts'
import { AccountGuard } from './accounts/account-guard.ts'
import { DropNotes, type Drop } from './drop-notes.ts'
import { LimitedConnection } from './limited-connection.ts'
import { listenError } from './listen-error.ts'
import { SessionQueues } from './session-queues.ts'

export interface EmbeddedBrokerOptions {
  /** 0 takes a free one. */
  port: number
  /** When the port is taken: true takes a free one instead, false is an error. */
  orAnotherPort: boolean
  /** Address to listen on; 127.0.0.1 without it. */
  host?: string
  /** The command has no `--broker` to advise. */
  alone?: boolean
  /** Who may log in; without it everyone may, and do everything. */
  accounts?: AccountBook | undefined
}

/** A client comes or goes. */
export interface ClientNews {
  client: string
  address: string
  connected: boolean
}

const LOOPBACK = '127.0.0.1'
const LARGEST_PACKET = 64 * 1024
const MOST_CONNECTIONS = 2000
/** Node's default of 511 loses connections when a fleet starts at once. */
const ACCEPT_QUEUE = 4096
/** For clients with kept sessions. */
const QUEUES = { messages: 1000, bytes: 4 * 1024 * 1024, allBytes: 64 * 1024 * 1024 }
/** ms between two looks at what has not been said. */
const SWEEP = 10_000
/** How the library calls what it does, in our words. */
const WORDS: Readonly<Record<string, string>> = {
  'keep alive timeout': 'silent for longer than its keep-alive allows',
  'connect did not arrive in time': 'no CONNECT within 30 s',
  'drain timeout': 'it has taken nothing for 60 s',
  'Invalid protocol': 'a CONNECT that is not the first packet, or another packet before it'
}
/** How the library's reader of packets begins what it says of one. */
const NO_PACKET = /^(Invalid|Cannot|Malformed|Packet|Expected|Wrong) /
/** Of a link that ended by itself. */
const NO_DROP = /^(connection closed|the connection is closed|Premature close)$/

/** An MQTT 3.1.1 broker inside this process, for this machine alone unless another host is asked for. It keeps nothing on disk. */
export class EmbeddedBroker {
  readonly host: string
  /** Told what the broker does not take, and does not keep. */
  onDrop: (drop: Drop) => void = () => undefined
  onClient: (news: ClientNews) => void = () => undefined
  /** Told of changed files of accounts that cannot be used. */
  onProblem: (message: string) => void = () => undefined
  /** Messages that clients have published. */
  messages = 0
  private listeningPort = 0
  private readonly drops = new DropNotes(() => performance.now(), drop => { this.onDrop(drop) })
  private readonly broker: Aedes
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private readonly guard: AccountGuard | undefined
  private readonly sweep = setInterval(() => { this.drops.sweep() }, SWEEP).unref()

  private constructor(broker: Aedes, host: string, accounts: AccountBook | undefined) {
    this.broker = broker
    this.host = host
    this.guard = accounts && new AccountGuard(accounts, broker, message => { this.onProblem(message) })
    this.server = this.newServer()
    new SessionQueues(QUEUES, (client, reason) => { this.drops.note(client, 'message', reason) }).serve((broker as unknown as { persistence: object }).persistence)
    this.listenToClients()
  }

  /** Listens, or throws a `CommandError`. */
  static async start(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
    const embedded = new EmbeddedBroker(await Aedes.createBroker({ concurrency: 1000 }), options.host ?? LOOPBACK, options.accounts)
    try {
      await embedded.listen(options.port)
    } catch (error) {
      const busy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!busy || !options.orAnotherPort) {
        await embedded.stop()
        throw new CommandError(listenError(error as NodeJS.ErrnoException, embedded.host, options.port, options.alone === true), FAILURE)
      }
      await embedded.listen(0)
    }
    return embedded
  }

  /** Where it listens; not the port asked for when that was taken. */
  get port(): number {
    return this.listeningPort
  }

  /** What has been dropped so far, by kind. */
  get dropped(): Readonly<DropNotes['total']> {
    return this.drops.total
  }

  /** Drops every connection. */
  async stop(): Promise<void> {
    clearInterval(this.sweep)
    this.guard?.stop()
    this.drops.sweep(true)
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
      const connection: Duplex = new LimitedConnection(socket, LARGEST_PACKET)
      this.broker.handle(connection)
    })
    server.maxConnections = MOST_CONNECTIONS
    server.on('drop', peer => { this.drops.note(peer?.remoteAddress ?? 'unknown', 'connection', `more than ${MOST_CONNECTIONS} connections`) })
    return server
  }

  private listenToClients(): void {
    const ended = (client: Client, error: Error): void => { this.ended(client, error) }
    this.broker.on('clientError', ended)
    this.broker.on('connectionError', ended)
    this.broker.on('clientReady', client => { this.onClient({ client: client.id, address: addressOf(client), connected: true }) })
    this.broker.on('clientDisconnect', client => { this.onClient({ client: client.id, address: addressOf(client), connected: false }) })
    this.broker.on('publish', (_packet, client) => { if (client) this.messages++ })
  }

  /** The library has ended a connection, or a connection itself. */
  private ended(client: Client, error: Error & { code?: unknown }): void {
    if (typeof error.code === 'string' || NO_DROP.test(error.message)) return
    // The library sets the name once it has accepted it.
    this.drops.note(client.id ?? addressOf(client), 'connection', WORDS[error.message] ?? (NO_PACKET.test(error.message) ? `no packet of MQTT (${error.message})` : error.message))
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen({ host: this.host, port, backlog: ACCEPT_QUEUE }, () => {
        this.server.off('error', reject)
        this.listeningPort = (this.server.address() as AddressInfo).port
        resolve()
      })
    })
  }
}

function addressOf(client: Client): string {
  return client.conn instanceof LimitedConnection ? client.conn.address : 'unknown'
}
