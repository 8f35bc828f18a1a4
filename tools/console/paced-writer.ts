/** ms that Espruino needs after what clears its input: Ctrl-C, or an order to forget everything. */
const SETTLING = 250
const CLEARS = /(?<=\x03|reset\(\);?\n|load\(\);?\n)/

/** Text on its way to a console: in pieces of at most `piece` characters, each when the one before has gone. */
export class PacedWriter {
  piece: number
  private readonly send: (bytes: Buffer, done: () => void) => void
  private readonly queue: { text: string, settling: number }[] = []
  private busy = false
  private ended = false

  /** `send` calls `done` when the next piece may follow. */
  constructor(piece: number, send: (bytes: Buffer, done: () => void) => void) {
    this.piece = piece
    this.send = send
  }

  /** Characters are bytes. */
  write(text: string): void {
    for (const part of text.split(CLEARS)) {
      if (part !== '') this.queue.push({ text: part, settling: CLEARS.test(`${part}.`) ? SETTLING : 0 })
    }
    if (!this.busy) this.next()
  }

  /** Forgets what has not been sent. */
  end(): void {
    this.ended = true
    this.queue.length = 0
  }

  private next(): void {
    const part = this.queue[0]
    this.busy = part !== undefined
    if (part === undefined || this.ended) return
    const piece = part.text.slice(0, this.piece)
    part.text = part.text.slice(this.piece)
    if (part.text === '') this.queue.shift()
    const settling = part.text === '' ? part.settling : 0
    this.send(Buffer.from(piece, 'latin1'), () => {
      if (settling > 0) setTimeout(() => this.next(), settling)
      else this.next()
    })
  }
}
