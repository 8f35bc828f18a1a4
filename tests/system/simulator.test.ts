import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { BrevaProcess, type BrevaEvent } from '../support/breva-process.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { freePort } from '../../bench/peers/port.ts'
import { stateSchema } from '../support/state-schema.ts'

interface Heard {
  topic: string
  payload: string
  retained: boolean
}

const brokers: Mosquitto[] = []
const runs: BrevaProcess[] = []
const clients: MqttClient[] = []

async function mosquitto(accounts?: Record<string, string>): Promise<Mosquitto> {
  const broker = await Mosquitto.start(accounts ? { accounts } : {})
  brokers.push(broker)
  return broker
}

function sim(commandLine: string[], environment: Record<string, string> = {}): BrevaProcess {
  const run = new BrevaProcess(['sim', ...commandLine], environment)
  runs.push(run)
  return run
}

/** Everything a subscriber of its own hears from the broker. */
async function listen(broker: Mosquitto, account: { username?: string, password?: string } = {}): Promise<Heard[]> {
  const heard: Heard[] = []
  const client = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4, reconnectPeriod: 100, ...account })
  clients.push(client)
  client.on('error', () => {
    // it reconnects
  })
  client.on('message', (topic, payload, packet) => heard.push({ topic, payload: String(payload), retained: packet.retain }))
  await client.subscribeAsync('breva/#', { qos: 1 })
  return heard
}

function payloads(heard: Heard[], topic: string): string[] {
  return heard.filter(message => message.topic === topic).map(message => message.payload)
}

const count = (events: BrevaEvent[], kind: string): number => events.filter(event => event.event === kind).length

function nodesOf(run: BrevaProcess): string[] {
  const started = run.events().find(event => event.event === 'started')
  return (started?.['nodes'] as { node: string }[]).map(({ node }) => node)
}

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
  for (const client of clients.splice(0)) await client.endAsync(true)
  for (const broker of brokers.splice(0)) await broker.stop()
})

