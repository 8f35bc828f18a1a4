import type { Bytes } from '../drivers/hal/bytes.ts'

/** No whole packet has come; what has come can be none; what has begun is longer than allowed. */
export const INCOMPLETE = -1
export const MALFORMED = -2
export const TOO_LARGE = -3

/** A client's bytes cut into packets (MQTT 3.1.1, section 2), and the fields of the one cut off last, read in their order. */
export class IncomingPackets {
  private waiting: Bytes = ''
  private body: Bytes = ''
  /** How far the packet has been read; NaN past its end, as is everything made from it. */
  private place = 0

  add(chunk: Bytes): void {
    this.waiting += chunk
  }

  /** Cuts off the next packet, of at most `limit` bytes, and returns its first byte, or INCOMPLETE, MALFORMED or TOO_LARGE. */
  next(limit: number): number {
    let length = 0
    let at = 1
    let more = true
    for (let shift = 0; more; shift += 7) {
      if (shift > 21) return MALFORMED
      if (at >= this.waiting.length) return INCOMPLETE
      const byte = this.waiting.charCodeAt(at++)
      length += (byte & 127) << shift
      more = byte > 127
    }
    if (at + length > limit) return TOO_LARGE
    if (this.waiting.length < at + length) return INCOMPLETE
    const head = this.waiting.charCodeAt(0)
    this.body = this.waiting.slice(at, at + length)
    this.place = 0
    this.waiting = this.waiting.slice(at + length)
    return head
  }

  /** Whether the packet has been read to its last byte, and not beyond. */
  get ended(): boolean {
    return this.place === this.body.length
  }

  get more(): boolean {
    return this.place < this.body.length
  }

  byte(): number {
    return this.body.charCodeAt(this.place++)
  }

  word(): number {
    return this.byte() * 256 + this.byte()
  }

  text(): Bytes {
    const length = this.word()
    const end = this.place + length
    if (!(end <= this.body.length)) {
      this.place = NaN
      return ''
    }
    const text = this.body.slice(this.place, end)
    this.place = end
    return text
  }

  /** All that has not been read. */
  rest(): Bytes {
    const rest = this.body.slice(this.place)
    this.place = this.body.length
    return rest
  }
}
