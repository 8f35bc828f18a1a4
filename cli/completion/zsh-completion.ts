import { everyCommand, type CommandTree, type CompletedOption } from './command-tree.ts'
import { shellWord } from './shell-word.ts'

/** A script for zsh that completes `breva`: to be sourced, or to lie as `_breva` in a folder of `fpath`. */
export function zshCompletion(tree: CommandTree): string {
  const all = everyCommand(tree)
  return `#compdef breva
# Completion of breva for zsh, made by: breva completion zsh
_breva() {
  local where='' takes='' i
  local -a commands options paths texts values
  local -A choices
  for ((i = 2; i < CURRENT; i++)); do
    case "$where \${words[i]}" in
${all.slice(1).map(({ path }) => `      ${shellWord(`${path.slice(0, -1).join(' ')} ${path.at(-1)}`)}) where=${shellWord(path.join(' '))} ;;`).join('\n')}
    esac
  done
  case "$where" in
${all.map(ofCommand).join('\n')}
  esac
  if (( \${+choices[\${words[CURRENT-1]}]} )); then
    values=(\${=choices[\${words[CURRENT-1]}]})
    _describe value values
    return
  fi
  (( \${texts[(Ie)\${words[CURRENT-1]}]} )) && return
  if (( \${paths[(Ie)\${words[CURRENT-1]}]} )); then
    _files
  elif [[ "\${words[CURRENT]}" == -* ]]; then
    _describe -o option options
  elif (( \${#commands} )); then
    _describe command commands
  elif [[ "$takes" == path ]]; then
    _files
  fi
}
if [[ "\${funcstack[1]}" == _breva ]]; then _breva "$@"; else compdef _breva breva; fi
`
}

function ofCommand({ path, options, commands, words, takes }: CommandTree): string {
  const named = (wanted: CompletedOption['takes']): string => options.filter(option => option.takes === wanted).map(({ name }) => shellWord(name)).join(' ')
  const lists = [
    `commands=(${words.map(name => described(name, commands.find(command => command.path.at(-1) === name)?.does)).join(' ')})`,
    `options=(${options.map(option => described(option.name, option.does)).join(' ')})`,
    `paths=(${named('path')})`,
    `texts=(${named('text')})`,
    `choices=(${options.flatMap(option => option.words ? [`${shellWord(option.name)} ${shellWord(option.words.join(' '))}`] : []).join(' ')})`,
    ...takes === undefined ? [] : [`takes=${takes}`]
  ]
  return `    ${shellWord(path.join(' '))})\n      ${lists.join('\n      ')} ;;`
}

/** A colon ends the name. */
function described(name: string, does?: string): string {
  return shellWord(does === undefined ? name : `${name}:${does}`)
}
