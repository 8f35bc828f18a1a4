import { describe, expect, it } from 'vitest'
import { callProblems } from '../../../build/check/call-problems.mjs'

const member = (source: string, calls: number): { group: string, number: number, source: string, at: string, calls: number } => ({ group: 'gA', number: 7, source, at: 'station.ts:12', calls })

describe('how often a folded function may be called', () => {
  it('is three times a sample', () => {
    expect(callProblems({ samples: 360, problems: [], folded: [member('Station.often', 1080), member('Station.seldom', 0)] })).toEqual([])
  })

  it('is refused beyond that, for each function, with what to do', () => {
    expect(callProblems({ samples: 360, problems: [], folded: [member('Station.often', 1081), member('Station.seldom', 2), member('judge', 5000)] })).toEqual([
      'station.ts:12: Station.often is folded, and was called 1081 times for 360 samples; 3 calls a sample are the most.\n  Instead: mark it @hot.',
      'station.ts:12: judge is folded, and was called 5000 times for 360 samples; 3 calls a sample are the most.\n  Instead: mark it @hot.'
    ])
  })

  it('is not known where nothing was counted, and the build fails', () => {
    expect(callProblems({ samples: 0, problems: [], folded: [member('a', 0)] })).toHaveLength(1)
    expect(callProblems({ samples: 360, problems: [], folded: [] })).toHaveLength(1)
  })

  it('passes on what went wrong in the sandbox', () => {
    expect(callProblems({ samples: 360, problems: ['Uncaught Error: x'], folded: [member('a', 1)] })).toEqual(['Uncaught Error: x'])
  })
})
