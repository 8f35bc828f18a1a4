import { describe, expect, it } from 'vitest'
import { bundle, expectOneNode, source, stream } from '../../support/source-and-bundle.ts'

describe('the source and what is flashed', () => {
  it('are one node: the same messages in the same order, in six hours of seed 5 with its faults', () => {
    expectOneNode(5, 6)
  })

  it('call themselves at the broker by the address of the board, whatever the node is called', () => {
    const [own, flashed] = [source, bundle].map(program => stream(5, program, 0.05, 'twenty-letters-of-it'))
    expect([own.client, flashed.client]).toEqual([['brevaf1efa6'], ['brevaf1efa6']])
    expect(own.messages[0]).toBe('breva/twenty-letters-of-it/status online')
    expect(own.messages).toEqual(flashed.messages)
  })
})
