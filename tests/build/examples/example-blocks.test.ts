import { describe, expect, it } from 'vitest'
import { exampleBlocks } from '../../../build/examples/example-blocks.mjs'

const FENCE = '```'

describe('the examples of a page', () => {
  it('are its marked blocks and set-ups, in their order, with commands and what is shown of each', () => {
    const page = `# A\n\n<!-- example setup\necho a > a\n-->\n\n<!-- example ignore=times,ids lines=2 -->\n${FENCE}sh\n$ cat a\na\n$ one \\\n  two\n${FENCE}\n\n${FENCE}\n$ not marked\n${FENCE}\n` +
      `<!-- example terminal=node until="is up" -->\n${FENCE}\n$ serve\n${FENCE}\n`
    const [setup, block, terminal] = exampleBlocks('a.md', page)
    expect(setup).toMatchObject({ kind: 'setup', line: 3, commands: ['echo a > a\n'] })
    expect(block).toMatchObject({ kind: 'block', line: 7, options: { ignore: 'times,ids', lines: '2' }, commands: ['cat a', 'one \\\n  two'], shown: [['a'], []] })
    expect(page.slice(block.start, block.end)).toBe('$ cat a\na\n$ one \\\n  two\n')
    expect(terminal).toMatchObject({ kind: 'terminal', options: { terminal: 'node', until: 'is up' }, commands: ['serve'] })
  })

  it.each([
    ['a mark before no code', '<!-- example -->\ntext\n', 'a.md: 1 comments begin with "<!-- example" and are none'],
    ['an unknown option', `<!-- example loud=1 -->\n${FENCE}\n$ a\n${FENCE}\n`, 'a.md:1: an example has no option loud'],
    ['output without a command', `<!-- example -->\n${FENCE}\na\n${FENCE}\n`, 'a.md:1: an example begins with "$ " and a command'],
    ['a terminal with two commands', `<!-- example terminal=a -->\n${FENCE}\n$ a\n$ b\n${FENCE}\n`, 'a.md:1: a terminal has one command']
  ])('with %s are refused', (_name, page, words) => {
    expect(() => exampleBlocks('a.md', page)).toThrow(words)
  })
})
