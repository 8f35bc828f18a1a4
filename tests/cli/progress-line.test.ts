import { describe, expect, it } from 'vitest'
import { ProgressLine, rewrites } from '../../cli/progress-line.ts'

interface Bench { progress: ProgressLine, written: string[], pass(milliseconds: number): void }

/** A stream that keeps what is written, and a clock. */
function line(stream: { isTTY?: boolean, columns?: number }, environment: Record<string, string> = {}): Bench {
  const written: string[] = []
  let now = 0
  const progress = new ProgressLine({ ...stream, write: text => { written.push(text) } }, environment, () => now)
  return { progress, written, pass: milliseconds => { now += milliseconds } }
}

describe('a line of progress', () => {
  it('is written over on a terminal, some times a second at most, and never wraps', () => {
    const { progress, written, pass } = line({ isTTY: true, columns: 20 })
    for (let step = 0; step < 100; step++) {
      progress.say(`step ${step} of a hundred, and more words`)
      pass(10)
    }
    expect(written.length).toBe(4)
    for (const text of written) expect(text).toMatch(/^\rstep \d+ of a hundr.{0,3}\x1b\[K$/)
    progress.clear()
    expect(written.at(-1)).toBe('\r\x1b[K')
  })

  it.each([
    ['no terminal', {}, {}],
    ['TERM=dumb', { isTTY: true }, { TERM: 'dumb' }],
    ['CI', { isTTY: true }, { CI: 'true' }]
  ])('is a whole line each minute where there is %s', (_what, stream, environment) => {
    expect(rewrites(stream, environment)).toBe(false)
    const { progress, written, pass } = line(stream, environment)
    for (let second = 0; second < 150; second++) {
      progress.say(`second ${second}`)
      pass(1000)
    }
    progress.clear()
    expect(written).toEqual(['second 60\n', 'second 120\n'])
  })
})
