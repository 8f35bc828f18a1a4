import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as table from '../../../firmware/mqtt/session-state.ts'

const STATES = ['IDLE', 'WAITING', 'CONNECTED', 'ENDED'] as const
const EVENTS = ['OPENED', 'ACCEPTED', 'ENDING', 'CLOSED'] as const

/** The table at the head of the file: by state and event what follows, or a dash. */
function drawn(): Map<string, string> {
  const lines = readFileSync(new URL('../../../firmware/mqtt/session-state.ts', import.meta.url), 'utf8').split('\n')
  const rows = lines.filter(line => line.startsWith('//  ')).map(line => line.slice(2).trim().split(/\s+/))
  const cells = new Map<string, string>()
  const events = rows[0].map(event => event.toUpperCase())
  for (const [state, ...following] of rows.slice(1)) following.forEach((next, n) => cells.set(`${state} ${events[n]}`, next))
  return cells
}

describe('the state table', () => {
  it('is drawn with every state and every event', () => {
    expect([...drawn().keys()]).toEqual(STATES.flatMap(state => EVENTS.map(event => `${state} ${event}`)))
  })

  it.each(STATES.flatMap(state => EVENTS.map(event => [state, event] as const)))('goes on from %s at %s as it is drawn, or refuses and stays', (state, event) => {
    const following = drawn().get(`${state} ${event}`)!
    const session = { state: table[state] as number }
    const taken = table.moveOn(session, table[event])
    expect([taken, session.state]).toEqual(following === '-' ? [false, table[state]] : [true, table[following as typeof state]])
  })
})
