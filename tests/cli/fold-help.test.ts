import { describe, expect, it } from 'vitest'
import { foldHelp } from '../../cli/fold-help.ts'

const HELP = `
Examples:
  breva sim
  breva watch --root home/sensors                 nodes whose settings have this broker.root

It reads status, state and history of the nodes, and publishes nothing.
Ctrl-C ends it with a summary.
`

describe('foldHelp', () => {
  it('leaves what fits as it is', () => {
    expect(foldHelp(HELP, 100)).toBe(HELP)
  })

  it('wraps sentences between words, and puts what examples do below them', () => {
    expect(foldHelp(HELP, 60)).toBe(`
Examples:
  breva sim
  breva watch --root home/sensors
      nodes whose settings have this broker.root

It reads status, state and history of the nodes, and
publishes nothing. Ctrl-C ends it with a summary.
`)
  })

  it('leaves a command line whole, and every word in its order', () => {
    for (let columns = 1; columns < 100; columns++) {
      const folded = foldHelp(HELP, columns)
      expect(folded).toContain('  breva watch --root home/sensors')
      expect(folded.split(/\s+/)).toEqual(HELP.split(/\s+/))
      if (columns >= 33) for (const line of folded.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
    }
  })
})
