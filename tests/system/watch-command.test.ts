import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { BrevaProcess } from '../support/breva-process.ts'

const STATE = { node: 'a1b2c3', location: 'bedroom', boot: 1, seq: 1, time: null, uptime: 1, co2: 812, quality: { co2: 'ok' } }

let broker: EmbeddedBroker
const runs: BrevaProcess[] = []

beforeEach(async () => { broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false }) })

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
  await broker.stop()
})

function breva(...words: string[]): BrevaProcess {
  const run = new BrevaProcess(words)
  runs.push(run)
  return run
}

const at = (): string => `mqtt://127.0.0.1:${broker.port}`

async function publish(...messages: [string, string, boolean?][]): Promise<void> {
  const client = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4 })
  for (const [topic, payload, retain = false] of messages) await client.publishAsync(`breva/a1b2c3/${topic}`, payload, { qos: 1, retain })
  await client.endAsync()
}

describe('breva watch', () => {
  it('tells in a stable schema what it hears, and ends with a summary on Ctrl-C', async () => {
    await publish(['status', 'online', true])
    const run = breva('watch', '--broker', at(), '--json', '--stats')
    await run.until('it has begun', events => events.length > 1)
    await publish(['state', JSON.stringify(STATE)], ['state', 'junk'], ['status', 'offline', true])
    await run.until('the end of the node', events => events.length > 4)
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
    expect(run.events()).toMatchObject([
      { event: 'started', broker: at(), brokerFrom: '--broker', nodes: [], statistics: true },
      { event: 'link', node: 'a1b2c3', link: 'online', retained: true },
      { event: 'state', state: STATE, missing: 0, statistics: { co2: { count: 1, mean: 812, deviation: 0, z: null, surprise: null } } },
      { event: 'invalid', reason: 'not JSON' },
      { event: 'link', link: 'offline', retained: false },
      { event: 'summary', reason: 'signal', nodes: 1, online: 0, states: 1, invalid: 1, invalidBy: { 'not JSON': 1 } }
    ])
  })

  it('prints lines where there is no terminal, and ends by itself', async () => {
    const run = breva('watch', 'a1b2c3', '--broker', at(), '--seconds', '1')
    await eventually(() => run.stdout.includes('watching a1b2c3'), 'it has begun')
    await publish(['state', JSON.stringify({ ...STATE, co2: null, quality: { co2: 'warming' } })])
    expect(await run.exit()).toBe(0)
    expect(run.stdout).toMatch(/a1b2c3 state seq=1 co2=warming\n/)
    expect(run.stdout).toMatch(/ended by seconds\n$/)
  })

  it.each([
    [['watch', 'Bedroom'], 2, 'Did you mean bedroom?'],
    [['watch', '--window', '5'], 2, '--window 5 is refused'],
    [['watch', '--broker', 'mqtt://127.0.0.1:1'], 1, 'Nothing listens'],
    [['logs'], 2, 'Name either a node'],
    [['logs', 'a', '--port', 'x'], 2, 'Name either a node'],
    [['logs', '--port', '/no/such/port'], 3, 'breva ports']
  ] as [string[], number, string][])('breva %j ends with %i and says why', async (words, code, sentence) => {
    const run = breva(...words)
    expect(await run.exit()).toBe(code)
    expect(run.stderr).toContain(sentence)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('breva logs', () => {
  it('shows what a node says, and only that node', async () => {
    await publish(['status', 'online', true])
    const run = breva('logs', 'a1b2c3', '--broker', at())
    await eventually(() => run.stdout.includes('status (retained)  online'), 'the status')
    await publish(['log/info', '17 9 link up'], ['health', '{"rssi":-61}'], ['state', JSON.stringify(STATE)])
    await eventually(() => run.stdout.includes('rssi=-61'), 'the health')
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
    expect(run.stdout.trim().split('\n').map(line => line.slice(25))).toEqual(['status (retained)  online', 'log info  17 9 link up', 'health  rssi=-61'])
  })

  it('shows the console of a board, and says when it is gone', async () => {
    const server = createServer(socket => socket.end('breva: online\r\nUncaught \u001b[31mError'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const run = breva('logs', '--port', `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await run.exit()).toBe(3)
    expect(run.stdout.trim().split('\n').map(line => line.slice(25))).toEqual(['breva: online', 'Uncaught ?[31mError'])
    expect(run.stderr).toContain('is gone')
    server.close()
  })
})
