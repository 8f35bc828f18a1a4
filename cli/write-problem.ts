import { CommandError } from './command-error.ts'
import { FAILURE } from './exit-code.ts'
import { printable } from './printable.ts'

const FULL = 'the disk is full. Make room, and run the command again.'
const FORBIDDEN = 'this user may not write there. Name another file, or run the command as a user who may.'

/** What happened and what to do, by the error codes of POSIX. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: FORBIDDEN,
  ENOENT: 'its folder does not exist. Make it first, or name another file.',
  ENOTDIR: 'a part of its path is a file. Check the path.',
  EISDIR: 'it is a folder. Name another file.'
}

/** The error for a file that the file system does not take. `what`: how people call it, such as `The report`. */
export function writeProblem(what: string, path: string, error: unknown): CommandError {
  const code = String((error as NodeJS.ErrnoException).code)
  return new CommandError(`${what} ${printable(path)} cannot be written: ${PROBLEMS[code] ?? `${code}. Check the path.`}`, FAILURE)
}
