import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { freePort } from '../../bench/peers/port.ts'
import { count, endSimulations, listen, mosquitto, nodesOf, payloads, sim } from '../support/breva-sim.ts'
import { stateSchema } from '../support/state-schema.ts'

// More of it, with what takes seconds: simulator.long.test.ts.
afterEach(endSimulations)

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

  it('says goodbye on SIGINT and ends with 0', async () => {
    const broker = await mosquitto()
    const heard = await listen(broker)
    const run = sim(['--nodes', '2', '--speed', '10', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    await run.until('a state of each node', events => count(events, 'state') >= 2)
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
    for (const node of nodesOf(run)) expect(payloads(heard, `breva/${node}/status`)).toEqual(['online', 'offline'])
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', reason: 'signal', unclean: [] })
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
  it('prints lines where there is no terminal, and only the summary with --quiet', async () => {
    const lines = sim(['--speed', '20', '--port', String(await freePort())])
    const quiet = sim(['--seconds', '60', '--speed', '20', '--quiet', '--port', String(await freePort())])
    await eventually(() => /Z [0-9a-f]{6} state seq=\d+ co2=/.test(lines.stdout), 'the first state', 20_000)
    lines.signal('SIGINT')
    expect(await lines.exit()).toBe(0)
    expect(lines.stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z - started scenario=office nodes=1 seed=1 .*mosquitto_sub -h 127\.0\.0\.1 -p \d+ -t 'breva\/#' -v\n/)
    expect(await quiet.exit()).toBe(0)
    expect(quiet.stdout.trim().split('\n')).toHaveLength(1)
    expect(quiet.stdout).toContain('- summary nodes=1')
  })

  it('shows on stderr what the boards\' consoles say of their links, without being asked', async () => {
    const run = sim(['--seconds', '60', '--speed', '20', '--nodes', '1', '--json', '--port', String(await freePort())])
    expect(await run.exit()).toBe(0)
    expect(run.stderr).toMatch(/ [0-9a-f]{6} log breva: broker 127\.0\.0\.1:\d+ connected\n/)
    expect(run.stderr).not.toContain(' start 1')
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
    // As on a board: the file names no time server.
    expect(states.map(({ time }) => time).filter(time => time !== null)).toEqual([])
    expect(run.stderr).toContain('breva: the settings name the broker mqtt://192.0.2.1:1883. The nodes publish to one on this machine. To use the other: --broker mqtt://192.0.2.1:1883\n')
  })
})
