import { describe, expect, it } from 'vitest'
import { FieldNode, SCD30, ds18b20 } from '../support/field-node.ts'

const ROM = '28139bbb0b00001f'

function settled(): FieldNode {
  return new FieldNode([SCD30, ds18b20(ROM)]).start(5)
}

function root(node: FieldNode): string {
  return `breva/${node.plan.id}/`
}

describe('a message cannot silence a node', () => {
  it.each([1200, 64 * 1024, 100_000, 1_000_000])('field case, knolleary/pubsubclient#981, 256dpi/arduino-mqtt#199: a retained command of %i bytes is drained on every link, and samples go on', length => {
    const node = settled()
    node.broker.retained.set(`${root(node)}command/ping`, 'x'.repeat(length))
    node.inject('broker', 'loss').run(0.2).inject('broker', 'loss', false).run(3)
    const before = node.broker.connections
    expect(node.during(5).length).toBe(30)
    expect([node.broker.connections - before, node.broker.retained.get(`${root(node)}status`)]).toEqual([0, 'online'])
  })

  it('field case, knolleary/pubsubclient#55, marvinroger/async-mqtt-client#141: sixty commands of 1,000 bytes at once are taken, and every sample is on time', () => {
    const node = settled()
    const before = node.broker.connections
    for (let n = 0; n < 60; n++) {
      node.broker.publish({ topic: `${root(node)}command/ping`, payload: `{"id":"c-${n}","x":"${'x'.repeat(1000)}"}`, qos: 1, retain: false, client: '' })
    }
    expect(node.during(5).length).toBe(30)
    expect(node.broker.connections).toBe(before)
  })
})

describe('a network that breaks', () => {
  it('field case, marvinroger/async-mqtt-client#135: five links within seconds costs no sample', () => {
    const node = settled()
    for (let n = 0; n < 5; n++) node.inject('broker', 'loss').run(0.05).inject('broker', 'loss', false).run(0.8)
    node.run(10)
    const late = node.payloads('history').flatMap(payload => (JSON.parse(payload) as { seq: number }[]).map(state => state.seq))
    const delivered = new Set([...node.states().map(state => state.seq), ...late])
    expect(delivered.size).toBe(Math.max(...delivered))
    expect((node.health()['drops'] as Record<string, number>)['rejected']).toBe(0)
  })
})
