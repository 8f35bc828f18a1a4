import { createRequire } from 'node:module'
import net from 'node:net'

/** A device as EspruinoTools takes it: Espruino.Core.Serial.devices, described in its core/serial.js. */
export interface PortDevice {
  name: string
  maxWriteLength?: number
  getPorts(done: (ports: PortEntry[], complete: boolean) => void): void
  open(path: string, onOpen: (opened: string | undefined) => void, onBytes: (bytes: ArrayBuffer) => void, onClosed: () => void): void
  write(text: string, done: () => void): void
  close(): void
}

export interface PortEntry {
  path: string
  description?: string
  /** Not a USB device. */
  unimportant?: boolean
}

interface Stream {
  write(bytes: Buffer, done: () => void): unknown
  on(event: 'data', listener: (bytes: Buffer) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'close', listener: () => void): unknown
  end(): unknown
}

interface SerialPort extends Stream {
  close(done: (error: Error | null) => void): void
  drain(done: (error: Error | null) => void): void
  open(done: (error: Error | null) => void): void
}

const TELNET = 23
/** A console on Espruino 2v29 may lose what comes in longer bursts. */
const BURST = 48
/** ms between two of them. */
const PAUSE = 8

/**
 * The one port that the user named, with the reason when it cannot be opened. EspruinoTools has devices of its own, but
 * they end the process, or say nothing, where a port refuses; they also take no port that is absent from its list.
 */
export class NamedPort implements PortDevice {
  readonly name = 'named port'
  readonly path: string
  readonly overNetwork: boolean
  maxWriteLength?: number
  problem: NodeJS.ErrnoException | undefined
  private readonly baud: number
  private stream: Stream | undefined
  private serial: SerialPort | undefined

  constructor(path: string, baud: number) {
    this.path = path
    this.baud = baud
    this.overNetwork = path.startsWith('tcp://')
    if (!this.overNetwork) this.maxWriteLength = BURST
  }

  getPorts(done: (ports: PortEntry[], complete: boolean) => void): void {
    done([{ path: this.path }], true)
  }

  open(_path: string, onOpen: (opened: string | undefined) => void, onBytes: (bytes: ArrayBuffer) => void, onClosed: () => void): void {
    let state: 'opening' | 'open' | 'closed' = 'opening'
    const opened = (): void => {
      state = 'open'
      onOpen('Ok')
    }
    const failed = (error: Error): void => {
      this.problem ??= error
      if (state !== 'opening') return
      state = 'closed'
      onOpen(undefined)
    }
    const stream: Stream | undefined = this.overNetwork ? this.connect(opened) : this.openSerial(opened, failed)
    this.stream = stream
    stream?.on('data', (bytes: Buffer) => onBytes(Uint8Array.from(bytes).buffer))
    stream?.on('error', failed)
    stream?.on('close', () => {
      this.stream = undefined
      if (state === 'open') onClosed()
      else failed(new Error('closed'))
      state = 'closed'
    })
  }

  write(text: string, done: () => void): void {
    const bytes = Buffer.from(text, 'latin1')
    const serial = this.serial
    if (serial) serial.write(bytes, () => serial.drain(() => setTimeout(done, PAUSE)))
    else this.stream?.write(bytes, done)
  }

  close(): void {
    if (this.serial) this.serial.close(() => undefined)
    else this.stream?.end()
  }

  private connect(opened: () => void): net.Socket {
    const address = new URL(this.path)
    const host = address.hostname.replace(/^\[|\]$/g, '')
    const socket = net.connect({ host, port: Number(address.port || TELNET) }, opened)
    socket.setNoDelay(true)
    socket.on('end', () => socket.destroy())
    return socket
  }

  private openSerial(opened: () => void, failed: (error: Error) => void): SerialPort | undefined {
    // The serial binding is an optional dependency of EspruinoTools, found from there.
    const require = createRequire(createRequire(import.meta.url).resolve('espruino'))
    try {
      const { SerialPort } = require('serialport') as { SerialPort: new (options: object) => SerialPort }
      const port = new SerialPort({ path: this.path, baudRate: this.baud, autoOpen: false })
      this.serial = port
      port.open(error => { if (error) failed(error); else opened() })
      return port
    } catch (error) {
      queueMicrotask(() => failed(error as Error))
      return undefined
    }
  }
}
