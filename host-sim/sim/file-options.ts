import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { STDOUT, type SampleFormat } from './sample-file.ts'

/** Where the samples go beside the screen. */
export interface FileOptions {
  files: { path: string, format: SampleFormat }[]
  /** A file that exists is replaced. */
  overwrite: boolean
}

/** What commander hands over. */
export interface FileArguments {
  csv?: string
  jsonl?: string
  overwrite?: boolean
}

/** Throws a `CommandError` with USAGE. `json`: events go to standard output. */
export function readFileOptions({ csv, jsonl, overwrite }: FileArguments, json: boolean): FileOptions {
  if (csv !== undefined && csv === jsonl) throw new CommandError('--csv and --jsonl name the same file: give each its own.', USAGE)
  if (json && (csv === STDOUT || jsonl === STDOUT)) throw new CommandError('--json prints events where --csv - or --jsonl - would print samples: leave one of them out, or name a file.', USAGE)
  const files: FileOptions['files'] = []
  if (csv !== undefined) files.push({ path: csv, format: 'csv' })
  if (jsonl !== undefined) files.push({ path: jsonl, format: 'jsonl' })
  if (files.some(({ path }) => path === '')) throw new CommandError('--csv and --jsonl need the name of a file, or - for standard output.', USAGE)
  return { files, overwrite: overwrite === true }
}
