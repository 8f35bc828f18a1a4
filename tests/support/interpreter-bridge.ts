import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashOf } from '../../bench/peers/dead-interpreter.ts'

/**
 * Characters handed to the console at a time, and ms between two pieces. On Linux a thread of its own reads the console
 * every 50 ms and puts what it finds into a queue that it shares with the interpreter without a lock. What fits, some 170
 * characters, is in there before the interpreter has woken up. Longer lines are put in while it takes them out, which
 * loses some, or crashes it. A board has no such thread.
 */
const PIECE = 48
const PAUSE = 20
/** ms after which an interpreter counts as silent that was told something. */
const SILENCE = 5000

/** By itself or by a signal: its streams are closed then, and nothing more is to be waited for. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** The console of the real interpreter on a TCP port, with a Storage of its own: what a serial server is to a board. */
export class InterpreterBridge {
  readonly directory = mkdtempSync(join(tmpdir(), 'breva-console-'))
  /** What it printed since the last start. */
  printed = ''
  private readonly program: string
  private readonly server: net.Server
  private child: ChildProcess | undefined
  private socket: net.Socket | undefined
  private waiting = Buffer.alloc(0)
  private timer: NodeJS.Timeout | undefined
  private crash = ''
  /** When it was first told something that it has not printed anything after, ms; 0 for none. */
  private told = 0

  constructor(program: string) {
    this.program = program
    this.server = net.createServer(socket => {
      this.socket?.destroy()
      this.socket = socket
      socket.on('error', () => socket.destroy())
      socket.on('data', chunk => {
        this.waiting = Buffer.concat([this.waiting, chunk])
        this.timer ??= setTimeout(() => { this.hand() }, 0)
      })
    })
  }

  /** How it has died, '' for one that lives. */
  get death(): string {
    if (this.crash) return this.crash
    return this.told > 0 && performance.now() - this.told > SILENCE ? `it has been silent for ${SILENCE} ms and more` : ''
  }

  get ended(): boolean {
    return this.child !== undefined && hasEnded(this.child)
  }

  /** Power-on; the port is `tcp://127.0.0.1:<number>`. */
  async start(): Promise<string> {
    this.powerUp()
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve))
    return `tcp://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`
  }

  /** Off and on again. */
  async restart(): Promise<void> {
    await this.powerDown()
    this.powerUp()
  }

  async stop(): Promise<void> {
    await this.powerDown()
    this.socket?.destroy()
    await new Promise(resolve => this.server.close(resolve))
    rmSync(this.directory, { recursive: true, force: true })
  }

  /** The next piece of what waits. */
  private hand(): void {
    this.child?.stdin?.write(this.waiting.subarray(0, PIECE))
    this.waiting = this.waiting.subarray(PIECE)
    this.timer = this.waiting.length > 0 ? setTimeout(() => { this.hand() }, PAUSE) : undefined
    if (!this.timer) this.told ||= performance.now()
  }

  private powerUp(): void {
    this.printed = ''
    this.told = 0
    const child = spawn(this.program, [], { cwd: this.directory, stdio: ['pipe', 'pipe', 'ignore'] })
    this.child = child
    child.stdin.on('error', () => undefined)
    child.on('exit', () => { this.crash ||= crashOf(child) })
    child.stdout.on('data', (chunk: Buffer) => {
      this.told = 0
      this.printed += chunk.toString('latin1')
      this.socket?.write(chunk)
    })
  }

  private async powerDown(): Promise<void> {
    const child = this.child
    this.child = undefined
    clearTimeout(this.timer)
    this.timer = undefined
    this.waiting = Buffer.alloc(0)
    if (!child || hasEnded(child)) return
    const ended = new Promise(resolve => child.once('close', resolve))
    child.kill('SIGKILL')
    await ended
  }
}
