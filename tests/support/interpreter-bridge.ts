import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The console of the real interpreter on a TCP port, with a Storage of its own: what a serial server is to a board. */
export class InterpreterBridge {
  readonly directory = mkdtempSync(join(tmpdir(), 'breva-console-'))
  /** What it printed since the last start. */
  printed = ''
  private readonly program: string
  private readonly server: net.Server
  private child: ChildProcess | undefined
  private socket: net.Socket | undefined

  constructor(program: string) {
    this.program = program
    this.server = net.createServer(socket => {
      this.socket?.destroy()
      this.socket = socket
      socket.on('error', () => socket.destroy())
      socket.on('data', chunk => this.child?.stdin?.write(chunk))
    })
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

  private powerUp(): void {
    this.printed = ''
    const child = spawn(this.program, [], { cwd: this.directory, stdio: ['pipe', 'pipe', 'ignore'] })
    this.child = child
    child.stdin.on('error', () => undefined)
    child.stdout.on('data', (chunk: Buffer) => {
      this.printed += chunk.toString('latin1')
      this.socket?.write(chunk)
    })
  }

  private async powerDown(): Promise<void> {
    const child = this.child
    this.child = undefined
    if (!child || child.exitCode !== null) return
    const ended = new Promise(resolve => child.once('close', resolve))
    child.kill('SIGKILL')
    await ended
  }
}
