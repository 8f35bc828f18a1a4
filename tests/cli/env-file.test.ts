import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { readEnvFile } from '../../cli/env-file.ts'
import { WorkingFolder } from '../support/working-folder.ts'

const folder = new WorkingFolder()

function read(text: string, mode = 0o600): Map<string, string> | undefined {
  folder.write(text, mode)
  const values = readEnvFile(folder.path, message => { folder.warnings.push(message) })?.values
  return values && new Map(values)
}

describe('readEnvFile', () => {
  it('is undefined where there is no file', () => {
    expect(readEnvFile(folder.path, message => { folder.warnings.push(message) })).toBeUndefined()
    mkdirSync(join(folder.path, '.env'))
    expect(readEnvFile(folder.path, message => { folder.warnings.push(message) })).toBeUndefined()
    expect(folder.warnings).toEqual([])
  })

  it('takes what begins with BREVA_, with quotes, comments, export, CRLF and a byte order mark', () => {
    expect(read('\ufeffBREVA_BROKER=mqtt://h # here\r\n# BREVA_X=1\r\nexport BREVA_BROKER_USER = "a b"\r\nOTHER=x#y\r\nBREVA_BROKER_PASSWORD=\'a#b"c\'\r\n')).toEqual(new Map([
      ['BREVA_BROKER', 'mqtt://h'], ['BREVA_BROKER_USER', 'a b'], ['BREVA_BROKER_PASSWORD', 'a#b"c']
    ]))
  })

  it('takes every printable password between quotes as it is', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 40 }).filter(text => !text.includes('\'')), password => {
      expect(read(`BREVA_BROKER_PASSWORD='${password}'\n`)?.get('BREVA_BROKER_PASSWORD')).toBe(password)
    }), { numRuns: 200 })
  })

  it('takes a password without quotes as it is, or refuses it and does not show it', () => {
    fc.assert(fc.property(fc.string({ minLength: 8, maxLength: 40 }).filter(text => text.trim() === text && !text.startsWith('#') && !/\s#/.test(text)), password => {
      let taken: string | undefined
      try {
        taken = read(`# one\nBREVA_BROKER_PASSWORD=${password}\n`)?.get('BREVA_BROKER_PASSWORD')
      } catch (error) {
        expect((error as Error).message).toContain('line 2: ')
        expect((error as Error).message).not.toContain(password)
        return
      }
      // Quotes around all of it are none of it.
      expect(taken).toBe(/^(["'`])([^]*)\1/.test(password) ? password.slice(1, -1).replaceAll('\\n', '\n') : password)
    }), { numRuns: 500 })
  })

  it.each([
    ['BREVA_BROKER mqtt://h', 1, 'not followed by "="'],
    ['A=1\nBREVA_BROKER_USER: me', 2, 'not followed by "="'],
    ['\n\nBREVA_BROKER_PASSWORD=abc#def', 3, 'would be a comment'],
    ['BREVA_BROKER_PASSWORD="abc', 1, 'not closed'],
    ['BREVA_BROKER_PASSWORD=\'it\'s\'', 1, 'behind its closing quote'],
    ['BREVA_BROKER_PASSWORD="      "#', 1, 'behind its closing quote']
  ])('refuses %j by line and key', (text, line, reason) => {
    expect(() => read(text)).toThrow(new RegExp(`^\\.env, line ${line}: .*${reason}`))
    expect(() => read(text)).toThrow(expect.objectContaining({ exitCode: 2 }) as Error)
  })

  it('warns of a secret that every user can read, and of nothing else', () => {
    read('BREVA_BROKER=mqtt://h\n', 0o644)
    read('OTHER_PASSWORD=x\nBREVA_BROKER_PASSWORD=\n', 0o644)
    read('BREVA_BROKER_PASSWORD=hunter22\n', 0o640)
    expect(folder.warnings).toEqual([])
    read('BREVA_BROKER_PASSWORD=hunter22\n', 0o644)
    read('BREVA_BROKER=mqtt://u:hunter22@h\n', 0o604)
    expect(folder.warnings).toHaveLength(2)
    expect(folder.warnings[0]).toContain('chmod 600 .env')
    expect(folder.warnings.join()).not.toContain('hunter22')
  })

  it('leaves out what is no file of settings', () => {
    expect(read(`A=${'x'.repeat(70_000)}`)).toBeUndefined()
    expect(folder.warnings[0]).toContain('left out')
  })
})
