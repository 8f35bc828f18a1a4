// A UART between host and device, 8N1: ten bit times a byte. One timer for each direction, whatever the traffic.
import type { Clock } from '../../drivers/hal/clock.ts'
import type { UartListener, UartPort } from '../../drivers/hal/uart-port.ts'
import type { UartDevice, UartLine } from './uart-device.ts'
import { Random } from '../random.ts'

/** What the Plantower PMS5003 sends unasked every second or so (UedaTakeyuki/mh-z19#52). */
const FOREIGN = '\x42\x4d\x00\x1c\x00\x05\x00\x09\x00\x0a\x00\x05\x00\x09\x00\x0a\x03\x90\x01\x02\x00\x33\x00\x07\x00\x01\x00\x01\x97\x00\x02\x5b'

/** Bytes on their way to the host. */
const LONGEST_QUEUE = 1024

export class UartWire implements UartPort, UartLine {
  /**
   * unplug: nothing passes. drop: three bursts in ten towards the host lose a byte. garbage: random bytes before each.
   * echo: the host hears itself. foreign: frames of another sensor before each burst. noise: bit errors at
   * `bitErrorRate`. crumble: every byte is a chunk of its own. flood: foreign frames and garbage fill half of the time.
   */
  readonly faults: string[]
  /** Probability that a bit is flipped, in both directions, under the fault noise. */
  bitErrorRate: number
  private readonly clock: Clock
  private readonly byteTime: number
  private readonly random: Random
  private readonly active: string[]
  private device: UartDevice | undefined
  private listener: UartListener | undefined
  private outgoing: string
  private outgoingDone: number
  private incoming: string
  /** When the first byte of `incoming` has begun. */
  private incomingSince: number
  private incomingTimer: unknown

  constructor(clock: Clock, baud: number) {
    this.faults = ['unplug', 'drop', 'garbage', 'echo', 'foreign', 'noise', 'crumble', 'flood']
    this.bitErrorRate = 0.001
    this.clock = clock
    this.byteTime = 10000 / baud
    this.random = new Random(baud)
    this.active = []
    this.device = undefined
    this.listener = undefined
    this.outgoing = ''
    this.outgoingDone = 0
    this.incoming = ''
    this.incomingSince = 0
    this.incomingTimer = undefined
  }

  attach(device: UartDevice): void {
    this.device = device
    device.attached(this)
  }

  write(bytes: string): void {
    if (!bytes) return
    const now = this.clock.now()
    if (!this.outgoing) this.clock.after(bytes.length * this.byteTime, UartWire.arrived, this)
    this.outgoingDone = Math.max(now, this.outgoingDone) + bytes.length * this.byteTime
    this.outgoing += bytes
  }

  listen(listener: UartListener): void {
    this.listener = listener
  }

  transmit(bytes: string): void {
    if (this.has('unplug')) return
    let sent = bytes
    if (this.has('garbage')) sent = this.garbage(1 + this.random.below(12)) + sent
    if (this.has('foreign')) sent = FOREIGN + sent
    if (this.has('drop') && this.random.chance(0.3)) {
      const lost = this.random.below(sent.length)
      sent = sent.slice(0, lost) + sent.slice(lost + 1)
    }
    this.queue(sent)
  }

  /** False: no such fault. */
  inject(fault: string, active: boolean): boolean {
    if (this.faults.indexOf(fault) < 0) return false
    const place = this.active.indexOf(fault)
    if (active && place < 0) this.active.push(fault)
    if (!active && place >= 0) this.active.splice(place, 1)
    if (fault === 'unplug' && active) this.incoming = ''
    if (fault === 'flood' && active && place < 0) UartWire.flooded(this)
    return true
  }

  private has(fault: string): boolean {
    return this.active.length > 0 && this.active.indexOf(fault) >= 0
  }

  private garbage(length: number): string {
    let bytes = ''
    for (let i = 0; i < length; i++) bytes += String.fromCharCode(this.random.below(256))
    return bytes
  }

  private queue(bytes: string): void {
    // No sender gets that far ahead of its own line.
    if (!bytes || this.incoming.length + bytes.length > LONGEST_QUEUE) return
    if (!this.incoming) this.incomingSince = this.clock.now()
    this.incoming += bytes
    if (this.incomingTimer === undefined) this.awaitChunk()
  }

  /** Sets the one timer for the next chunk: mostly all that is on its way, sometimes a part of it. */
  private awaitChunk(): void {
    let length = this.incoming.length
    if (this.has('crumble')) length = 1
    else if (this.random.chance(0.25)) length = 1 + this.random.below(length)
    const due = this.incomingSince + length * this.byteTime
    this.incomingTimer = this.clock.after(Math.max(0, due - this.clock.now()), UartWire.delivered, this)
  }

  private disturbed(bytes: string): string {
    if (!this.has('noise')) return bytes
    let heard = ''
    for (let i = 0; i < bytes.length; i++) {
      let byte = bytes.charCodeAt(i)
      for (let bit = 0; bit < 8; bit++) if (this.random.chance(this.bitErrorRate)) byte ^= 1 << bit
      heard += String.fromCharCode(byte)
    }
    return heard
  }

  private static arrived(wire: UartWire): void {
    const left = wire.outgoingDone - wire.clock.now()
    if (left > 0.001) {
      wire.clock.after(left, UartWire.arrived, wire)
      return
    }
    const bytes = wire.outgoing
    wire.outgoing = ''
    if (wire.has('unplug')) return
    if (wire.has('echo')) wire.queue(bytes)
    const device = wire.device
    if (device) device.receive(wire.disturbed(bytes))
  }

  private static delivered(wire: UartWire): void {
    wire.incomingTimer = undefined
    // All that has arrived by now goes in one piece: the interpreter may have been busy.
    const count = Math.floor((wire.clock.now() - wire.incomingSince) / wire.byteTime + 0.001)
    const chunk = wire.incoming.slice(0, count)
    wire.incoming = wire.incoming.slice(count)
    wire.incomingSince += count * wire.byteTime
    if (wire.incoming) wire.awaitChunk()
    const listener = wire.listener
    if (chunk && listener) listener.onBytes(wire.disturbed(chunk))
  }

  private static flooded(wire: UartWire): void {
    if (!wire.has('flood')) return
    const bytes = FOREIGN + wire.garbage(16)
    wire.queue(bytes)
    wire.clock.after(2 * bytes.length * wire.byteTime, UartWire.flooded, wire)
  }
}
