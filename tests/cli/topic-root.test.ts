import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asBytes } from '../../cli/settings/bytes.ts'
import type { CommandError } from '../../cli/command-error.ts'
import { findRoot } from '../../cli/topic-root.ts'
import { readSettings } from '../../contract/settings.ts'
import { refusalOf, WorkingFolder } from '../support/working-folder.ts'

const folder = new WorkingFolder()

interface Case {
  root?: string
  environment?: Record<string, string>
  file?: string
}

function find({ root, environment = {}, file }: Case): string {
  folder.write(file)
  return findRoot({ ...root !== undefined && { root } }, folder.surroundings(environment))
}

const refusal = (given: Case): CommandError => refusalOf(() => find(given))

/** Whether the firmware starts with it. */
function firmwareTakes(root: string): boolean {
  const settings = { node: 'a', wifi: { network: 'n', password: '' }, broker: { host: 'h', root: asBytes(root) }, sensors: { ds18b20: { pin: 'D4' } } }
  return typeof readSettings(settings, 'a') !== 'string'
}

describe('findRoot', () => {
  it('takes a flag before the environment before the file, and breva where none names one', () => {
    const all = { root: 'flag', environment: { BREVA_BROKER_ROOT: 'environment' }, file: 'BREVA_BROKER_ROOT=home/file\n' }
    expect(find(all)).toBe('flag')
    expect(find({ environment: all.environment, file: all.file })).toBe('environment')
    expect(find({ file: all.file })).toBe('home/file')
    expect(find({ file: 'OTHER=1\n' })).toBe('breva')
  })

  it('an empty variable hides what the file says', () => {
    expect(find({ environment: { BREVA_BROKER_ROOT: '' }, file: 'BREVA_BROKER_ROOT=home\n' })).toBe('breva')
  })

  it.each([
    [{ root: 'home/' }, '--root: "home/" is refused; it takes 1 to 40 bytes'],
    [{ root: '' }, '--root: "" is refused'],
    [{ environment: { BREVA_BROKER_ROOT: 'a/#' } }, 'BREVA_BROKER_ROOT: "a/#" is refused'],
    [{ file: '\nBREVA_BROKER_ROOT=a+b\n' }, 'BREVA_BROKER_ROOT in .env, line 2: "a+b" is refused']
  ] as [Case, string][])('refuses %j, names where it stands, and says what it takes', (given, sentence) => {
    const error = refusal(given)
    expect(error.message).toContain(sentence)
    expect(error.message).toContain('such as home/sensors')
    expect(error.exitCode).toBe(2)
  })

  it('a name that is nearly right is refused with the one that was meant', () => {
    expect(refusal({ environment: { BREVA_BROKER_ROT: 'x' } }).message).toContain('Did you mean BREVA_BROKER_ROOT?')
  })

  it('takes exactly what the firmware takes, and moves no cursor when it refuses', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 45 }), fc.string({ unit: 'binary', maxLength: 12 }), fc.array(fc.constantFrom('a', 'ü', '/', '+', '#', '$', '"', '\\', ' ', "'"), { maxLength: 12 }).map(parts => parts.join(''))
    ).filter(value => !/\p{Cs}/u.test(value))
    let taken = 0
    fc.assert(fc.property(text, root => {
      if (firmwareTakes(root)) {
        taken++
        expect(find({ root })).toBe(root)
      } else expect(refusal({ root }).message).not.toMatch(/\p{Cc}/u)
    }), { numRuns: 200 })
    expect(taken).toBeGreaterThan(10)
    expect(folder.warnings).toEqual([])
  })
})
