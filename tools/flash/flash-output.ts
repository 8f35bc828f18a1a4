import { printable } from '../../cli/printable.ts'
import { shortHash } from './flash-plan.ts'

/** What came of it; the stable schema of `--json`. */
export interface FlashResult {
  result: 'installed' | 'current' | 'planned'
  port: string | null
  /** `ESP32` and `2v29`, as the board says. */
  board: string | null
  espruino: string | null
  /** Storage file, bytes and hash of the application. */
  application: { file: string | null, bytes: number, hash: string }
  /** Storage files written, in this order; with `planned`, that would be. */
  written: string[]
  /** The first line of the node after its restart; null when it was not restarted. */
  node: string | null
  start: number | null
  firstLine: string | null
  /** What the user should know or do next. */
  notes: string[]
  seconds: number
}

const WIDTH = 28
const EVERY = 10

/** Progress on stderr, results on stdout: a bar on a terminal, lines otherwise. */
export class FlashOutput {
  private readonly mode: 'text' | 'json' | 'quiet'
  private readonly chatty: boolean
  private readonly terminal = process.stderr.isTTY
  private shown = -1

  constructor(mode: 'text' | 'json' | 'quiet', chatty: boolean) {
    this.mode = mode
    this.chatty = chatty
  }

  step(text: string): void {
    if (this.mode === 'text') process.stderr.write(`${printable(text)}\n`)
  }

  detail(text: string): void {
    if (this.chatty) process.stderr.write(`  ${printable(text)}\n`)
  }

  /** What another program prints. */
  raw(text: string): void {
    if (this.chatty) process.stderr.write(text)
  }

  progress(what: string, done: number, total: number): void {
    if (this.mode !== 'text') return
    const percent = Math.floor(100 * done / total)
    if (this.terminal) {
      const full = Math.round(WIDTH * done / total)
      process.stderr.write(`\r${what} [${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${percent} %${done === total ? '\n' : ''}`)
    } else if (percent - percent % EVERY !== this.shown) {
      this.shown = percent - percent % EVERY
      process.stderr.write(`${what} ${this.shown} %\n`)
    }
  }

  /** Ends a progress bar that was left half way. */
  interrupted(): void {
    if (this.mode === 'text' && this.terminal) process.stderr.write('\n')
  }

  result(result: FlashResult, sentence: string): void {
    if (this.mode === 'json') process.stdout.write(`${JSON.stringify(result)}\n`)
    else if (this.mode === 'text') {
      process.stdout.write(`${printable(sentence)}\n`)
      for (const note of result.notes) process.stdout.write(`note: ${printable(note)}\n`)
    }
  }

  /** The program itself prints the message. */
  failure(error: { message: string, exitCode: number }): void {
    if (this.mode === 'json') process.stdout.write(`${JSON.stringify({ result: 'failed', error: error.message, exitCode: error.exitCode })}\n`)
  }
}

/** The sentence for people. */
export function flashSentence(result: FlashResult): string {
  const { file, bytes, hash } = result.application
  const application = `${bytes} bytes, ${shortHash(hash)}`
  if (result.result === 'current') return `Already up to date: ${file} (${application}), nothing written.`
  if (result.result === 'planned') {
    return result.port === null
      ? `Dry run without a board: would write the application (${application}) into the slot that is not active, then guard, boot code and settings where they differ, and restart.`
      : `Dry run: would write ${result.written.join(', ')} (application ${application}) and restart. Nothing written.`
  }
  if (result.node === null) return `Installed ${file} (${application}).`
  return `Node ${result.node} runs ${file} (${application}), start ${result.start}, after ${result.seconds} s.`
}
