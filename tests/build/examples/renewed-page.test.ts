import { describe, expect, it } from 'vitest'
import { renewedPage } from '../../../build/examples/renewed-page.mjs'
import { projectPath } from '../../../cli/project-path.ts'

const FENCE = '```'
const ROOT = projectPath('').replace(/[\\/]$/, '')

function renewed(page: string): ReturnType<typeof renewedPage> {
  return renewedPage(ROOT, 'a.md', page)
}

const block = (options: string, body: string): string => `<!-- example${options} -->\n${FENCE}\n${body}\n${FENCE}\n`

describe.skipIf(process.platform === 'win32')('a page whose examples were run', () => {
  it('has what they print, exit codes and stderr included, and is fresh then', async () => {
    const page = `<!-- example setup\necho one > file\n-->\n${block('', '$ cat file\nstale\n$ cat none 2>/dev/null\n$ echo $?\n$ echo bad >&2')}end\n`
    const { text, stale } = await renewed(page)
    expect(text).toContain(`${FENCE}\n$ cat file\none\n$ cat none 2>/dev/null\n$ echo $?\n1\n$ echo bad >&2\nbad\n${FENCE}\nend\n`)
    expect(stale).toEqual([{ line: 4, was: 'stale\n\n\n', is: 'one\n\n1\nbad' }])
    expect(await renewed(text)).toEqual({ text, stale: [] })
  })

  it('keeps its text where only what is ignored differs', async () => {
    const page = block(' ignore=numbers', '$ echo 12 ppm\n99 ppm')
    expect(await renewed(page)).toEqual({ text: page, stale: [] })
    expect((await renewed(page.replace('ppm\n99 ppm', 'ppm\n99 deg'))).stale).toHaveLength(1)
  })

  it('has the first lines of what runs beside it, until that is stopped', async () => {
    const page = block(' terminal=a until="up" lines=2', '$ trap "echo bye; exit" INT; echo up; echo on; while sleep 0.05; do touch seen; done') +
      block('', '$ until [ -e seen ]; do sleep 0.05; done; echo saw it') + block(' stop=a', '$ echo after')
    const { text } = await renewed(page)
    expect(text).toContain('done\nup\non\n```')
    expect(text).toContain('echo saw it\nsaw it\n')
    expect(text).toContain('$ echo after\nafter\n')
  })

  it('has what stays in a terminal, where a table has lived on a screen of its own', async () => {
    const { text } = await renewed(block(' screen=90', '$ printf "\\033[?1049htable\\n\\033[?1049l"; stty size; type -t npx'))
    expect(text).toContain('type -t npx\n40 90\nfunction\n```')
  })

  it('calls ports and folder by the names that the page has for them, and runs breva of the checkout', async () => {
    const { text } = await renewed(block('', '$ echo port 1883 in $PWD\n$ npx breva --version'))
    expect(text).toMatch(/\nport 1883 in \/tmp\/breva\n\$ npx breva --version\n\d+\.\d+\.\d+\n/)
  })

  it('is not renewed where a set-up fails, with what it said', async () => {
    await expect(renewed('<!-- example setup\necho why; false\n-->\n')).rejects.toThrow(/^a\.md:1: the setup ended with 1:\n[^]*why/)
  })
})
