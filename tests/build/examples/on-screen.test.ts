import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { inTerminal, leftOnScreen } from '../../../build/examples/on-screen.mjs'

describe('what a command leaves on a screen', () => {
  it('is what it prints after it has left the screen of its table, without colours', () => {
    expect(leftOnScreen('\x1b[?1049h\x1b[Htable 1\r\n\x1b[Htable 2\r\n\x1b[?1049l\x1b[32mtable\x1b[0m 3\r\nend\r\n')).toBe('table 3\nend\n')
    expect(leftOnScreen('a line\r\n')).toBe('a line\n')
  })

  it.skipIf(process.platform !== 'linux')('is that of a terminal as wide as was asked for, whatever quotes the command has', () => {
    const command = inTerminal('test -t 1 && echo "it\'s $(stty size)"; [ -z "$CI" ] && echo no CI', '77')
    const output = execFileSync('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8', env: { ...process.env, CI: '1' } })
    expect(leftOnScreen(output)).toBe('it\'s 40 77\nno CI\n')
  })
})
