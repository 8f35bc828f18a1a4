import { exampleBlocks } from './example-blocks.mjs'
import { compared } from './ignored.mjs'
import { inTerminal, leftOnScreen } from './on-screen.mjs'
import { PageSession } from './page-session.mjs'

/**
 * The lines that a page shows of an output: all, or the first `lines` of them.
 * @param {string} output
 * @param {Record<string, string>} options
 */
function shownLines(output, { lines }) {
  const all = output === '' ? [] : output.split('\n').map(line => line.trimEnd())
  return lines === undefined ? all : all.slice(0, Number(lines))
}

/**
 * @param {PageSession} session
 * @param {import('./example-blocks.mjs').Example} example
 */
async function ran(session, { commands, kind, options: { screen } }) {
  if (screen === undefined) return await session.run(commands, kind === 'setup')
  return (await session.run(commands.map(command => inTerminal(command, screen)), false)).map(leftOnScreen)
}

/**
 * Runs the examples of a page in their order. Returns the page with what they print, and the lines of the blocks that are stale: where
 * the text differs in more than what they ignore. A block that is not stale keeps its text.
 * @param {string} root of the checkout
 * @param {string} path
 * @param {string} text
 * @returns {Promise<{ text: string, stale: { line: number, was: string, is: string }[] }>}
 */
export async function renewedPage(root, path, text) {
  const examples = exampleBlocks(path, text)
  /** @type {Map<import('./example-blocks.mjs').Example, string[]>} */
  const printed = new Map()
  const session = new PageSession(root)
  /** @type {Map<string, import('./example-blocks.mjs').Example>} */
  const open = new Map()
  /** @param {string} name */
  const close = async name => {
    const example = open.get(name)
    if (example) printed.set(example, [await session.close(name)])
    open.delete(name)
  }
  try {
    for (const example of examples) {
      try {
        if (example.options.stop) await close(example.options.stop)
        if (example.kind === 'terminal') {
          open.set(example.options.terminal, example)
          await session.open(example.options.terminal, example.commands[0], example.options.until)
        } else printed.set(example, await ran(session, example))
      } catch (error) {
        throw new Error(`${path}:${example.line}: ${/** @type {Error} */ (error).message}`)
      }
    }
    for (const name of [...open.keys()]) await close(name)
  } finally {
    await session.end()
  }
  return put(text, examples, printed)
}

/**
 * @param {string} text
 * @param {import('./example-blocks.mjs').Example[]} examples
 * @param {Map<import('./example-blocks.mjs').Example, string[]>} printed
 */
function put(text, examples, printed) {
  const stale = []
  let renewed = text
  // From the end: what stands before keeps its place.
  for (const example of examples.filter(({ kind }) => kind !== 'setup').reverse()) {
    const rules = example.options.ignore?.split(',') ?? []
    const outputs = (printed.get(example) ?? []).map(output => shownLines(output, example.options))
    const was = example.shown.map(lines => compared(lines.join('\n'), rules))
    const is = outputs.map(lines => compared(lines.join('\n'), rules))
    if (was.join('\0') === is.join('\0')) continue
    stale.unshift({ line: example.line, was: was.join('\n'), is: is.join('\n') })
    const body = example.commands.map((command, n) => [`$ ${command}`, ...outputs[n] ?? []].join('\n')).join('\n')
    renewed = `${renewed.slice(0, example.start)}${body}\n${renewed.slice(example.end)}`
  }
  return { text: renewed, stale }
}
