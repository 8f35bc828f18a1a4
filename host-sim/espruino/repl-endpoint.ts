import net from 'node:net'
import { SOFTWARE, type SandboxBoard } from './espruino-globals.ts'
import { FlashStorage } from './flash-storage.ts'
import { ReplConsole } from './repl-console.ts'
import { SandboxedNode } from './sandboxed-node.ts'

const BANNER = `\r
 ____                 _ \r
|  __|___ ___ ___ _ _|_|___ ___ \r
|  __|_ -| . |  _| | | |   | . |\r
|____|___|  _|_| |___|_|_|_|___|\r
         |_| espruino.com\r
 2v29 (c) 2025 G.Williams\r
\r
`
const ROM = 'ets Jun  8 2016 00:22:57\r\n\r\nrst:0xc (SW_CPU_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n'

/** What is wrong with a board; all of it may change while it runs. */
export interface Trouble {
  /** The console asks for a password. */
  locked?: boolean
  /** Nothing is said, whatever is typed. */
  silent?: boolean
  /** Another program talks there: `micropython`, or `noise` as at a wrong baud rate. */
  speaks?: 'micropython' | 'noise'
  /** What `process.version` says, such as `2v20`. */
  version?: string
  /** The cable is pulled after so many more bytes were received. */
  dropAfter?: number
  /** One received byte in so many is lost. */
  loseOneIn?: number
  /** One answer in so many is lost. */
  loseAnswerIn?: number
  /** The board does not come back from a restart. */
  staysDown?: boolean
}

/** Where the board's console shows what it says. */
export interface Terminal {
  write(text: string): void
  /** The cable is pulled, or another terminal has taken its place. */
  hangUp(): void
}

/**
 * A board on a TCP port of 127.0.0.1 that behaves like Espruino's console: it evaluates lines, keeps its Storage over
 * restarts and runs the boot files there. For the tests of the tools that talk to boards.
 */
export class ReplEndpoint {
  readonly trouble: Trouble
  readonly storage: FlashStorage
  /** Bytes received since it was made. */
  received = 0
  /** Lines evaluated since it was made. */
  readonly lines: string[] = []
  /** What the board printed of itself, answers to lines not included, since the last start. */
  printed: string[] = []
  private readonly node: SandboxedNode
  private readonly console: ReplConsole
  private readonly server: net.Server
  private terminal: Terminal | undefined
  private answers = 0

  constructor(board: SandboxBoard, storage = new FlashStorage(), trouble: Trouble = {}) {
    this.trouble = trouble
    this.storage = storage
    this.node = new SandboxedNode(board, {
      storage,
      date: 0,
      log: line => this.log(line),
      reboot: () => setImmediate(() => this.restart()),
      reset: () => setImmediate(() => this.reset())
    })
    this.console = new ReplConsole({
      evaluate: line => {
        this.lines.push(line)
        return this.node.evaluate(line)
      },
      identity: 'Espruino 2v29 ESP32',
      get locked() { return trouble.locked === true },
      send: text => this.send(text)
    })
    this.server = net.createServer(socket => this.accept(socket))
  }

  /** Switches the board on and listens; the port is `tcp://127.0.0.1:<number>`. */
  async start(): Promise<string> {
    this.switchOn()
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve))
    return `tcp://127.0.0.1:${(this.server.address() as net.AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.switchOff()
    await new Promise(resolve => this.server.close(resolve))
  }

  switchOn(): void {
    this.power(() => this.node.start())
  }

  /** The terminal is told that the line is dead. */
  switchOff(): void {
    this.disconnect()
    this.node.halt()
  }

  /** From now on it talks to that terminal alone, which types with `receive`. */
  connect(terminal: Terminal): void {
    this.disconnect()
    this.terminal = terminal
  }

  /** What `terminal` types, if it is the one connected. */
  receive(terminal: Terminal, text: string): void {
    for (const character of text) if (this.terminal === terminal) this.take(character)
  }

  /** `ESP32.reboot()`: the program starts anew, with what is in Storage. */
  restart(): void {
    this.node.halt()
    if (this.trouble.staysDown) return
    this.send(ROM)
    this.power(() => this.node.start(SOFTWARE))
    this.send(BANNER + this.console.prompt)
  }

  /** A global of what runs there. */
  global(name: string): unknown {
    return this.node.global(name)
  }

  private reset(): void {
    this.power(() => this.node.reset())
    this.send(BANNER + this.console.prompt)
  }

  private power(start: () => void): void {
    this.printed = []
    this.console.clear()
    start()
    const version = this.trouble.version
    if (version !== undefined) (this.node.global('process') as { version: string }).version = version
  }

  private accept(socket: net.Socket): void {
    const terminal = { write: (text: string) => { socket.write(text, 'latin1') }, hangUp: () => { socket.destroy() } }
    this.connect(terminal)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => { if (this.terminal === terminal) this.terminal = undefined })
    socket.on('data', chunk => { this.receive(terminal, chunk.toString('latin1')) })
  }

  private disconnect(): void {
    const terminal = this.terminal
    this.terminal = undefined
    terminal?.hangUp()
  }

  private take(character: string): void {
    const trouble = this.trouble
    this.received++
    if (trouble.dropAfter !== undefined && trouble.dropAfter-- <= 0) {
      delete trouble.dropAfter
      this.disconnect()
      return
    }
    if (trouble.silent) return
    if (trouble.loseOneIn !== undefined && this.received % trouble.loseOneIn === 0) return
    if (trouble.speaks === 'noise') this.send(String.fromCharCode(128 + this.received * 37 % 128))
    else if (trouble.speaks === 'micropython') this.send(character === '\x03' ? '\r\nKeyboardInterrupt\r\n>>> ' : character)
    else this.console.type(character)
  }

  private log(line: string): void {
    this.printed.push(line)
    if (this.trouble.loseAnswerIn !== undefined && ++this.answers % this.trouble.loseAnswerIn === 0) return
    this.send(`${line}\r\n`)
  }

  private send(text: string): void {
    if (!this.trouble.silent) this.terminal?.write(text)
  }
}
