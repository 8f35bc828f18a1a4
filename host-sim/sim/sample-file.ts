import { closeSync, openSync, writeSync } from 'node:fs'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { CSV_HEADER, csvRows, jsonLine, type ReceivedSample } from './sample-rows.ts'
import type { SimEvent } from './sim-event.ts'

export type SampleFormat = 'csv' | 'jsonl'

/** Standard output instead of a file. */
export const STDOUT = '-'

/** A file with every sample that a run has heard, each once: it is complete up to the last line at any time. */
export class SampleFile {
  /** Why no more can be written; undefined while it can. */
  failure: CommandError | undefined
  private readonly path: string
  private readonly format: SampleFormat
  private readonly file: number | undefined
  /** By node and start, the numbers of the samples that are in the file: one that came as `state` may come as `history` again. */
  private readonly seen = new Map<string, Set<number>>()

  /** Creates it, or throws a `CommandError`: where it exists already, unless it may be overwritten, and where it cannot be created. */
  constructor(path: string, format: SampleFormat, overwrite: boolean) {
    this.path = path
    this.format = format
    if (path !== STDOUT) this.file = open(path, overwrite)
    if (format === 'csv') this.write(CSV_HEADER)
  }

  event(event: SimEvent): void {
    if (event.event === 'state') this.add({ received: event.time, source: 'state', sample: event.state })
    else if (event.event === 'history') for (const sample of event.samples) this.add({ received: event.time, source: 'history', sample })
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file)
  }

  private add(received: ReceivedSample): void {
    const { node, boot, seq } = received.sample
    const start = `${node}/${boot}`
    let seen = this.seen.get(start)
    if (!seen) this.seen.set(start, seen = new Set())
    if (seen.has(seq)) return
    seen.add(seq)
    this.write(this.format === 'csv' ? csvRows(received) : jsonLine(received))
  }

  private write(text: string): void {
    if (this.failure) return
    if (this.file === undefined) {
      process.stdout.write(text)
      return
    }
    try {
      const bytes = Buffer.from(text)
      for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      this.failure = new CommandError(`The file ${printable(this.path)} cannot be written: ${code === 'ENOSPC' ? 'the disk is full' : String(code)}. Make room, or name another file, and run the command again.`, FAILURE)
    }
  }
}

function open(path: string, overwrite: boolean): number {
  try {
    return openSync(path, overwrite ? 'w' : 'wx')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const name = printable(path)
    if (code === 'EEXIST') throw new CommandError(`The file ${name} exists already: name another one, or replace it with --overwrite.`, USAGE)
    const reason = code === 'ENOENT' ? 'its folder does not exist' : code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'this user may not write there' : String(code)
    throw new CommandError(`The file ${name} cannot be created: ${reason}. Check the path.`, USAGE)
  }
}
