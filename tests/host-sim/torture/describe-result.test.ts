import { describe, expect, it } from 'vitest'
import { describeResult } from '../../../host-sim/torture/describe-result.ts'
import type { TortureResult } from '../../../host-sim/torture/run-torture.ts'

const NOTHING: TortureResult = { seeds: 30, hours: 24, lived: 0, violations: 0, samples: 0, delivered: 0, dropped: 0, timesRealTime: 0, faults: {} }

describe('describeResult', () => {
  it('names no faults where none was met, as after an early Ctrl-C', () => {
    expect(describeResult(NOTHING, 30)).toBe('interrupted after 0 of 30 nodes; 30 seeds of 24 h: 0 violations; 0 samples, 0 delivered, 0 dropped; 0 times real time')
  })

  it('has a line for each target, and one seed as one', () => {
    const result = { ...NOTHING, seeds: 1, lived: 1, violations: 1, samples: 1, faults: { 'scd30:unplug': { nodes: 1, times: 2 } } }
    expect(describeResult(result, 1).split('\n')).toEqual([
      'faults drawn, each with the nodes and the times:', '  scd30: unplug 1/2', '1 seed of 24 h: 1 violation; 1 sample, 0 delivered, 0 dropped; 0 times real time'
    ])
  })
})
