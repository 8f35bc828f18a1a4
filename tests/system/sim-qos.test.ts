import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { BrevaProcess } from '../support/breva-process.ts'

let broker: EmbeddedBroker
let run: BrevaProcess | undefined

beforeEach(async () => { broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false }) })

afterEach(async () => {
  await run?.end()
  await broker.stop()
})

describe('breva sim --qos', () => {
  it.each([[0, 'qos=0 (at most once)'], [1, undefined], [2, 'qos=2 (exactly once)']] as const)('%i is that of each sample, and the first line says so where it is not 1', async (qos, words) => {
    const heard: { topic: string, qos: number }[] = []
    const client = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4 })
    client.on('message', (topic, _payload, packet) => { heard.push({ topic, qos: packet.qos }) })
    await client.subscribeAsync('breva/#', { qos: 2 })
    run = new BrevaProcess(['sim', '--broker', `mqtt://127.0.0.1:${broker.port}`, '--qos', String(qos), '--speed', '20', '--seconds', '35'])
    expect(await run.exit(), run.stderr).toBe(0)
    await client.endAsync()
    const samples = heard.filter(({ topic }) => topic.endsWith('/state'))
    expect(samples.length).toBeGreaterThan(0)
    expect(samples.filter(one => one.qos !== qos)).toEqual([])
    // What waits for a link is to be kept, and is no matter of this setting.
    expect(new Set(heard.filter(({ topic }) => !/\/(state|history)$/.test(topic)).map(one => one.qos))).toEqual(new Set([1]))
    const first = run.stdout.split('\n')[0]
    if (words === undefined) expect(first).not.toContain('qos')
    else expect(first).toContain(words)
    const [acknowledged, states, history] = / acknowledged=(\d+) states=(\d+) history=(\d+) /.exec(run.stdout)!.slice(1).map(Number)
    expect(states).toBe(samples.length)
    expect(acknowledged).toBe(qos === 0 ? history : states + history)
  })
})
