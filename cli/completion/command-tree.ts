import type { Command, Option } from 'commander'

/** What follows an option or an argument: a path of this machine, or something that cannot be guessed. */
export type Following = 'path' | 'text'

export interface CompletedOption {
  /** Such as `--broker`. */
  name: string
  does: string
  /** Undefined for an option that takes nothing. */
  takes?: Following
  /** The words that it takes, where they are known; `takes` is undefined then. */
  words?: string[]
}

/** A command, or one within another, as far as a shell can complete it. */
export interface CommandTree {
  /** The words that lead to it, without `breva`; none for the program itself. */
  path: string[]
  does: string
  options: CompletedOption[]
  commands: CommandTree[]
  /** What it takes beside options: one of these words, or what `takes` says; none and undefined for nothing. */
  words: string[]
  takes?: Following
}

/** As the help has them: `<file>`, and the port of a board. */
const PATH = /<(file|folder|path)|^--port.*serial port/
const NAMES_PATH = /^(file|folder|path)/

/** What commander knows of a command and of those within it. */
export function commandTree(command: Command): CommandTree {
  const tree = treeOf(command, [])
  const names = tree.commands.map(({ path }) => path[0])
  // Help is asked for with the name of another command.
  for (const one of tree.commands) if (one.path[0] === 'help') one.words = names.filter(name => name !== 'help')
  return tree
}

function treeOf(command: Command, path: string[]): CommandTree {
  const help = command.createHelp()
  const commands = help.visibleCommands(command).filter(one => path.length === 0 || one.name() !== 'help').map(one => treeOf(one, [...path, one.name()]))
  const argument = command.registeredArguments.at(0)
  const words = argument?.argChoices ?? commands.map(one => one.path.at(-1) ?? '')
  return {
    path,
    does: firstWords(command.description()),
    options: help.visibleOptions(command).flatMap(completedOption),
    commands,
    words,
    ...argument && { takes: NAMES_PATH.test(argument.name()) ? 'path' : 'text' }
  }
}

/** None where it has a short form alone. What may be left out is not waited for. */
function completedOption({ long, flags, description, argChoices }: Option): CompletedOption[] {
  if (!long) return []
  const option = { name: long, does: firstWords(description) }
  if (!flags.includes('<')) return [option]
  if (argChoices) return [{ ...option, words: argChoices }]
  return [{ ...option, takes: PATH.test(`${flags} ${description}`) ? 'path' : 'text' }]
}

/** All of them, the first one first. */
export function everyCommand(tree: CommandTree): CommandTree[] {
  return [tree, ...tree.commands.flatMap(everyCommand)]
}

/** A line of a list of choices. */
function firstWords(description: string): string {
  return description.split(/[;(]|\.(?: |$)/)[0].trim()
}
