import { NODE_LIMIT } from '../contract/ranges.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'
import { printable } from './printable.ts'

/** A node's name on a command line. Throws a `CommandError` with USAGE. */
export function readNodeArgument(text: string): string {
  if (text.length <= NODE_LIMIT && /^[a-z0-9-]+$/.test(text)) return text
  const near = /^[a-z0-9-]+$/.test(text.toLowerCase()) && text.length <= NODE_LIMIT ? ` Did you mean ${text.toLowerCase()}?` : ''
  throw new CommandError(`"${printable(text.slice(0, 40))}" is not a name of a node, which has 1 to ${NODE_LIMIT} of a-z, 0-9 and "-".${near}`, USAGE)
}
