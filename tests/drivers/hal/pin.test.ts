import { describe, expect, it } from 'vitest'
import { OK } from '../../../drivers/hal/status.ts'
import { FieldNode, SCD30, ds18b20 } from '../../support/field-node.ts'
import { describePin } from './pin-contract.ts'

const ROM = '28139bbb0b00001f'

function board(): FieldNode {
  const node = new FieldNode([SCD30, ds18b20(ROM)])
  node.board.powerUp()
  node.clock.advance(3000)
  return node
}

describePin('a switch of the simulated board', () => {
  const node = board()
  const pin = node.board.supply('scd30', 1)
  return {
    pin,
    high: () => {
      node.clock.advance(3000)
      return node.board.i2c.write(0x61, [0x02, 0x02]) === OK
    }
  }
})

describe('a switch of the simulated board', () => {
  it('that a low level closes', () => {
    const node = board()
    const pin = node.board.supply('ds18b20', 0)
    const present: boolean[] = []
    for (const level of [false, true, false]) {
      pin.write(level)
      present.push(node.board.oneWire.reset())
    }
    expect(present).toEqual([true, false, true])
  })

  it('does not restart a part whose supply is on already', () => {
    const node = board()
    node.board.supply('scd30', 1).write(true)
    expect(node.board.i2c.write(0x61, [0x02, 0x02])).toBe(OK)
  })
})
