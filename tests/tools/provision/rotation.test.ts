import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccessList } from '../../../broker/accounts/access-list.ts'
import { PasswordFile } from '../../../broker/accounts/password-file.ts'
import { removeFiles, withdrawAccounts } from '../../../tools/provision/forgetting.ts'
import { PROOF_VERB } from '../../../tools/provision/proof-verb.ts'
import { readDevice } from '../../../tools/provision/provision-plan.ts'
import { beginRotation, endRotation } from '../../../tools/provision/rotation.ts'
import { MemoryFiles, PowerCut } from '../../support/memory-files.ts'
import { refusalOf } from '../../support/working-folder.ts'
import { accountInSettings, PLACE, provision, worksFor } from '../../support/provisioned.ts'

const NODE = 'attic'

/** A desk where somebody rotates, flashes and loses power in any order; the board has the settings that it was flashed with last. */
class Desk {
  readonly files = new MemoryFiles()
  board: { user: string, password: string }

  constructor() {
    provision(this.files, NODE, 'cellar')
    this.board = accountInSettings(this.files, NODE)
  }

  flash(): void {
    this.board = accountInSettings(this.files, NODE)
  }

  /** One call of `breva provision rotate`, with the power cut after so many writes. */
  rotate(cut: number | undefined): void {
    this.files.left = cut
    try {
      const device = readDevice(this.files, PLACE, NODE)!
      if (device.former) {
        endRotation(this.files, PLACE, device)
        return
      }
      const renewing = beginRotation(this.files, PLACE, device)
      // The proof over the network: it is given where the board has the second account.
      if (device.next && this.board.user === device.next.user) endRotation(this.files, PLACE, renewing)
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
    } finally {
      this.files.left = undefined
    }
  }

  /** The accounts of the node in the files of the broker. */
  accounts(): string[] {
    return PasswordFile.parse(this.files.read(PLACE.accounts.passwords) ?? '').users().filter(user => user.startsWith(NODE))
  }
}

const cut = fc.option(fc.nat(8), { nil: undefined })
const step = fc.oneof(fc.record({ does: fc.constant('rotate' as const), cut }), fc.record({ does: fc.constant('flash' as const), cut: fc.constant(undefined) }))

describe('a rotation', () => {
  it('cut after any write leaves one pair that works: that of the board, and that of the settings file', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 8 }), steps => {
      const desk = new Desk()
      for (const { does, cut } of steps) {
        if (does === 'flash') desk.flash()
        else desk.rotate(cut)
        expect(worksFor(desk.files, NODE, desk.board)).toBe(true)
        expect(worksFor(desk.files, NODE, accountInSettings(desk.files, NODE))).toBe(true)
        // This machine knows what the board has.
        const { current, next, former } = readDevice(desk.files, PLACE, NODE)!
        expect([current, next, former].some(secrets => secrets?.password === desk.board.password)).toBe(true)
        expect(worksFor(desk.files, 'cellar', accountInSettings(desk.files, 'cellar'))).toBe(true)
      }
    }), { numRuns: 200 })
  })

  it('has an end, wherever it was cut: one account, new secrets, and nothing of the old ones', () => {
    fc.assert(fc.property(fc.array(fc.nat(8), { maxLength: 6 }), cuts => {
      const desk = new Desk()
      const old = readDevice(desk.files, PLACE, NODE)!.current
      for (const each of cuts) desk.rotate(each)
      // Twice more: a call may only have completed what was cut.
      for (let n = 0; n < 3 && desk.board.user === old.user; n++) {
        desk.rotate(undefined)
        desk.flash()
      }
      for (let n = 0; n < 2 && readDevice(desk.files, PLACE, NODE)!.current.user === old.user; n++) desk.rotate(undefined)
      const { current, next, former } = readDevice(desk.files, PLACE, NODE)!
      expect([next, former]).toEqual([undefined, undefined])
      expect([current.password === old.password, current.commandKey === old.commandKey]).toEqual([false, false])
      expect(desk.accounts()).toEqual([desk.board.user])
      expect([...desk.files.texts.values()].some(text => text.includes(old.password) || text.includes(old.commandKey))).toBe(false)
    }), { numRuns: 60 })
  })

  it('keeps the proof from the account that is being replaced', () => {
    const desk = new Desk()
    desk.rotate(undefined)
    const list = AccessList.parse(desk.files.read(PLACE.accounts.acl) ?? '')
    expect(['attic', 'attic.2'].map(user => list.may(user, '', 'read', `breva/${NODE}/command/${PROOF_VERB}`))).toEqual([false, true])
    expect(['attic', 'attic.2'].map(user => list.may(user, '', 'read', `breva/${NODE}/command/ping`))).toEqual([true, true])
  })

  it('does not begin without settings that could get the new account', () => {
    for (const text of [undefined, '{']) {
      const desk = new Desk()
      if (text === undefined) desk.files.texts.delete(PLACE.settings(NODE))
      else desk.files.texts.set(PLACE.settings(NODE), text)
      const before = new Map(desk.files.texts)
      expect(refusalOf(() => { desk.rotate(undefined) }).message).toContain('devices/attic.settings.json')
      expect(desk.files.texts).toEqual(before)
    }
  })

  it('withdraws nothing while the board has the first account, however often it is called', () => {
    const desk = new Desk()
    for (let n = 0; n < 4; n++) desk.rotate(undefined)
    expect(desk.accounts()).toEqual(['attic', 'attic.2'])
  })
})

describe('forgetting a node', () => {
  it('leaves none of its accounts and files, and all of the others, also when it is cut and repeated', () => {
    fc.assert(fc.property(fc.nat(6), fc.boolean(), (cut, rotating) => {
      const desk = new Desk()
      if (rotating) desk.rotate(undefined)
      for (const left of [cut, undefined]) {
        desk.files.left = left
        try {
          withdrawAccounts(desk.files, PLACE, NODE)
          removeFiles(desk.files, PLACE, NODE)
        } catch (error) {
          expect(error).toBeInstanceOf(PowerCut)
        }
      }
      expect(desk.accounts()).toEqual([])
      expect([...desk.files.texts].filter(([path, text]) => path.includes(NODE) || text.includes(NODE))).toEqual([])
      expect(worksFor(desk.files, 'cellar', accountInSettings(desk.files, 'cellar'))).toBe(true)
    }))
  })
})
