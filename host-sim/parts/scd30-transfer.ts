/** What passes between two bus conditions of an SCD30: a command written to it, or its reply read (interface description 1.0, 1.1). */

/** ms that must pass between a command's STOP and its read header (1.1.1). */
const PAUSE = 3

const NOBODY = 0
/** The part is being written to, or read. */
export const WRITTEN = 1
export const READ = 2

export class Scd30Transfer {
  /** NOBODY, WRITTEN or READ. */
  kind: number
  received: number[]
  /** What the next read gets. */
  reply: number[]
  position: number
  private writtenAt: number

  constructor() {
    this.kind = NOBODY
    this.received = []
    this.reply = []
    this.position = 0
    this.writtenAt = -Infinity
  }

  clear(): void {
    this.kind = NOBODY
    this.received = []
    this.reply = []
    this.position = 0
    this.writtenAt = -Infinity
  }

  /** Whether there is a reply, and it is no longer too early for it. */
  readable(now: number): boolean {
    return this.reply.length > 0 && now - this.writtenAt > PAUSE
  }

  begin(kind: number): void {
    this.kind = kind
    this.received = []
    this.position = 0
  }

  accept(byte: number): boolean {
    this.received.push(byte)
    return this.received.length <= 5
  }

  supply(): number {
    return this.position < this.reply.length ? this.reply[this.position++] : 0xff
  }

  /** A reply is read once, and a command takes the one before it away. */
  end(now: number): void {
    if (this.kind === WRITTEN) this.writtenAt = now
    if (this.kind !== NOBODY) this.reply = []
    this.kind = NOBODY
  }
}
