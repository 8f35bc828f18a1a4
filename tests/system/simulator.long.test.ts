import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { freePort } from '../../bench/peers/port.ts'
import { count, endSimulations, listen, mosquitto, nodesOf, payloads, sim } from '../support/breva-sim.ts'

afterEach(endSimulations)

describe.skipIf(mosquittoMissing)(`breva sim on a mosquitto${mosquittoHint}, its signals and its crashes`, () => {
  it('says goodbye on SIGTERM and ends with 0', async () => {
    const broker = await mosquitto()
    const heard = await listen(broker)
    const run = sim(['--nodes', '2', '--speed', '10', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    await run.until('a state of each node', events => count(events, 'state') >= 2)
    run.signal('SIGTERM')
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
    const run = sim(['--seconds', '30', '--speed', '10', '--json', '--verbose', '--broker', `mqtt://station@127.0.0.1:${broker.port}`], { BREVA_BROKER_PASSWORD: 'seven-brown-herons' })
    expect(await run.exit()).toBe(0)
    expect(count(run.events(), 'state')).toBeGreaterThanOrEqual(1)
    expect(run.stdout + run.stderr).not.toContain('seven-brown-herons')
  })

  it('works with an account that may only write, says that it cannot watch, and counts what the broker acknowledges', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'breva-acl-'))
    writeFileSync(join(folder, 'acl'), 'user station\ntopic write breva/#\n', { mode: 0o644 })
    const broker = await mosquitto({ station: 'seven-brown-herons' }, [`acl_file ${join(folder, 'acl')}`])
    const run = sim(['--seconds', '60', '--speed', '10', '--json', '--broker', `mqtt://station@127.0.0.1:${broker.port}`], { BREVA_BROKER_PASSWORD: 'seven-brown-herons' })
    expect(await run.exit()).toBe(0)
    rmSync(folder, { recursive: true })
    expect(count(run.events(), 'unreadable')).toBe(1)
    const summary = run.events().at(-1)
    expect(summary).toMatchObject({ event: 'summary', online: 1, states: 0, messages: 0, refused: [] })
    expect(summary?.['acknowledged']).toBeGreaterThanOrEqual(4)
  })

  it('ends with 4 and the reason when the broker knows the simulator and refuses its nodes', async () => {
    const broker = await mosquitto(undefined, ['clientid_prefixes brevasim'])
    const run = sim(['--nodes', '2', '--seconds', '20', '--speed', '10', '--json', '--broker', `mqtt://127.0.0.1:${broker.port}`])
    expect(await run.exit()).toBe(4)
    expect(run.events().at(-1)).toMatchObject({ event: 'summary', online: 0, acknowledged: 0, unclean: nodesOf(run) })
    expect(run.stderr).toContain('The broker refuses 2 of 2 nodes')
  })
})

describe('breva sim with its own broker for longer', () => {
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
    const first = sim(['--seconds', '60', '--speed', '20', '--json', '--seed', '7', '--nodes', '2', '--port', String(await freePort())])
    const second = sim(['--seconds', '60', '--speed', '20', '--json', '--seed', '7', '--nodes', '2', '--port', String(await freePort())])
    const other = sim(['--seconds', '60', '--speed', '20', '--json', '--seed', '8', '--nodes', '2', '--port', String(await freePort())])
    for (const run of [first, second, other]) expect(await run.exit()).toBe(0)
    expect(nodesOf(first)).toEqual(nodesOf(second))
    expect(nodesOf(other)).not.toEqual(nodesOf(first))
  })

  it('prints what the firmware says on stderr with --verbose', async () => {
    const run = sim(['--seconds', '60', '--speed', '20', '--json', '--verbose', '--port', String(await freePort())])
    expect(await run.exit()).toBe(0)
    expect(run.stderr).toMatch(/ log breva \d+\.\d+\.\d+ node [0-9a-f]{6}/)
    expect(run.stderr).not.toContain('Uncaught')
  })
})
