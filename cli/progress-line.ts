/** ms between two looks at a terminal, and between two lines where there is none. */
const REDRAW = 250
const LINE = 60_000

/** Whether a stream is a terminal in which a line can be written over. `TERM=dumb` and CI get lines. */
export function rewrites(stream: { isTTY?: boolean }, environment: Record<string, string | undefined>): boolean {
  return stream.isTTY === true && environment['TERM'] !== 'dumb' && !environment['CI']
}

/** What a long command says of its progress, on stderr: one line that is written over, or a line a minute where that cannot be. */
export class ProgressLine {
  private readonly stream: { isTTY?: boolean, columns?: number, write(text: string): unknown }
  private readonly now: () => number
  private readonly over: boolean
  private saidAt: number
  private shown = false

  constructor(stream: { isTTY?: boolean, columns?: number, write(text: string): unknown }, environment: Record<string, string | undefined>, now: () => number) {
    this.stream = stream
    this.now = now
    this.over = rewrites(stream, environment)
    this.saidAt = this.over ? -Infinity : now()
  }

  say(text: string): void {
    const now = this.now()
    if (now - this.saidAt < (this.over ? REDRAW : LINE)) return
    this.saidAt = now
    this.shown = this.over
    // A line that wraps could not be written over.
    this.stream.write(this.over ? `\r${text.slice(0, (this.stream.columns ?? 80) - 1)}\x1b[K` : `${text}\n`)
  }

  /** Makes room for what is printed next. */
  clear(): void {
    if (this.shown) this.stream.write('\r\x1b[K')
    this.shown = false
    this.saidAt = this.over ? -Infinity : this.saidAt
  }
}
