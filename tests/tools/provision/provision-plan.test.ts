import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccessList } from '../../../broker/accounts/access-list.ts'
import { deviceText, newDevice, parseDevice } from '../../../tools/provision/device.ts'
import { writeAll } from '../../../tools/provision/files.ts'
import { planProvision } from '../../../tools/provision/provision-plan.ts'
import { refusalOf } from '../../support/working-folder.ts'
import { MemoryFiles, PowerCut } from '../../support/memory-files.ts'
import { accountInSettings, DRAFT, PLACE, provision, worksFor } from '../../support/provisioned.ts'

const FOREIGN_ACL = 'user lamp\ntopic home/lamp\n'

describe('provisioning', () => {
  it('gives every node an account of its own that works, settings that the firmware takes, and tells the host', () => {
    const files = new MemoryFiles()
    provision(files, 'attic', 'cellar')
    for (const [node, other] of [['attic', 'cellar'], ['cellar', 'attic']]) {
      const account = accountInSettings(files, node)
      expect(worksFor(files, node, account)).toBe(true)
      expect(worksFor(files, other, account)).toBe(false)
      expect(parseDevice(files.read(PLACE.device(node)) ?? '').current).toMatchObject(account)
    }
    expect(files.read(PLACE.owner)).toMatch(/^BREVA_BROKER=mqtt:\/\/192\.168\.1\.10:1883\nBREVA_BROKER_USER=breva\.owner\nBREVA_BROKER_PASSWORD=[\w-]{32}\n$/)
  })

  it('again keeps the secrets, and changes no file without a reason', () => {
    const files = new MemoryFiles()
    provision(files, 'attic')
    const before = new Map(files.texts)
    provision(files, 'attic')
    expect(files.texts).toEqual(before)
    writeAll(files, planProvision(files, PLACE, [{ node: 'attic', draft: { ...DRAFT, location: 'Hall' }, where: '' }]).changes)
    expect([...files.texts].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)).toEqual([PLACE.settings('attic')])
  })

  it('keeps accounts and access of others, and the secrets out of the files of the broker', () => {
    const files = new MemoryFiles([[PLACE.accounts.acl, FOREIGN_ACL]])
    provision(files, 'attic')
    expect(files.read(PLACE.accounts.acl)).toContain(FOREIGN_ACL)
    const { current } = parseDevice(files.read(PLACE.device('attic')) ?? '')
    for (const path of Object.values(PLACE.accounts)) for (const secret of [current.password, current.commandKey]) expect(files.read(path)).not.toContain(secret)
    expect(files.read(PLACE.settings('attic'))).not.toContain(current.commandKey)
  })

  it('lets host accounts into every root that nodes publish below', () => {
    const files = new MemoryFiles()
    provision(files, 'attic')
    writeAll(files, planProvision(files, PLACE, [{ node: 'hall', draft: { ...DRAFT, broker: { ...DRAFT.broker, root: 'home/air' } }, where: '' }]).changes)
    const list = AccessList.parse(files.read(PLACE.accounts.acl) ?? '')
    expect(['breva/attic/state', 'home/air/hall/state', 'home/lamp'].map(topic => list.may('breva.reader', '', 'read', topic))).toEqual([true, true, false])
    expect(list.may('hall', '', 'write', 'home/air/hall/state')).toBe(true)
  })

  it('refuses placeholders, and what the firmware refuses, of all nodes at once, and shows no password', () => {
    const wifi = (password: string): object => ({ ...DRAFT, wifi: { network: 'attic', password } })
    const wanted = [
      { node: 'a', draft: wifi('changeme'), where: 'line 2' }, { node: 'b', draft: wifi('Password'), where: 'line 3' }, { node: 'c', draft: wifi('eleven-green-bottles'), where: 'line 4' },
      { node: 'd', draft: { ...DRAFT, period: 0 }, where: 'line 5' }, { node: 'e', draft: DRAFT, where: 'line 6' }
    ]
    const { message, exitCode } = refusalOf(() => planProvision(new MemoryFiles(), PLACE, wanted as never))
    expect(exitCode).toBe(2)
    expect(message.split('\n').slice(1, -1).map(line => line.trim().slice(0, 22))).toEqual(['line 2, a: wifi.passwor', 'line 3, b: wifi.passwor', 'line 4, c: wifi.passwor', 'line 5, d: period: 0 i'].map(line => line.slice(0, 22)))
    for (const password of ['changeme', 'Password', 'eleven-green-bottles']) expect(message).not.toContain(password)
  })

  it('does not take over an account that somebody else has made, nor a device file of another node', () => {
    const files = new MemoryFiles()
    provision(files, 'attic')
    files.remove(PLACE.device('attic'))
    expect(refusalOf(() => provision(files, 'attic')).message).toContain('attic has an account in devices/accounts, and there is no devices/attic.device.json')
    files.texts.set(PLACE.device('attic'), deviceText(newDevice('cellar')))
    expect(refusalOf(() => provision(files, 'attic')).message).toContain('it is of the node cellar')
  })

  it('writes nothing where one of the files cannot be written', () => {
    for (const path of [PLACE.accounts.passwords, PLACE.accounts.acl, PLACE.settings('hall'), PLACE.owner]) {
      const files = new MemoryFiles()
      files.unwritable.add(path)
      expect(() => provision(files, 'attic', 'hall')).toThrow('cannot be written')
      expect(files.texts.size).toBe(0)
    }
  })

  it('that was cut after any change is completed by the next run, and no settings file names an account that does not work', () => {
    const all = new MemoryFiles()
    provision(all, 'attic', 'hall')
    fc.assert(fc.property(fc.nat(all.changes), fc.nat(all.changes), (first, second) => {
      const files = new MemoryFiles()
      for (const cut of [first, second]) {
        files.left = cut
        try {
          provision(files, 'attic', 'hall')
        } catch (error) {
          expect(error).toBeInstanceOf(PowerCut)
        }
        for (const node of ['attic', 'hall']) if (files.read(PLACE.settings(node))) expect(worksFor(files, node, accountInSettings(files, node))).toBe(true)
      }
      files.left = undefined
      provision(files, 'attic', 'hall')
      expect([...files.texts.keys()].sort()).toEqual([...all.texts.keys()].sort())
      for (const node of ['attic', 'hall']) expect(worksFor(files, node, accountInSettings(files, node))).toBe(true)
    }))
  })
})
