import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Socket, SocketEvents } from '../../drivers/hal/network.ts'
import type { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'

/** One end of a pipe. Its writes reach the events of the other end. */
class PipeEnd implements Socket {
  events: SocketEvents | undefined
  private closed = false
  private readonly pipe: MemoryPipe
  private readonly to: () => PipeEnd

  constructor(pipe: MemoryPipe, to: () => PipeEnd) {
    this.pipe = pipe
    this.to = to
  }

  write(bytes: Bytes): boolean {
    if (this.pipe.broken) return false
    this.pipe.carry(bytes, this.to())
    return true
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.pipe.hangUp(this)
  }

  tellClosed(): void {
    const events = this.events
    this.events = undefined
    events?.onClose()
  }
}

/**
 * One TCP connection in virtual time: every byte arrives once and in order, in pieces of any size, `latency` ms after it
 * was written; or the pipe breaks, and what is under way in both directions is lost.
 */
export class MemoryPipe {
  readonly near: PipeEnd = new PipeEnd(this, () => this.far)
  readonly far: PipeEnd = new PipeEnd(this, () => this.near)
  /** Bytes that still pass, both directions together, before it breaks. */
  budget = Infinity
  broken = false
  /** Pieces under way. */
  underWay = 0
  private readonly clock: VirtualClock
  private readonly latency: number
  private readonly size: () => number

  /** `size`: how long the next piece is, 1 or more. */
  constructor(clock: VirtualClock, latency: number, size: () => number) {
    this.clock = clock
    this.latency = latency
    this.size = size
  }

  carry(bytes: Bytes, to: PipeEnd): void {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.slice(at, at + this.size())
      at += piece.length
      this.later(() => { this.deliver(piece, to) })
    }
  }

  /** An end has closed: what it has written still arrives, then the other end is told. */
  hangUp(end: PipeEnd): void {
    this.later(() => { this.break() })
    this.clock.after(0, () => { end.tellClosed() }, undefined)
  }

  /** Both ends are told at once; what is under way is lost. */
  break(): void {
    if (this.broken) return
    this.broken = true
    this.near.tellClosed()
    this.far.tellClosed()
  }

  private deliver(piece: Bytes, to: PipeEnd): void {
    if (this.broken) return
    const passing = piece.slice(0, this.budget)
    this.budget -= passing.length
    if (passing) to.events?.onBytes(passing)
    if (this.budget === 0) this.break()
  }

  private later(task: () => void): void {
    this.underWay++
    this.clock.after(this.latency, () => {
      this.underWay--
      task()
    }, undefined)
  }
}
