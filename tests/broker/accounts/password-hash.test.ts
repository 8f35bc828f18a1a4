import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { find, mosquittoHint, mosquittoMissing } from '../../../bench/peers/mosquitto.ts'
import { hashPassword, isKnownHash, passwordMatches } from '../../../broker/accounts/password-hash.ts'

const HASH = '$7$101$mHdEzTGZBNPsIw3i$SfH98QKdQPgykgd3CecW2yaVbMn6/OITv/z3uamPeeR4aTjWqDkX9DmMV+bcyFIQXuH6LM1SznUjNzHVSuTS7A=='

describe('the hash of a password', () => {
  it('is the one that mosquitto_passwd 2.0.11 made of this password and salt', () => {
    expect(hashPassword('secretword', Buffer.from('mHdEzTGZBNPsIw3i', 'base64'))).toBe(HASH)
  })

  it('admits the password that it was made of, and no other', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), fc.string({ maxLength: 60, unit: 'grapheme' }), (password, other) => {
      const hash = hashPassword(password)
      expect(passwordMatches(hash, password)).toBe(true)
      expect(passwordMatches(hash, other)).toBe(password === other)
      expect(hashPassword(password)).not.toBe(hash)
    }), { numRuns: 50 })
  })

  it.each(['', 'plain', '$6$c2FsdA==$a2V5', '$7$101$c2FsdA==$a2V5', HASH.replace('101', '0'), HASH.replace('101', '999999'), HASH.slice(0, -4), `${HASH}$`])('of another kind or broken is not judged: %s', hash => {
    expect(isKnownHash(hash)).toBe(false)
    expect(passwordMatches(hash, 'secretword')).toBe(false)
  })

  it.skipIf(mosquittoMissing)(`of mosquitto_passwd is understood, whatever it drew as salt${mosquittoHint}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'breva-hash-'))
    try {
      const file = join(folder, 'passwords')
      writeFileSync(file, '')
      const made = spawnSync(find('mosquitto_passwd') ?? 'mosquitto_passwd', ['-b', file, 'attic', 'seven-brown-herons'])
      expect(made.status).toBe(0)
      const hash = readFileSync(file, 'utf8').trim().split(':')[1]
      expect(passwordMatches(hash, 'seven-brown-herons')).toBe(true)
      expect(passwordMatches(hash, 'seven-brown-heron')).toBe(false)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
