import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { endRuns, makeFolder, SETTINGS, settingsFile } from '../support/breva-command.ts'
import { BrevaProcess } from '../support/breva-process.ts'
import { count } from '../support/breva-sim.ts'

let broker: EmbeddedBroker
const runs: BrevaProcess[] = []

beforeEach(async () => {
  await makeFolder()
  broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false })
})

afterEach(async () => {
  for (const run of runs.splice(0)) await run.end()
  await endRuns()
  await broker.stop()
})

function breva(words: string[], environment: Record<string, string> = {}): BrevaProcess {
  const run = new BrevaProcess([...words, '--broker', `mqtt://127.0.0.1:${broker.port}`, '--json'], environment)
  runs.push(run)
  return run
}

/** A file whose node publishes below its own root. */
const rooted = (broker: object = {}): Promise<string> => settingsFile({ ...SETTINGS, broker: { host: '192.168.1.10', root: 'home/sensors', ...broker } })

describe('a root of topics', () => {
  it('of a settings file is where its node publishes, and where the simulator and breva watch hear it', async () => {
    const watch = breva(['watch', '--root', 'home/sensors'])
    const elsewhere = breva(['watch'])
    for (const run of [watch, elsewhere]) await run.until('the beginning', events => count(events, 'started') === 1)
    const sim = breva(['sim', '--speed', '20', '--settings', await rooted({ qos: 0 })], { BREVA_BROKER_ROOT: 'other' })
    await watch.until('two samples', events => count(events, 'state') >= 2)
    await sim.until('two samples', events => count(events, 'state') >= 2)
    sim.signal('SIGINT')
    expect(await sim.exit()).toBe(0)
    expect(sim.events()[0]).toMatchObject({ event: 'started', root: 'home/sensors', qos: 0, subscribe: expect.stringContaining("-t 'home/sensors/#'") as string })
    expect(sim.stderr).toContain('breva: the nodes publish below home/sensors, as their settings say. For the root of BREVA_BROKER_ROOT: --root other')
    await watch.until('the goodbye', events => events.some(({ link }) => link === 'offline'))
    expect(watch.events()[0]).toMatchObject({ event: 'started', root: 'home/sensors' })
    expect(watch.events().filter(({ event }) => event === 'link')).toMatchObject([{ node: 'bedroom-1', link: 'online' }, { link: 'offline' }])
    expect(elsewhere.events()).toHaveLength(1)
  })

  it('of the command line goes before that of the file, and one of the environment is for nodes without a file', async () => {
    const path = await rooted()
    const flagged = breva(['sim', '--seconds', '1', '--speed', '20', '--settings', path, '--root', 'lab'], { BREVA_BROKER_ROOT: 'other' })
    const named = breva(['sim', '--speed', '20'], { BREVA_BROKER_ROOT: 'other' })
    await named.until('a sample', events => count(events, 'state') >= 1)
    await flagged.exit()
    expect(flagged.events()[0]).toMatchObject({ root: 'lab' })
    expect(named.events()[0]).toMatchObject({ root: 'other' })
  })

  it('or a QoS that the firmware would refuse is a usage error', async () => {
    const path = await rooted({ maxQos: 1 })
    for (const [words, sentence] of [
      [['--root', 'a//b'], '--root: "a//b" is refused; it takes 1 to 40 bytes'],
      [['--qos', '3'], '--qos is "3" and must be a whole number from 0 to 2'],
      [['--settings', path, '--qos', '2'], 'broker.qos: 2 is refused; broker.maxQos is 1. Change what --broker, --qos or --settings gives.']
    ] as const) {
      const run = breva(['sim', ...words])
      expect(await run.exit()).toBe(2)
      expect(run.stderr).toContain(sentence)
    }
  })
})
