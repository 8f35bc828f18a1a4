import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deviceText, followingUser, isUserOf, newDevice, parseDevice, type Device } from '../../../tools/provision/device.ts'

/** Texts of 128 bits and more that somebody who knows a text could try. */
function derivedFrom(text: string): string[] {
  const digests = ['md5', 'sha1', 'sha256', 'sha512'].flatMap(name => (['hex', 'base64', 'base64url'] as const).map(encoding => createHash(name).update(text).digest(encoding)))
  return [text, text.replaceAll('-', ''), Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64url'), ...digests]
}

/** Whether two texts share so many characters in a row that one tells of the other. */
function shares(one: string, other: string, length: number): boolean {
  return Array.from({ length: Math.max(0, one.length - length + 1) }, (_, at) => one.slice(at, at + length)).some(part => other.includes(part))
}

describe('the secrets of 1,000 nodes', () => {
  // Names alike, so that a secret made of the name would be noticed.
  const devices: Device[] = Array.from({ length: 1000 }, (_, n) => newDevice(`node-${n % 10}`))

  it('are all distinct, as are the identities', () => {
    for (const one of ['password', 'commandKey'] as const) expect(new Set(devices.map(({ current }) => current[one])).size).toBe(1000)
    expect(new Set(devices.map(({ identity }) => identity)).size).toBe(1000)
  })

  it('have 192 and 256 bits, and every bit is as often 1 as 0', () => {
    for (const [bytesOf, size] of [[({ current }: Device) => Buffer.from(current.password, 'base64url'), 24], [({ current }: Device) => Buffer.from(current.commandKey, 'hex'), 32]] as const) {
      const ones = new Array<number>(size * 8).fill(0)
      for (const device of devices) {
        const bytes = bytesOf(device)
        expect(bytes).toHaveLength(size)
        for (let bit = 0; bit < size * 8; bit++) ones[bit] += (bytes[bit >> 3] >> (bit & 7)) & 1
      }
      // Seven standard deviations: by chance once in 10^9 runs.
      for (const count of ones) expect(Math.abs(count - 500)).toBeLessThan(7 * Math.sqrt(250))
    }
  })

  it('cannot be derived from name, identity or date, nor one from the other', () => {
    for (const { identity, node, made, current: { user, password, commandKey } } of devices) {
      for (const known of [identity, node, user, made, `${node}${identity}`].flatMap(derivedFrom)) {
        expect(shares(known, password, 8) || shares(known, commandKey, 12)).toBe(false)
      }
      expect(derivedFrom(password).some(text => shares(text, commandKey, 12))).toBe(false)
    }
  })
})

describe('a device file', () => {
  it('is read as it was written, also while secrets are replaced', () => {
    const device = newDevice('attic', 'home/sensors')
    const renewing: Device = { ...device, next: { ...device.current, user: followingUser(device) } }
    for (const each of [device, renewing]) expect(parseDevice(deviceText(each))).toEqual(each)
  })

  it('that is broken is refused by its field, and shows no secret', () => {
    const device = newDevice('attic')
    for (const [broken, reason] of [
      [{ ...device, format: 2 }, 'format'], [{ ...device, current: { ...device.current, commandKey: 'open-sesame' } }, 'current.commandKey'],
      [{ ...device, current: { ...device.current, password: 'changeme' } }, 'current.password'], [{ ...device, node: 'A B' }, 'node']
    ] as const) {
      expect(() => parseDevice(JSON.stringify(broken))).toThrow(reason)
      expect(() => parseDevice(JSON.stringify(broken))).not.toThrow('open-sesame')
    }
    expect(() => parseDevice('{')).toThrow('it is not JSON')
  })

  it('names its accounts so that none is that of another node', () => {
    const device = newDevice('attic')
    expect(followingUser(device)).toBe('attic.2')
    expect(followingUser({ ...device, current: { ...device.current, user: 'attic.9' } })).toBe('attic.10')
    expect(['attic', 'attic.2', 'attic-2', 'attic.x', 'atti', 'attic.'].map(user => isUserOf('attic', user))).toEqual([true, true, false, false, false, false])
  })
})
