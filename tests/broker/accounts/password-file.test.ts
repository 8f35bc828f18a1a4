import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PasswordFile } from '../../../broker/accounts/password-file.ts'
import { hashPassword } from '../../../broker/accounts/password-hash.ts'

const A = hashPassword('a')
const B = hashPassword('b')

describe('a password file', () => {
  it('keeps what nobody changes: comments, accounts of others, and their order', () => {
    const file = PasswordFile.parse(`# by hand\r\nfoo:${A}\n\nbar:${B}\n`)
    file.set('attic', A)
    file.set('foo', B)
    file.remove('unknown')
    expect(file.text()).toBe(`# by hand\nfoo:${B}\n\nbar:${B}\nattic:${A}\n`)
    file.remove('foo')
    expect(file.users()).toEqual(['bar', 'attic'])
    expect(file.hashOf('foo')).toBeUndefined()
  })

  it('has after any changes exactly what they say, also when it is read again', () => {
    const change = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(A, B, undefined))
    fc.assert(fc.property(fc.array(change), changes => {
      const file = PasswordFile.parse('')
      const expected = new Map<string, string>()
      for (const [user, hash] of changes) {
        if (hash === undefined) {
          file.remove(user)
          expected.delete(user)
        } else {
          file.set(user, hash)
          expected.set(user, hash)
        }
      }
      const again = PasswordFile.parse(file.text())
      expect(new Map(again.users().map(user => [user, again.hashOf(user)]))).toEqual(expected)
    }))
  })

  it.each([
    ['attic', 'line 1 is not "user:hash"'],
    [`a:${A}\nb:open-sesame`, 'line 2 has a password that is not hashed'],
    ['a:$argon2id$v=19$x', 'line 1 has a hash of another kind'],
    [`a:${A}\nb:${A}\na:${B}`, 'line 3 names a user for the second time']
  ])('that is broken is refused by the line, without what stands there', (text, reason) => {
    expect(() => PasswordFile.parse(text)).toThrow(reason)
    expect(() => PasswordFile.parse(text)).not.toThrow('open-sesame')
  })
})
