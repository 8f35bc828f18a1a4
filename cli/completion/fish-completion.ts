import { everyCommand, type CommandTree, type CompletedOption } from './command-tree.ts'

/** A script for fish 3 and later that completes `breva`. */
export function fishCompletion(tree: CommandTree): string {
  const lines = everyCommand(tree).flatMap(command => [
    ...command.commands.map(inner => complete(inside(command, true), `-a ${word(inner.path.at(-1) ?? '')}`, inner.does)),
    ...command.options.map(option => complete(inside(command, false), ofOption(option), option.does)),
    ...command.commands.length === 0 && command.words.length > 0 ? [`complete -c breva -n ${word(inside(command, false))} -a ${word(command.words.join(' '))}`] : [],
    ...command.takes === 'path' ? [`complete -c breva -n ${word(inside(command, false))} -F`] : []
  ])
  return `# Completion of breva for fish, made by: breva completion fish\ncomplete -c breva -f\n${lines.join('\n')}\n`
}

function complete(condition: string, what: string, does: string): string {
  return `complete -c breva -n ${word(condition)} ${what} -d ${word(does)}`
}

function ofOption({ name, takes, words }: CompletedOption): string {
  if (words) return `-l ${name.replace(/^--/, '')} -r -f -a ${word(words.join(' '))}`
  return `-l ${name.replace(/^--/, '')}${takes === undefined ? '' : ` -r ${takes === 'path' ? '-F' : '-f'}`}`
}

/** Whether the line is within a command; `alone`: and within none of its own commands. */
function inside({ path, commands }: CommandTree, alone: boolean): string {
  const seen = path.map(name => `__fish_seen_subcommand_from ${name}`)
  const names = commands.map(one => one.path.at(-1)).join(' ')
  if ((alone || path.length === 0) && names !== '') seen.push(`not __fish_seen_subcommand_from ${names}`)
  return seen.join('; and ')
}

function word(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'')}'`
}
