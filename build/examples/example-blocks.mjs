/**
 * A marked piece of a page. A `setup` is a comment with commands that readers do not see. A `block` is fenced code behind a comment with
 * options: its lines with `$ ` are commands, and what follows each is what it prints. A `terminal` is such a block whose one command runs
 * on while the blocks after it are run, as in a window of its own.
 * @typedef {{ kind: 'setup' | 'block' | 'terminal', line: number, options: Record<string, string>, commands: string[], shown: string[][], start: number, end: number }} Example
 */

const MARK = /^<!-- example setup\n([^]*?)^-->$|^<!-- example((?: [a-z]+="[^"\n]*"| [a-z]+=[^\s"]+)*) -->\n\n?(```[^\n]*\n)([^]*?)^```$/gm
const OPTION = /([a-z]+)=(?:"([^"]*)"|(\S+))/g
const KNOWN = ['ignore', 'terminal', 'until', 'lines', 'stop', 'screen']

/**
 * The commands of a block, and the lines behind each. A command ends with its line, unless that ends in a backslash.
 * @param {string} body
 * @param {string} place
 */
function session(body, place) {
  /** @type {string[]} */
  const commands = []
  /** @type {string[][]} */
  const shown = []
  let going = false
  for (const line of body.replace(/\n$/, '').split('\n')) {
    if (going) commands[commands.length - 1] += `\n${line}`
    else if (line.startsWith('$ ')) {
      commands.push(line.slice(2))
      shown.push([])
    } else if (shown.length > 0) shown[shown.length - 1].push(line)
    else throw new Error(`${place}: an example begins with "$ " and a command`)
    going = (going || line.startsWith('$ ')) && line.endsWith('\\')
  }
  return { commands, shown }
}

/**
 * The marked pieces of a page in their order. `start` and `end` enclose what stands within the fence, newline included. Throws for a
 * mark that is none.
 * @param {string} path
 * @param {string} text
 * @returns {Example[]}
 */
export function exampleBlocks(path, text) {
  /** @type {Example[]} */
  const found = []
  for (const match of text.matchAll(MARK)) {
    const line = text.slice(0, match.index).split('\n').length
    const place = `${path}:${line}`
    if (match[1] !== undefined) {
      found.push({ kind: 'setup', line, options: {}, commands: [match[1]], shown: [[]], start: match.index, end: match.index })
      continue
    }
    const options = Object.fromEntries([...match[2].matchAll(OPTION)].map(([, name, quoted, plain]) => [name, quoted ?? plain]))
    for (const name of Object.keys(options)) if (!KNOWN.includes(name)) throw new Error(`${place}: an example has no option ${name}; it has ${KNOWN.join(', ')}`)
    const end = match.index + match[0].length - '```'.length
    const { commands, shown } = session(match[4], place)
    if (options.terminal && commands.length !== 1) throw new Error(`${place}: a terminal has one command`)
    found.push({ kind: options.terminal ? 'terminal' : 'block', line, options, commands, shown, start: end - match[4].length, end })
  }
  const marks = text.match(/^<!-- example/gm)?.length ?? 0
  if (marks !== found.length) throw new Error(`${path}: ${marks - found.length} comments begin with "<!-- example" and are none; docs/testing.md has the form`)
  return found
}
