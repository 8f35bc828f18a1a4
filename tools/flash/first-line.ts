import { CommandError } from '../../cli/command-error.ts'
import { TIMED_OUT } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import type { Repl } from '../console/repl.ts'
import { again, type FlashTarget } from './flash-target.ts'

/** ms of silence after which the order to restart is given once more. */
const SILENCE = 4000

/** Restarts the board, and waits for what its node says first: the whole line, then the node's name and the number of its start, or why it is not set up. */
export async function firstLine(repl: Repl, target: FlashTarget): Promise<RegExpExecArray> {
  const pattern = /breva \S+ (?:node (\S+) start (\d+): [^\r\n]*|is not set up: ([^\r\n]*))[\r\n]/
  const { firstLine: patience } = target.patience
  repl.command('ESP32.reboot()')
  let found = await repl.printed(pattern, Math.min(SILENCE, patience))
  if (!found && !/rst:|espruino/i.test(repl.text)) {
    await repl.resynchronise()
    repl.command('ESP32.reboot()')
  }
  found ??= await repl.printed(pattern, Math.max(0, patience - SILENCE))
  if (found) return found
  const uncaught = /Uncaught [^\r\n]*/.exec(repl.text)?.[0]
  throw new CommandError(
    `The application was written and made active, but the node has not said that it started within ${Math.ceil(patience / 1000)} s` +
    `${uncaught ? `; it printed "${printable(uncaught)}"` : ''}. After three failed starts it falls back to the former application. ` +
    `Press EN on the board, then look at it with: ${again(target.port)} --dry-run`, TIMED_OUT)
}
