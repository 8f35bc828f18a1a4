import { connectAsync } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { buildDiscovery } from '../../gateways/home-assistant/build-discovery.ts'
import { discoveryTopic } from '../../gateways/home-assistant/discovery-message.ts'
import { endRuns, makeFolder, run } from '../support/breva-command.ts'
import { heardNode } from '../support/heard-node.ts'

beforeEach(makeFolder)
afterEach(endRuns)

// At a broker: home-assistant.long.test.ts.
describe('breva homeassistant', () => {
  it.each([
    [['--follow', '--remove'], 2, '--follow and --remove contradict each other'],
    [['--follow', '--seconds', '5'], 2, '--seconds is how long to wait without --follow'],
    [['--prefix', 'home/#'], 2, '--prefix home/# is refused'],
    [['--period', '0'], 2, '--period 0 is refused'],
    [['--root', 'home/'], 2, '--root: "home/" is refused'],
    [['--remove', 'Bedroom'], 2, 'Did you mean bedroom?'],
    [['--broker', 'mqtt://127.0.0.1:1'], 1, 'Nothing listens']
  ] as [string[], number, string][])('with %j ends with %i and says why', async (words, code, sentence) => {
    const ended = await run(['homeassistant', ...words])
    expect(ended.code).toBe(code)
    expect(ended.stderr).toContain(sentence)
    expect(ended.stdout).toBe('')
  })

  it('removes the devices of its root, after saying so with --dry-run, and says with what --root the others are reached', async () => {
    const broker = await EmbeddedBroker.start({ port: 0, orAnotherPort: false })
    const client = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4 })
    try {
      for (const [root, node] of [['lab', 'a'], ['home/sensors', 'b']]) {
        const message = buildDiscovery({ ...heardNode({ node }), root }, 30)
        await client.publishAsync(discoveryTopic('homeassistant', { root, node }), JSON.stringify(message), { qos: 1, retain: true })
      }
      const remove = (...words: string[]): ReturnType<typeof run> => run(['homeassistant', '--broker', `mqtt://127.0.0.1:${broker.port}`, '--root', 'lab', '--remove', ...words])
      const planned = await remove('--dry-run')
      expect(planned.stdout).toMatch(/^a: would be removed, and homeassistant\/device\/breva_a_[0-9a-f]{8}\/config be empty\.\n1 node: 1 planned\.\n$/)
      const [other, all] = await Promise.all([remove('b'), remove()])
      expect([other.code, other.stdout]).toEqual([3, ''])
      expect(other.stderr).toContain('Below other roots there are: b (--root home/sensors).')
      expect(all.code).toBe(0)
      expect(all.stdout).toContain('a: removed')
      expect(all.stdout).toContain('1 node: 1 removed')
      expect(all.stderr).toContain('devices of nodes below other roots are left: b (--root home/sensors).')
      const nobody = await run(['homeassistant', '--broker', `mqtt://127.0.0.1:${broker.port}`, '--root', 'lab', '--seconds', '1'])
      expect(nobody.code).toBe(3)
      expect(nobody.stderr).toMatch(/No node was heard below lab at .* may read lab\/#.* with --root/)
    } finally {
      await client.endAsync()
      await broker.stop()
    }
  })
})
