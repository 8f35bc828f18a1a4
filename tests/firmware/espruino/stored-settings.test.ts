import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import type { EspruinoStorage } from '../../../firmware/espruino/platform.ts'
import { storedSettings } from '../../../firmware/espruino/stored-settings.ts'
import { settingsRecord } from '../../../cli/node-scripts.ts'

const OLD = settingsRecord(9, '{"node":"attic","period":10}')
const NEW = settingsRecord(10, '{"node":"cellar","period":60}')
const globals = globalThis as { E?: unknown }

function stored(a: string | undefined, b: string | undefined): unknown {
  const files: Record<string, string | undefined> = { 'settings.a': a, 'settings.b': b }
  return storedSettings({ read: (name: string) => files[name] } as EspruinoStorage)
}

function flipped(text: string, bit: number): string {
  const at = bit >> 3
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << (bit & 7))) + text.slice(at + 1)
}

beforeAll(() => {
  globals.E = { CRC32: (text: string) => crc32(Buffer.from(text, 'latin1')) }
})
afterAll(() => {
  delete globals.E
})

describe('the stored settings', () => {
  it('are the newer of two copies, in whichever file it is, by number and not by text', () => {
    expect(stored(OLD, NEW)).toEqual({ node: 'cellar', period: 60 })
    expect(stored(NEW, OLD)).toEqual({ node: 'cellar', period: 60 })
  })

  it('are the only copy there is, and nothing where there is none', () => {
    expect(stored(OLD, undefined)).toEqual({ node: 'attic', period: 10 })
    expect(stored(undefined, OLD)).toEqual({ node: 'attic', period: 10 })
    expect(stored(undefined, undefined)).toBeUndefined()
  })

  it('F40 are the other copy, or the same, with any one bit of the newer flipped', () => {
    const json = NEW.indexOf('{')
    for (let bit = 0; bit < 8 * NEW.length; bit++) {
      const settings = stored(OLD, flipped(NEW, bit))
      // What the sequence number says is not under its checksum: it chooses between two copies that are whole.
      if (bit >= 8 * json) expect(settings, `bit ${bit}`).toEqual({ node: 'attic', period: 10 })
      else expect([{ node: 'attic', period: 10 }, { node: 'cellar', period: 60 }]).toContainEqual(settings)
    }
  })

  it('F38 are the other copy when the power is cut after any byte of the newer', () => {
    for (let length = 0; length < NEW.length; length++) {
      for (const rest of ['', '\xff'.repeat(NEW.length - length)]) {
        expect(stored(OLD, NEW.slice(0, length) + rest), `${length} bytes`).toEqual({ node: 'attic', period: 10 })
      }
    }
  })

  it('F40 are nothing when both copies are bad, and no exception', () => {
    expect(stored(flipped(OLD, 100), flipped(NEW, 120))).toBeUndefined()
    expect(stored('', '\xff'.repeat(40))).toBeUndefined()
    expect(stored(settingsRecord(3, '{"node":'), undefined)).toBeUndefined()
  })

  it('F40 are the other copy when the newer was written whole and is no JSON', () => {
    expect(stored(OLD, settingsRecord(10, '{"node":"cellar"'))).toEqual({ node: 'attic', period: 10 })
  })
})
