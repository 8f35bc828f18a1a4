import { connectAsync } from 'mqtt'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { freePort } from '../../bench/peers/port.ts'
import { BrevaProcess } from '../support/breva-process.ts'

const runs: BrevaProcess[] = []

function broker(...commandLine: string[]): BrevaProcess {
  const run = new BrevaProcess(['broker', ...commandLine])
  runs.push(run)
  return run
}

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
})

describe('breva broker', () => {
  it('serves, tells who comes and goes, and ends on Ctrl-C with a summary', async () => {
    const port = await freePort()
    const run = broker('--port', String(port), '--json')
    await run.until('it listens', events => events.some(({ event }) => event === 'started'))
    expect(run.events()[0]).toMatchObject({ broker: `mqtt://127.0.0.1:${port}`, subscribe: `mosquitto_sub -h 127.0.0.1 -p ${port} -t 'breva/#' -v` })
    const client = await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4, clientId: 'visitor' })
    await client.publishAsync('a', 'b', { qos: 1 })
    await client.endAsync()
    await run.until('the visitor has gone', events => events.some(event => event.event === 'client' && event['connected'] === false))
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
    const { time, seconds, ...summary } = run.events().at(-1)!
    expect(summary).toEqual({ event: 'summary', reason: 'signal', connections: 1, messages: 1, dropped: { connection: 0, message: 0 } })
    expect([typeof time, typeof seconds]).toEqual(['string', 'number'])
    expect(run.stderr).toBe('')
  })

  it('names the root of the environment in its hint, and refuses one that no node may have', async () => {
    const port = await freePort()
    const run = new BrevaProcess(['broker', '--port', String(port), '--json'], { BREVA_BROKER_ROOT: 'home/air' })
    runs.push(run)
    await run.until('it listens', events => events.some(({ event }) => event === 'started'))
    expect(run.events()[0]['subscribe']).toBe(`mosquitto_sub -h 127.0.0.1 -p ${port} -t 'home/air/#' -v`)
    const refused = new BrevaProcess(['broker', '--port', String(port)], { BREVA_BROKER_ROOT: '/home' })
    runs.push(refused)
    expect(await refused.exit()).toBe(2)
    expect(refused.stderr).toContain('BREVA_BROKER_ROOT: "/home" is refused')
  })

  it('with --quiet prints the summary, and on stderr what it drops', async () => {
    const port = await freePort()
    const run = broker('--port', String(port), '--quiet')
    let refusal = ''
    // It may not listen yet.
    await eventually(async () => {
      refusal = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5, reconnectPeriod: 0 }, false).then(() => 'accepted', (error: unknown) => (error as Error).message)
      return run.stderr.includes('protocol level 5')
    }, 'the refusal')
    expect(refusal).not.toBe('accepted')
    run.signal('SIGTERM')
    expect(await run.exit()).toBe(0)
    expect(run.stdout).toMatch(/^\S+ summary connections=0 messages=0 ended=\d+ dropped=0 seconds=\S+ ended by signal\n$/)
    expect(run.stderr).toMatch(/^\S+ broker: ended a connection of 127\.0\.0\.1: protocol level 5/)
  })

  it('warns where others may reach it', async () => {
    const run = broker('--host', '0.0.0.0', '--port', String(await freePort()))
    await eventually(() => run.stdout.includes('listening on mqtt://0.0.0.0:'), 'it listens')
    expect(run.stderr).toContain('breva: warning: everyone who reaches 0.0.0.0 may read and publish everything')
    run.signal('SIGINT')
    expect(await run.exit()).toBe(0)
  })

  it('says what to do where the port is taken, or the host or port is none', async () => {
    const server = createServer()
    const port = await new Promise<number>(resolve => { server.listen(0, '127.0.0.1', () => { resolve((server.address() as { port: number }).port) }) })
    try {
      const taken = broker('--port', String(port))
      expect(await taken.exit()).toBe(1)
      expect(taken.stderr).toMatch(/^breva: Port \d+ on 127\.0\.0\.1 is in use, probably by another broker: stop that one, use it instead, or choose another port with --port/)
      expect(taken.stdout).toBe('')
    } finally {
      await new Promise(resolve => { server.close(resolve) })
    }
    const foreign = broker('--host', '203.0.113.7', '--port', String(port))
    expect(await foreign.exit()).toBe(1)
    expect(foreign.stderr).toContain('203.0.113.7 is not an address of this machine')
    const none = broker('--port', '0')
    expect(await none.exit()).toBe(2)
    expect(none.stderr).toContain('--port is "0" and must be a whole number from 1 to 65535')
  })
})
