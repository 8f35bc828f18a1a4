import { writeSync } from 'node:fs'

/** What a terminal that does not say its size is taken for. */
const COLUMNS = 80
const ROWS = 24

// ECMA-48, and xterm's private modes 1049 (a screen of its own) and 25 (the cursor).
const ENTER = '\x1b[?1049h\x1b[?25l'
// Emptied first: some terminals keep what is on it where it has been resized.
const LEAVE = '\x1b[H\x1b[J\x1b[?1049l\x1b[?25h'
const HOME = '\x1b[H'
const REST_OF_LINE = '\x1b[K'
const REST_OF_SCREEN = '\x1b[J'

/**
 * A screen of its own on the terminal, as `top` has one. It leaves what was there before untouched, and a terminal that
 * is resized cannot wrap it into fragments that stay.
 */
export class LiveScreen {
  private shown = false
  /** A program that ends by an error leaves the terminal as it was, too. */
  private readonly onExit = (): void => { writeSync(process.stdout.fd, LEAVE) }

  /** Some pseudo-terminals call themselves 0 by 0. */
  get columns(): number {
    return process.stdout.columns || COLUMNS
  }

  get rows(): number {
    return process.stdout.rows || ROWS
  }

  /** Lines of `columns` at most, and no more than `rows` of them. */
  draw(lines: string[]): void {
    if (!this.shown) {
      process.once('exit', this.onExit)
      process.stdout.write(ENTER)
      this.shown = true
    }
    process.stdout.write(HOME + lines.map(line => line + REST_OF_LINE).join('\r\n') + REST_OF_SCREEN)
  }

  leave(): void {
    if (!this.shown) return
    this.shown = false
    process.off('exit', this.onExit)
    process.stdout.write(LEAVE)
  }
}