describe.skipIf(mosquittoMissing)(`breva sim on a mosquitto${mosquittoHint}`, () => {
  it('publishes births, valid samples, and a retained goodbye for each of three nodes', async () => {
    const broker = await mosquitto()
    const heard = await listen(broker)
    const run = sim(['--nodes', '3', '--seconds', '40', '--speed', '10', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    expect(await run.exit()).toBe(0)
    const nodes = nodesOf(run)
    expect(new Set(nodes).size).toBe(3)
    for (const node of nodes) {
      expect(payloads(heard, `breva/${node}/status`)).toEqual(['online', 'offline'])
      expect(payloads(heard, `breva/${node}/sensor/scd30/status`)).toEqual(['online'])
      const states = payloads(heard, `breva/${node}/state`).map(payload => stateSchema.parse(JSON.parse(payload)))
      expect(states.length).toBeGreaterThanOrEqual(3)
      expect(states.map(state => state.node)).toEqual(states.map(() => node))
      for (let i = 1; i < states.length; i++) expect(states[i].seq).toBeGreaterThan(states[i - 1].seq)
      expect(states.at(-1)?.quality['co2']).toBe('ok')
      expect(JSON.parse(payloads(heard, `breva/${node}/info`)[0])).toMatchObject({ bundle: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string })
    }
    const summary = run.events().at(-1)
    expect(summary).toMatchObject({ event: 'summary', nodes: 3, invalid: 0, unclean: [], reason: 'seconds' })
    expect(summary?.['states']).toBe(heard.filter(message => message.topic.endsWith('/state')).length)
    const later = await listen(broker)
    await eventually(() => nodes.every(node => later.some(message => message.topic === `breva/${node}/status` && message.payload === 'offline' && message.retained)), 'the retained goodbyes')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('says goodbye on %s and ends with 0', async signal => {
    const broker = await mosquitto()
    const heard = await listen(broker)
    const run = sim(['--nodes', '2', '--speed', '10', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    await run.until('a state of each node', events => count(events, 'state') >= 2)
    run.signal(signal)
    expect(await run.exit()).toBe(0)
    for (const node of nodesOf(run)) expect(payloads(heard, `breva/${node}/status`)).toEqual(['online', 'offline'])
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', reason: 'signal', unclean: [] })
  })

  it('leaves the wills to the broker when it is killed', async () => {
    const broker = await mosquitto()
    const heard = await listen(broker)
    const run = sim(['--nodes', '3', '--speed', '10', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    await run.until('every birth', events => count(events, 'link') === 3)
    const nodes = nodesOf(run)
    run.signal('SIGKILL')
    await eventually(() => nodes.every(node => payloads(heard, `breva/${node}/status`).at(-1) === 'offline'), 'the wills')
    expect(count(run.events(), 'stopped')).toBe(0)
  })

  it('survives a restart of the broker', async () => {
    const broker = await mosquitto()
    const run = sim(['--nodes', '2', '--speed', '20', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    await run.until('a state of each node', events => count(events, 'state') >= 2)
    await broker.kill()
    await run.until('the loss is noticed', events => events.some(event => event.event === 'broker' && event['connected'] === false))
    await broker.resume()
    await run.until('both nodes publish again', events => {
      const back = events.findIndex(event => event.event === 'broker' && event['connected'] === true)
      const after = back < 0 ? [] : events.slice(back).filter(event => event.event === 'state').map(event => event.node)
      return new Set(after).size === 2
    })
    const heard = await listen(broker)
    await eventually(() => nodesOf(run).every(node => heard.some(message => message.topic === `breva/${node}/status` && message.payload === 'online' && message.retained)), 'both retained births')
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
  })

  it('ends within 3 s of the signal though the broker has stopped answering, and names the nodes', async () => {
    const broker = await mosquitto()
    const run = sim(['--nodes', '2', '--speed', '2', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    await run.until('every birth', events => count(events, 'link') === 2)
    broker.freeze()
    run.signal('SIGINT')
    const start = performance.now()
    expect(await run.exit()).toBe(0)
    expect(performance.now() - start).toBeLessThan(5000)
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', unclean: nodesOf(run) })
  })

  it('logs in with a password from the environment, and shows it nowhere', async () => {
    const broker = await mosquitto({ station: 'seven-brown-herons' })
    const run = sim(['--seconds', '10', '--speed', '10', '--json', '--verbose', '--broker', `mqtt://station@127.0.0.1:${broker.port}`], { BREVA_BROKER_PASSWORD: 'seven-brown-herons' })
    expect(await run.exit()).toBe(0)
    expect(count(run.events(), 'state')).toBeGreaterThanOrEqual(1)
    expect(run.stdout + run.stderr).not.toContain('seven-brown-herons')
  })

  it('ends with 4 when the broker refuses the password', async () => {
    const broker = await mosquitto({ station: 'seven-brown-herons' })
    const run = sim(['--json', '--broker', `mqtt://station:wrong-one-99@127.0.0.1:${broker.port}`])
    expect(await run.exit()).toBe(4)
    expect(run.stdout).toBe('')
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.stderr).toContain('BREVA_BROKER_PASSWORD')
    expect(run.stderr).not.toContain('wrong-one-99')
  })
})

describe('breva sim with its own broker', () => {
  it('reports the beginning and end of a fault, and what it does to the samples', async () => {
    const run = sim(['--seconds', '100', '--speed', '20', '--json', '--port', String(await freePort()), '--fault', 'scd30:unplug@25s+20s'])
    expect(await run.exit()).toBe(0)
    const events = run.events()
    const fault = events.filter(event => event.event === 'fault')
    expect(fault).toMatchObject([{ fault: 'scd30:unplug', active: true }, { fault: 'scd30:unplug', active: false }])
    const humidity = (from: number, to: number): string[] => events.slice(from, to).filter(event => event.event === 'state')
      .map(event => (event['state'] as { quality: Record<string, string> }).quality['humidity'])
    const [begin, end] = fault.map(event => events.indexOf(event))
    expect(humidity(0, begin)).toContain('ok')
    expect(humidity(begin, events.length).some(quality => quality !== 'ok')).toBe(true)
    expect(humidity(end, events.length).at(-1)).toBe('ok')
  })

  it('gives the same nodes, and the same first readings, for the same seed', async () => {
    const first = sim(['--seconds', '20', '--speed', '20', '--json', '--seed', '7', '--nodes', '2', '--port', String(await freePort())])
    const second = sim(['--seconds', '20', '--speed', '20', '--json', '--seed', '7', '--nodes', '2', '--port', String(await freePort())])
    const other = sim(['--seconds', '20', '--speed', '20', '--json', '--seed', '8', '--nodes', '2', '--port', String(await freePort())])
    for (const run of [first, second, other]) expect(await run.exit()).toBe(0)
    expect(nodesOf(first)).toEqual(nodesOf(second))
    expect(nodesOf(other)).not.toEqual(nodesOf(first))
  })

  it('prints lines where there is no terminal, and only the summary with --quiet', async () => {
    const lines = sim(['--speed', '20', '--port', String(await freePort())])
    const quiet = sim(['--seconds', '10', '--speed', '20', '--quiet', '--port', String(await freePort())])
    await eventually(() => /Z [0-9a-f]{6} state seq=1 co2=/.test(lines.stdout), 'the first state', 20_000)
    lines.signal('SIGINT')
    expect(await lines.exit()).toBe(0)
    expect(lines.stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z - started scenario=office nodes=1 seed=1 .*mosquitto_sub -h 127\.0\.0\.1 -p \d+ -t 'breva\/#' -v\n/)
    expect(await quiet.exit()).toBe(0)
    expect(quiet.stdout.trim().split('\n')).toHaveLength(1)
    expect(quiet.stdout).toContain('- summary nodes=1')
  })

  it('shows on stderr what the boards\' consoles say of their links, without being asked', async () => {
    const run = sim(['--seconds', '5', '--speed', '20', '--nodes', '1', '--json', '--port', String(await freePort())])
    expect(await run.exit()).toBe(0)
    expect(run.stderr).toMatch(/ [0-9a-f]{6} log breva: broker 127\.0\.0\.1:\d+ connected\n/)
    expect(run.stderr).not.toContain(' start 1')
  })

  it('prints what the firmware says on stderr with --verbose', async () => {
    const run = sim(['--seconds', '5', '--speed', '20', '--json', '--verbose', '--port', String(await freePort())])
    expect(await run.exit()).toBe(0)
    expect(run.stderr).toMatch(/ log breva \d+\.\d+\.\d+ node [0-9a-f]{6}/)
    expect(run.stderr).not.toContain('Uncaught')
  })

  it('names a node after its settings file, and keeps to its own broker', async () => {
    const { mkdtemp, rm, writeFile } = await import('node:fs/promises')
    const { tmpdir } = await import('node:os')
    const { join } = await import('node:path')
    const folder = await mkdtemp(join(tmpdir(), 'breva-test-'))
    const file = join(folder, 'node.json')
    await writeFile(file, JSON.stringify({
      node: 'attic', location: 'Dachboden, über allem', period: 5, wifi: { network: 'home', password: 'eleven-green-bottles' },
      broker: { host: '192.0.2.1' }, sensors: { scd30: { sda: 'D18', scl: 'D19' } }
    }))
    const run = sim(['--seconds', '20', '--speed', '10', '--json', '--nodes', '2', '--settings', file, '--port', String(await freePort())])
    expect(await run.exit()).toBe(0)
    await rm(folder, { recursive: true, force: true })
    expect(nodesOf(run)).toEqual(['attic-1', 'attic-2'])
    const states = run.events().filter(event => event.event === 'state').map(event => stateSchema.parse(event['state']))
    expect(states.length).toBeGreaterThanOrEqual(2)
    expect(states[0]).toMatchObject({ location: 'Dachboden, über allem' })
    expect(states[0].probes).toBeUndefined()
  })
})
