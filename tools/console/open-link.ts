import net from 'node:net'
import type { Link, LinkListener } from './link.ts'
import { PacedWriter } from './paced-writer.ts'
import { serialLibrary, type SerialPort } from './serial-library.ts'

const OPEN_TIME = 10000
const CLOSE_TIME = 1000
/** ms for one character with its share of the pauses: as told, and after `slowDown`. */
const PACE = { normal: 1, slow: 5 }
const TELNET = 23
/** A console on Espruino 2v29 may lose what comes in longer bursts; what has no such console takes large ones. */
const BURST = 48
const LARGE = 512
const SMALL = 19
/** ms between two bursts. */
const PAUSE = 8

/** A way to a board that is being opened. */
interface Way {
  stream: Pick<SerialPort, 'on'>
  /** Rejects with the system's reason. */
  opened: Promise<void>
  piece: number
  send(bytes: Buffer, done: () => void): void
  close(): void
}

/** Opens a serial port or `tcp://host:port`. Rejects with the system's error; its `code` tells which. */
export async function openLink(port: string, baud: number, listener: LinkListener): Promise<Link> {
  const way = port.startsWith('tcp://') ? overNetwork(port) : await overSerial(port, baud)
  const writer = new PacedWriter(way.piece, way.send)
  let state: 'opening' | 'open' | 'closed' = 'opening'
  const gone = new Promise<void>(resolve => way.stream.on('close', () => {
    writer.end()
    resolve()
    if (state === 'open') listener.onLost()
    state = 'closed'
  }))
  way.stream.on('error', () => undefined)
  way.stream.on('data', bytes => { if (state === 'open') listener.onText(bytes.toString('latin1')) })
  try {
    await within(way.opened, OPEN_TIME, Object.assign(new Error(`${port} did not open within ${OPEN_TIME / 1000} s`), { code: 'ETIMEDOUT' }))
  } catch (error) {
    way.close()
    throw error
  }
  state = 'open'
  let pace = PACE.normal
  return {
    port,
    write: text => { if (state === 'open') writer.write(text) },
    slowDown: () => {
      pace = PACE.slow
      writer.piece = SMALL
    },
    duration: characters => characters * pace,
    close: async () => {
      if (state !== 'open') return
      state = 'closed'
      writer.end()
      way.close()
      await within(gone, CLOSE_TIME).catch(() => undefined)
    }
  }
}

function overNetwork(port: string): Way {
  const address = new URL(port)
  const socket = net.connect({ host: address.hostname.replace(/^\[|\]$/g, ''), port: Number(address.port || TELNET) })
  socket.setNoDelay(true)
  socket.on('end', () => socket.destroy())
  return {
    stream: socket,
    opened: new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject)),
    piece: LARGE,
    send: (bytes, done) => { socket.write(bytes, done) },
    close: () => { if (socket.connecting) socket.destroy(); else socket.end() }
  }
}

async function overSerial(path: string, baudRate: number): Promise<Way> {
  const { SerialPort } = await serialLibrary()
  const serial = new SerialPort({ path, baudRate, autoOpen: false })
  return {
    stream: serial,
    opened: new Promise((resolve, reject) => serial.open(error => { if (error) reject(error); else resolve() })),
    piece: BURST,
    send: (bytes, done) => { serial.write(bytes, () => serial.drain(() => setTimeout(done, PAUSE))) },
    close: () => serial.close(() => undefined)
  }
}

/** What `promise` gives; rejects with `late` after `time` ms. */
async function within<T>(promise: Promise<T>, time: number, late = new Error('late')): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([promise, new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(late), time) })])
  } finally {
    clearTimeout(timer)
  }
}
