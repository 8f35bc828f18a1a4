import type { Socket } from 'node:net'
import { parser, type Packet } from 'mqtt-packet'

export type Command = Packet['cmd']

/**
 * What becomes of packets of one type: kept back until `release`, thrown away, kept back for so many ms, changed, passed on with the
 * link closed or reset behind it, or torn: the first half passes, then the link is closed (FIN) or reset (RST).
 */
export type PacketFault = 'hold' | 'drop' | number | ((bytes: Buffer) => Buffer) | 'close-after' | 'reset-after' | 'close-inside' | 'reset-inside'

/** What is wrong with one direction of all links of a proxy. As made, nothing is. */
export class Toxics {
  /** ms that every packet takes, and at most so many more at random. */
  latency = 0
  jitter = 0
  /** Bytes per second; the sender is held back. */
  bandwidth = Infinity
  /** Largest piece that is passed on at once, bytes; a piece each turn of the event loop. */
  slice = Infinity
  /** Bytes after which the link is closed. */
  limit = Infinity
  /** ms from the end of one side to that of the other. */
  slowClose = 0
  /** All that is sent is read and lost. */
  blackHole = false
  readonly packets = new Map<Command, PacketFault>()
}

/** Bytes under way from which on the sender is no longer read. */
const MOST_WAITING = 8192

const pause = (milliseconds: number): Promise<void> => new Promise(resolve => milliseconds > 0 ? setTimeout(resolve, milliseconds) : setImmediate(resolve))

/** How many bytes the first packet has, or 0 when that is not known yet. */
function packetLength(bytes: Buffer): number {
  let length = 0
  for (let n = 1; n < 5 && n < bytes.length; n++) {
    length += (bytes[n] & 127) * 128 ** (n - 1)
    if (bytes[n] < 128) return length + n + 1 <= bytes.length ? length + n + 1 : 0
  }
  return bytes.length > 4 && bytes[4] > 127 ? bytes.length : 0
}

/** One direction of one link: reads whole packets, tells of them, and passes them on as its toxics have it. */
export class FaultyWay {
  private readonly to: Socket
  private readonly from: Socket
  private readonly toxics: Toxics
  private readonly told: (packet: Packet, bytes: Buffer) => void
  private rest = Buffer.alloc(0)
  private queue: { due: number, bytes: Buffer, then?: 'close' | 'reset' }[] = []
  private held: { command: Command, bytes: Buffer }[] = []
  private waiting = 0
  private passed = 0
  private busy = false
  private ended = false
  private frozen = false

  /** `told` hears of every packet that comes, before a fault strikes it. */
  constructor(from: Socket, to: Socket, toxics: Toxics, told: (packet: Packet, bytes: Buffer) => void) {
    this.from = from
    this.to = to
    this.toxics = toxics
    this.told = told
    from.on('data', (chunk: Buffer) => { this.received(chunk) })
    from.on('error', () => { if (!this.frozen) to.resetAndDestroy() })
    from.on('close', () => {
      this.ended = true
      void this.pump()
    })
  }

  /** From now on nothing is read and nothing closed. */
  freeze(): void {
    this.frozen = true
    this.from.pause()
  }

  /** Passes on what was held, oldest first. */
  release(command: Command): void {
    const held = this.held
    this.held = held.filter(packet => packet.command !== command)
    for (const packet of held) if (packet.command === command) this.pass(packet.bytes)
  }

  /** Bytes of nobody's. */
  pass(bytes: Buffer, then?: 'close' | 'reset'): void {
    const due = performance.now() + this.toxics.latency + Math.random() * this.toxics.jitter
    this.queue.push({ due: Math.max(due, this.queue.at(-1)?.due ?? 0), bytes, ...(then ? { then } : {}) })
    this.waiting += bytes.length
    if (this.waiting > MOST_WAITING) this.from.pause()
    void this.pump()
  }

  private received(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk])
    for (let length = packetLength(this.rest); length > 0; length = packetLength(this.rest)) {
      const bytes = this.rest.subarray(0, length)
      this.rest = this.rest.subarray(length)
      let command: Command | undefined
      const stream = parser({ protocolVersion: 4 })
      stream.on('packet', packet => {
        command = packet.cmd
        this.told(packet, bytes)
      })
      stream.on('error', () => { /* passed on as it is: the other side may judge it */ })
      stream.parse(bytes)
      this.suffer(bytes, command)
    }
  }

  private suffer(bytes: Buffer, command: Command | undefined): void {
    const fault = command === undefined ? undefined : this.toxics.packets.get(command)
    if (this.toxics.blackHole || fault === 'drop') return
    if (fault === 'hold') this.held.push({ command: command!, bytes })
    else if (typeof fault === 'number') setTimeout(() => { this.pass(bytes) }, fault)
    else if (typeof fault === 'function') this.pass(fault(bytes))
    else if (fault === 'close-after') this.pass(bytes, 'close')
    else if (fault === 'reset-after') this.pass(bytes, 'reset')
    else if (fault) this.pass(bytes.subarray(0, bytes.length >> 1), fault === 'close-inside' ? 'close' : 'reset')
    else this.pass(bytes)
  }

  private async pump(): Promise<void> {
    if (this.busy) return
    this.busy = true
    const toxics = this.toxics
    while (this.queue.length > 0 && !this.frozen) {
      const { due, bytes, then } = this.queue[0]
      if (due > performance.now()) await pause(due - performance.now())
      for (let at = 0; at < bytes.length;) {
        // A tenth of a second's worth at most, so that a slow way trickles.
        const piece = bytes.subarray(at, at + Math.max(1, Math.min(toxics.slice, toxics.bandwidth / 10, toxics.limit - this.passed)))
        at += piece.length
        this.passed += piece.length
        if (this.to.writable) this.to.write(piece)
        if (this.passed >= toxics.limit) this.finish('close')
        if (toxics.bandwidth < Infinity) await pause(1000 * piece.length / toxics.bandwidth)
        else if (at < bytes.length) await pause(0)
      }
      this.queue.shift()
      this.waiting -= bytes.length
      if (this.waiting <= MOST_WAITING && !this.frozen) this.from.resume()
      if (then) this.finish(then)
    }
    this.busy = false
    if (!this.ended || this.frozen) return
    if (toxics.slowClose > 0) await pause(toxics.slowClose)
    this.to.destroySoon()
  }

  private finish(how: 'close' | 'reset'): void {
    for (const socket of [this.to, this.from]) {
      if (how === 'reset') socket.resetAndDestroy()
      else socket.destroySoon()
    }
  }
}
