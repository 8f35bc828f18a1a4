import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../../broker/embedded-broker.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { LinkTap } from '../../../host-sim/sim/link-tap.ts'
import { Simulation, type SimulatedNode } from '../../../host-sim/sim/simulation.ts'
import { CollectingOutput } from '../../support/collecting-output.ts'
import { eventually } from '../../../bench/peers/eventually.ts'
import { MqttJsNode } from '../../support/mqtt-js-node.ts'

let broker: EmbeddedBroker
let output: CollectingOutput
let clock: VirtualClock

function simulation(nodes: SimulatedNode[], seconds?: number): Simulation {
  return new Simulation({
    version: '0.1.0', scenario: 'office', seed: 1, speed: 1, seconds, broker: { host: broker.host, port: broker.port }, root: 'breva', qos: 1, brokerFrom: null, embedded: true, clientId: 'brevasimtest'
  }, nodes, clock)
}

beforeEach(async () => {
  broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false })
  output = new CollectingOutput()
  clock = new VirtualClock()
})

afterEach(() => broker.stop())

describe('Simulation', () => {
  it('tells what the broker delivered, from the start to the summary', async () => {
    const node = new MqttJsNode('a1b2c3', broker.port)
    const run = simulation([node])
    const ended = run.run(output)
    await eventually(() => output.of('state').length === 1, 'a state')
    run.end('signal')
    await ended
    expect(output.events[0]).toMatchObject({ event: 'started', nodes: [{ node: 'a1b2c3', location: 'test-bench' }], broker: `mqtt://127.0.0.1:${broker.port}` })
    expect(output.of('link').map(event => event.link)).toEqual(['online', 'offline'])
    expect(output.of('sensor')).toMatchObject([{ sensor: 'scd30', status: 'online' }])
    expect(output.of('stopped')).toMatchObject([{ node: 'a1b2c3', clean: true }])
    expect(output.events.at(-1)).toMatchObject({ event: 'summary', reason: 'signal', nodes: 1, states: 1, messages: 4, unclean: [] })
  })

  it('tells what waits in a node, and how much of it was left at the end', async () => {
    let waiting = 0
    const node = Object.assign(new MqttJsNode('a1b2c3', broker.port), { waiting: () => waiting })
    const run = simulation([node])
    const ended = run.run(output)
    await eventually(() => output.of('link').length === 1, 'the birth')
    waiting = 5
    await eventually(() => output.of('backlog').length === 1, 'the backlog')
    node.publish('history', JSON.stringify([1, 2].map(seq => ({ node: 'a1b2c3', location: '', boot: 1, seq, time: null, uptime: 1, quality: {} }))))
    waiting = 3
    await eventually(() => output.of('history').length === 1, 'the history')
    run.end('signal')
    await ended
    expect(output.of('backlog')).toMatchObject([{ node: 'a1b2c3', waiting: 5 }])
    expect(output.of('history')[0].samples.map(({ seq }) => seq)).toEqual([1, 2])
    expect(output.of('summary')).toMatchObject([{ history: 2, waiting: 3 }])
  })

  it('ends by itself after its seconds, counted on the clock of the nodes', async () => {
    const run = simulation([new MqttJsNode('a1b2c3', broker.port)], 3600)
    const ended = run.run(output)
    await eventually(() => output.of('link').length === 1, 'the birth')
    clock.advance(3600000)
    await ended
    expect(output.of('summary')).toMatchObject([{ reason: 'seconds', seconds: 3600 }])
  })

  it('ends though a node never says goodbye, and names it', async () => {
    const silent: SimulatedNode = { node: 'mute', location: '', link: new LinkTap(), start: () => undefined, stop: () => undefined, kill: () => undefined }
    const run = simulation([silent])
    run.end('signal')
    const start = performance.now()
    await run.run(output)
    expect(performance.now() - start).toBeLessThan(4000)
    expect(output.of('summary')).toMatchObject([{ unclean: ['mute'] }])
  })

  it('calls a node invalid, and goes on, when its messages are not what was agreed', async () => {
    const node = new MqttJsNode('a1b2c3', broker.port)
    const run = simulation([node])
    const ended = run.run(output)
    await eventually(() => output.of('link').length === 1, 'the birth')
    node.publish('state', '{"co2":"much"}')
    await eventually(() => output.of('invalid').length === 1, 'the invalid message')
    run.end('signal')
    await ended
    expect(output.of('summary')).toMatchObject([{ invalid: 1 }])
  })

  it('does not take the retained status of an earlier run for its own', async () => {
    const earlier = new MqttJsNode('a1b2c3', broker.port)
    const first = simulation([earlier])
    const firstEnded = first.run(new CollectingOutput())
    await eventually(() => first.view.nodes[0].link === 'online', 'the birth')
    first.end('signal')
    await firstEnded
    const run = simulation([new MqttJsNode('a1b2c3', broker.port)])
    const ended = run.run(output)
    await eventually(() => output.of('state').length === 1, 'a state')
    run.end('signal')
    await ended
    expect(output.of('link').map(event => event.link)).toEqual(['online', 'offline'])
  })
})
