import { Argument, Command } from 'commander'
import { bashCompletion } from './bash-completion.ts'
import { commandTree, type CommandTree } from './command-tree.ts'
import { fishCompletion } from './fish-completion.ts'
import { zshCompletion } from './zsh-completion.ts'

const SHELLS: Record<string, (tree: CommandTree) => string> = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

const EXAMPLES = `
Examples:
  eval "$(breva completion bash)"                                  in ~/.bashrc
  eval "$(breva completion zsh)"                                   in ~/.zshrc, after compinit
  breva completion fish > ~/.config/fish/completions/breva.fish`

/** `breva completion`. `wholeProgram` gives the program with the options of every command. */
export function completionCommand(wholeProgram: () => Promise<Command>): Command {
  return new Command('completion')
    .addArgument(new Argument('<shell>', 'the shell that is to complete breva').choices(Object.keys(SHELLS)))
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .action(async (shell: string) => {
      process.stdout.write(SHELLS[shell](commandTree(await wholeProgram())))
    })
}
