import { everyCommand, type CommandTree, type CompletedOption } from './command-tree.ts'
import { shellWord } from './shell-word.ts'

/** A script for bash 3.2 and later that completes `breva`. */
export function bashCompletion(tree: CommandTree): string {
  const all = everyCommand(tree)
  return `# Completion of breva for bash, made by: breva completion bash
_breva() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" where='' i
  local words='' options='' paths='' texts='' takes='' values=''
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$where \${COMP_WORDS[i]}" in
${all.slice(1).map(({ path }) => `      ${shellWord(before(path))}) where=${shellWord(path.join(' '))} ;;`).join('\n')}
    esac
  done
  case "$where" in
${all.map(ofCommand).join('\n')}
  esac
  COMPREPLY=()
  case "$values" in *" $before="*)
    words="\${values#*" $before="}"
    words="\${words%% *}"
    COMPREPLY=($(compgen -W "\${words//,/ }" -- "$current"))
    return ;;
  esac
  case " $texts " in *" $before "*) return ;; esac
  case " $paths " in *" $before "*) takes=path words='' ;; esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  elif [[ "$takes" == path ]]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -F _breva breva
`
}

/** Of a nested command: the words as the loop has them when it meets the last one. */
function before(path: string[]): string {
  return `${path.slice(0, -1).join(' ')} ${path.at(-1)}`
}

function ofCommand({ path, options, words, takes }: CommandTree): string {
  const set = (name: string, list: string[]): string => list.length === 0 ? '' : ` ${name}=${shellWord(list.join(' '))}`
  const named = (wanted: CompletedOption['takes']): string[] => options.filter(option => option.takes === wanted).map(({ name }) => name)
  const values = options.flatMap(option => option.words ? [` ${option.name}=${option.words.join(',')} `] : [])
  return `    ${shellWord(path.join(' '))})${set('words', words)}${set('values', values)}${set('options', options.map(({ name }) => name))}${set('paths', named('path'))}${set('texts', named('text'))}${set('takes', takes === undefined ? [] : [takes])} ;;`
}
