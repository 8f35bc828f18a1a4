import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccessList } from '../../../broker/accounts/access-list.ts'
import { nodeRules, ownerRules, readerRules } from '../../../broker/accounts/account-rules.ts'

/** Topics that a node publishes on and subscribes to: docs/messages.md. */
const WRITTEN = ['status', 'state', 'history', 'sensor/scd30/status', 'info', 'health', 'log/info', 'reply/ping']
const READ = ['status', 'info', 'command/ping']

function listOf(...nodes: string[]): AccessList {
  const list = AccessList.parse('')
  for (const node of nodes) list.set(node, nodeRules('breva', node))
  list.set('reader', readerRules('breva'))
  list.set('owner', ownerRules('breva'))
  return list
}

describe('what an account may', () => {
  const list = AccessList.parse(listOf('attic', 'attic-2').text())

  it('a node: publish on its own topics and read what it subscribes to', () => {
    for (const topic of WRITTEN) expect([topic, list.may('attic', 'c', 'write', `breva/attic/${topic}`)]).toEqual([topic, true])
    for (const topic of READ) expect([topic, list.may('attic', 'c', 'read', `breva/attic/${topic}`)]).toEqual([topic, true])
    for (const filter of ['status', 'info', 'command/+']) expect(list.mayReadSomeOf('attic', 'c', `breva/attic/${filter}`)).toBe(true)
  })

  it('a node: nothing of another one, of another root, or of the broker', () => {
    for (const access of ['read', 'write'] as const) {
      for (const topic of ['breva/attic-2/status', 'breva/attic-2/command/ping', 'breva', 'home/attic/status', '$SYS/broker/uptime', 'homeassistant/device/x/config']) {
        expect([topic, list.may('attic', 'c', access, topic)]).toEqual([topic, false])
      }
    }
    expect(list.may('attic', 'c', 'read', 'breva/attic/state')).toBe(false)
    expect(list.mayReadSomeOf('attic', 'c', 'breva/attic-2/#')).toBe(false)
  })

  it('the reader: read everything and publish nothing; the owner: both, below the root', () => {
    expect(list.may('reader', 'c', 'read', 'breva/attic/state')).toBe(true)
    expect(list.may('reader', 'c', 'write', 'breva/attic/command/ping')).toBe(false)
    expect(list.may('owner', 'c', 'write', 'breva/attic/command/ping')).toBe(true)
    expect(list.may('owner', 'c', 'write', 'home/lamp')).toBe(false)
  })

  it('somebody whom the list does not know: nothing', () => {
    expect(list.may('stranger', 'c', 'write', 'breva/attic/state')).toBe(false)
    expect(list.mayReadSomeOf('stranger', 'c', '#')).toBe(false)
  })
})

describe('an access control list', () => {
  const FOREIGN = '# mine\ntopic read public/#\nuser lamp\ntopic home/lamp\n# all\npattern write home/%u/state\n'

  it('denies before it allows, and takes readwrite where nothing is said', () => {
    const list = AccessList.parse('user a\ntopic x/#\ntopic deny x/secret/#\ntopic write y\n')
    expect([list.may('a', '', 'read', 'x/1'), list.may('a', '', 'write', 'x/1'), list.may('a', '', 'read', 'x/secret/1'), list.may('a', '', 'read', 'y')]).toEqual([true, true, false, false])
  })

  it('has patterns for every user, but for one whose name would widen them', () => {
    const list = AccessList.parse('pattern write home/%u/%c\n')
    expect(list.may('lamp', 'id', 'write', 'home/lamp/id')).toBe(true)
    expect(list.may('lamp', 'id', 'write', 'home/other/id')).toBe(false)
    expect(list.may('+', 'id', 'write', 'home/lamp/id')).toBe(false)
  })

  it('keeps what others have written in it', () => {
    const list = AccessList.parse(FOREIGN)
    list.set('attic', nodeRules('breva', 'attic'))
    list.set('attic', nodeRules('home', 'attic'))
    expect(list.text()).toBe(`${FOREIGN}user attic\ntopic write home/attic/#\ntopic read home/attic/status\ntopic read home/attic/info\ntopic read home/attic/command/#\n`)
    list.remove('attic')
    expect(list.text()).toBe(FOREIGN)
    list.remove('lamp')
    expect(list.text()).toBe('# mine\ntopic read public/#\n# all\npattern write home/%u/state\n')
  })

  it('gives nobody more than before when another user goes or comes', () => {
    const users = ['attic', 'cellar', 'hall']
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...users), fc.boolean())), changes => {
      const list = AccessList.parse(FOREIGN)
      const there = new Set<string>()
      for (const [user, comes] of changes) {
        if (comes) list.set(user, nodeRules('breva', user))
        else list.remove(user)
        if (comes) there.add(user)
        else there.delete(user)
      }
      const again = AccessList.parse(list.text())
      for (const user of [...users, 'lamp', 'stranger']) for (const node of users) {
        expect(again.may(user, '', 'write', `breva/${node}/state`)).toBe(user === node && there.has(user))
      }
      expect(again.may('lamp', '', 'read', 'home/lamp')).toBe(true)
      expect(again.may('attic', '', 'read', 'public/x')).toBe(false)
    }))
  })

  it('that is broken is refused by the line', () => {
    for (const [text, line] of [['allow x', 1], ['user a\ntopic', 2], ['user', 1]] as const) expect(() => AccessList.parse(text)).toThrow(`line ${line} is none of`)
  })
})
