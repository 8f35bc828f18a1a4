import { describe, expect, it } from 'vitest'
import type { SummaryEvent } from '../../../host-sim/sim/sim-event.ts'
import { summaryWords } from '../../../host-sim/sim/summary-words.ts'

const SUMMARY: SummaryEvent = {
  event: 'summary', time: 't', reason: 'signal', nodes: 2, states: 31, history: 4, waiting: 1, messages: 60, invalid: 0, unclean: [], online: 2, refused: [], acknowledged: 35, seconds: 335.3
}

describe('the summary below the table', () => {
  it('says in words what came, and what still waits', () => {
    expect(summaryWords(SUMMARY)).toEqual([
      "Ended by you, after 335.3 s of the nodes' time.",
      'nodes    2 of 2 nodes were online',
      'samples  31 came live, and 4 later as history',
      'broker   acknowledged 35 of them; 1 still waits in the nodes',
      'heard    60 messages, all as documented'
    ])
  })

  it('says what the broker refused, and what was not as documented', () => {
    const [, nodes, , , heard] = summaryWords({ ...SUMMARY, nodes: 3, online: 1, refused: [{ node: 'attic', reason: 'wrong password' }, { node: 'hall', reason: 'wrong password' }], invalid: 3 })
    expect(nodes).toBe('nodes    1 of 3 nodes was online, 2 refused by the broker (wrong password)')
    expect(heard).toBe('heard    60 messages, 57 of them as documented')
  })

  it('fits a terminal of 80 columns, however much there is to count', () => {
    const many: SummaryEvent = { ...SUMMARY, nodes: 500, online: 500, states: 1e6, history: 1e6, waiting: 1e6, acknowledged: 2e6, messages: 4e6, seconds: 31536000 }
    expect(Math.max(...summaryWords(many).map(line => line.length))).toBeLessThanOrEqual(80)
  })
})
