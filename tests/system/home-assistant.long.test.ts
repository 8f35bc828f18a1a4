import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { type Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { readFormerDiscovery } from '../../gateways/home-assistant/former-discovery.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { endSimulations, mosquitto, sim } from '../support/breva-sim.ts'
import { heardNode } from '../support/heard-node.ts'

const runs: BrevaProcess[] = []
const clients: MqttClient[] = []
const { info, latest, sensors } = heardNode()
const CONFIG = 'homeassistant/device/breva_a1b2c3/config'

let broker: Mosquitto
/** What the broker keeps or has delivered last, by topic. */
let kept: Map<string, string>

function breva(...words: string[]): BrevaProcess {
  const run = new BrevaProcess(['homeassistant', '--broker', `mqtt://127.0.0.1:${broker.port}`, ...words])
  runs.push(run)
  return run
}

async function client(account: { username?: string, password?: string } = {}): Promise<MqttClient> {
  const one = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4, ...account })
  clients.push(one)
  return one
}

async function publishNode(one: MqttClient): Promise<void> {
  const retained = { qos: 1, retain: true } as const
  await one.publishAsync('breva/a1b2c3/status', 'online', retained)
  await one.publishAsync('breva/a1b2c3/info', JSON.stringify(info), retained)
  for (const sensor of sensors) await one.publishAsync(`breva/a1b2c3/sensor/${sensor}/status`, 'online', retained)
}

const sample = (one: MqttClient, changed: object = {}): Promise<unknown> => one.publishAsync('breva/a1b2c3/state', JSON.stringify({ ...latest, ...changed }), { qos: 1 })

async function listen(account = {}): Promise<MqttClient> {
  const listener = await client(account)
  kept = new Map()
  listener.on('message', (topic, payload) => kept.set(topic, String(payload)))
  await listener.subscribeAsync('homeassistant/device/+/config', { qos: 1 })
  return listener
}

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
  for (const one of clients.splice(0)) await one.endAsync(true)
  await endSimulations()
})

describe.skipIf(mosquittoMissing)(`breva homeassistant at a mosquitto${mosquittoHint}`, () => {
  beforeEach(async () => {
    broker = await mosquitto()
    await listen()
  })

  it('publishes a simulated node, finds it unchanged, and removes it', async () => {
    const simulated = sim(['--broker', `mqtt://127.0.0.1:${broker.port}`, '--speed', '20', '--json'])
    await simulated.until('a sample', events => events.some(({ event }) => event === 'state'))
    const first = breva('--json')
    expect(await first.exit(), first.stderr).toBe(0)
    const [node, summary] = first.events()
    expect(node).toMatchObject({ event: 'node', outcome: 'published', location: 'office' })
    // A sample comes up to a second early or late.
    expect([30, 35]).toContain(node['expiry'])
    expect(summary).toMatchObject({ event: 'summary', reason: 'done', nodes: 1, published: 1 })
    await eventually(() => kept.has(String(node['topic'])), 'the message at another client')
    const text = kept.get(String(node['topic']))!
    expect(Object.keys(readFormerDiscovery(text, String(node['node']))!.cmps)).toEqual(['co2', 'temperature', 'humidity', expect.stringMatching(/^probe_28/), expect.stringMatching(/^probe_28/), expect.stringMatching(/^probe_28/), 'restart', 'rssi', 'alert', 'alerts'])

    const again = breva()
    expect(await again.exit()).toBe(0)
    expect(again.stdout).toContain('(office): unchanged, 10 entities: CO2, Temperature, Humidity, Probe')

    const removal = breva('--remove', String(node['node']))
    expect(await removal.exit()).toBe(0)
    await eventually(() => kept.get(String(node['topic'])) === '', 'the removal')
  })

  it('follows: a probe goes, Home Assistant starts, and Ctrl-C ends it with a summary', async () => {
    const station = await client()
    await publishNode(station)
    const run = breva('--follow', '--json')
    // A sample that comes before the subscription is not heard.
    const samples = setInterval(() => { void sample(station) }, 200)
    await run.until('the node', events => events.some(({ outcome }) => outcome === 'published')).finally(() => { clearInterval(samples) })
    const [gone, stays] = Object.keys(latest.probes!)
    await sample(station, { probes: { [stays]: 4.5 } })
    await run.until('the removal', events => events.some(({ gone }) => JSON.stringify(gone) !== '[]' && gone !== undefined))
    expect(readFormerDiscovery(kept.get(CONFIG)!, 'a1b2c3')!.cmps[`probe_${gone}`]).toEqual({ p: 'sensor' })
    kept.clear()
    await station.publishAsync('homeassistant/status', 'online')
    await run.until('the start', events => events.some(({ event }) => event === 'home_assistant'))
    await eventually(() => kept.has(CONFIG), 'the message once more', 40_000)
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', reason: 'signal', nodes: 1, published: 3 })
  }, 60_000)

  it('prints with --dry-run what it would publish, and publishes nothing', async () => {
    const station = await client()
    await publishNode(station)
    const samples = setInterval(() => { void sample(station) }, 200)
    const run = breva('--dry-run')
    expect(await run.exit().finally(() => { clearInterval(samples) })).toBe(0)
    expect(run.stdout).toContain(`a1b2c3 (bedroom): would be published on ${CONFIG}\n{`)
    expect(kept.size).toBe(0)
  })

  it.each([
    ['no node', [], 3, 'No node was heard'],
    ['nothing to remove', ['--remove', 'a1b2c3'], 3, 'Nothing was published for a1b2c3']
  ] as const)('ends with %s by saying so', async (_case, words, code, sentence) => {
    const run = breva(...words)
    expect(await run.exit()).toBe(code)
    expect(run.stderr).toContain(sentence)
  })

  it('ends by saying which node gave no sample in time', async () => {
    await publishNode(await client())
    const run = breva('--seconds', '2')
    expect(await run.exit()).toBe(5)
    expect(run.stdout).toContain('a1b2c3: left out, as no sample of it came in time')
  })
})
