import { describe, expect, it } from 'vitest'
import { dropLine, DropNotes, type Drop } from '../../broker/drop-notes.ts'

function notes(): { drops: DropNotes, said: Drop[], passes(ms: number): void } {
  let now = 0
  const said: Drop[] = []
  return { drops: new DropNotes(() => now, drop => { said.push(drop) }), said, passes: ms => { now += ms } }
}

describe('DropNotes', () => {
  it('tells of the first at once, and of the others of a client once a minute', () => {
    const { drops, said, passes } = notes()
    for (let second = 0; second < 180; second++) {
      drops.note('a', 'message', `reason ${second}`)
      drops.sweep()
      passes(1000)
    }
    expect(said).toEqual([
      { client: 'a', what: 'message', count: 1, reason: 'reason 0' },
      { client: 'a', what: 'message', count: 60, reason: 'reason 60' },
      { client: 'a', what: 'message', count: 60, reason: 'reason 120' }
    ])
    drops.sweep(true)
    expect(said.at(-1)).toEqual({ client: 'a', what: 'message', count: 59, reason: 'reason 179' })
    expect(drops.total).toEqual({ connection: 0, message: 180 })
  })

  it('tells of each client, and at once again after a quiet minute', () => {
    const { drops, said, passes } = notes()
    drops.note('a', 'connection', 'x')
    drops.note('b', 'connection', 'x')
    passes(60_000)
    drops.sweep()
    drops.note('a', 'connection', 'y')
    expect(said.map(({ client, reason }) => client + reason)).toEqual(['ax', 'bx', 'ay'])
  })

  it('gives a flood of names one name', () => {
    const { drops, said } = notes()
    for (let i = 0; i < 5000; i++) drops.note(`n${i}`, 'connection', 'x')
    drops.sweep(true)
    expect(said.length).toBe(1002)
    expect(said.at(-1)).toEqual({ client: 'other clients', what: 'connection', count: 3999, reason: 'x' })
  })

  it('makes one safe line of a drop', () => {
    expect(dropLine({ client: 'a\n\x1b[2J', what: 'connection', count: 1, reason: 'x' })).toBe('broker: ended a connection of a??[2J: x')
    expect(dropLine({ client: 'a', what: 'connection', count: 3, reason: 'x' })).toBe('broker: ended 3 connections of a, the last one for: x')
    expect(dropLine({ client: 'a', what: 'message', count: 3, reason: 'x' })).toBe('broker: dropped the 3 oldest messages for a, whose session is kept: x')
  })
})
