import type { Command } from 'commander'
import { TOPIC_ROOT } from '../contract/topics.ts'
import { surroundingValue, type Surroundings } from './broker-options.ts'
import { CommandError } from './command-error.ts'
import { USAGE } from './exit-code.ts'
import { printable } from './printable.ts'
import { problemsWith } from './settings/find-problems.ts'

/** The option that `addRootOption` adds, as commander hands it over. */
export interface RootArguments {
  root?: string
}

/** The setting whose rule holds for a root wherever it stands. */
const SETTING = 'broker.root'

/** Adds `--root`. */
export function addRootOption(command: Command): Command {
  return command.option('--root <topic>', `what stands before the nodes' names in their topics, such as home/sensors (default: BREVA_BROKER_ROOT, from the environment or .env; else ${TOPIC_ROOT})`)
}

/**
 * The root of topics that the command line, the environment or `.env` names, in this order, and `breva` where none does; without a `/` at its end. Throws a
 * `CommandError` with USAGE for one that the firmware would refuse.
 */
export function findRoot({ root }: RootArguments, surroundings: Surroundings): string {
  const found = root === undefined ? surroundingValue('BREVA_BROKER_ROOT', surroundings) : { value: root, named: '--root' }
  if (!found) return TOPIC_ROOT
  const [problem] = problemsWith(SETTING, found.value, '')
  if (problem) throw new CommandError(printable(`${found.named}${problem.message.slice(SETTING.length)}, such as home/sensors.`), USAGE)
  return found.value
}
