import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RECORD, recordMessage } from '../../../firmware/station/sample-record.ts'
import { recordOf } from '../../support/record-of.ts'

const HEAD = '{"node":"a1b2c3","location":"K\xc3\xbcche","boot":17,"seq":'
const WORDS = ['warming', 'stale', 'suspect', 'fault']

interface Quantity { name: string, value: number | string }

/** A value with its decimals, or the word for why there is none. */
function quantity(name: string, least: number, most: number, decimals: number): fc.Arbitrary<Quantity> {
  const scale = 10 ** decimals
  return fc.oneof(fc.integer({ min: least * scale, max: most * scale }).map(value => value / scale), fc.constantFrom(...WORDS)).map(value => ({ name, value }))
}

const roms = fc.uniqueArray(fc.stringMatching(/^28[0-9a-f]{14}$/), { maxLength: 16 })
const states = fc.record({
  seq: fc.integer({ min: 1, max: 0x7fffffff }),
  uptime: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  zero: fc.oneof(fc.constant(0), fc.integer({ min: 1577836800000, max: 4e12 })),
  own: fc.tuple(
    fc.option(quantity('co2', 0, 40000, 0)), fc.option(quantity('temperature', -100, 200, 2)), fc.option(quantity('humidity', 0, 100, 1))),
  probes: fc.option(roms.chain(names => fc.tuple(...names.map(name => quantity(name, -55, 125, 2)))))
})

/** The message that `docs/messages.md` describes. */
function message({ seq, uptime, zero, own, probes }: typeof states extends fc.Arbitrary<infer S> ? S : never): string {
  const text = ({ name, value }: Quantity): string => {
    const decimals = name === 'co2' ? 0 : name === 'humidity' ? 1 : 2
    return `"${name}":${typeof value === 'number' ? value.toFixed(decimals).replace(/^-(0\.?0*)$/, '$1') : 'null'}`
  }
  const quality = ({ name, value }: Quantity): string => `"${name}":"${typeof value === 'number' ? 'ok' : value}"`
  const measured = own.filter(one => one !== null)
  const date = zero > 0 ? `"${new Date(zero + uptime).toISOString()}"` : 'null'
  const values = measured.map(one => `,${text(one)}`).join('') + (probes ? `,"probes":{${probes.map(text).join(',')}}` : '')
  // A bus without probes has a quality of its own.
  const bus = probes?.length === 0 ? [`"probes":"${uptime % 2 === 0 ? 'stale' : 'fault'}"`] : []
  return `${HEAD}${seq},"time":${date},"uptime":${uptime}${values},"quality":{${[...[...measured, ...probes ?? []].map(quality), ...bus].join(',')}},"alerts":[]}`
}

describe('a record of a sample', () => {
  it('gives back the very message it was made from, whatever was measured', () => {
    fc.assert(fc.property(states, fc.integer({ min: -8388607, max: 8388607 }), (state, distance) => {
      const text = message(state)
      const record = recordOf(text, state.zero > 0)
      const names = (state.probes ?? []).map(probe => probe.name).join('')
      expect(recordMessage(HEAD, record, state.seq + distance, names, state.zero)).toBe(text)
      expect(record.length).toBe(RECORD + 2 * (state.probes ?? []).length)
    }))
  })

  it('dates a sample that was taken before the clock was set', () => {
    const undated = `${HEAD}5,"time":null,"uptime":60250,"co2":812,"quality":{"co2":"ok"},"alerts":[]}`
    const record = recordOf(undated, false)
    expect(recordMessage(HEAD, record, 9, '', Date.parse('2026-01-31T18:00:00.000Z'))).toBe(undated.replace('null', '"2026-01-31T18:01:00.250Z"'))
    expect(recordMessage(HEAD, record, 9, '', 0)).toBe(undated)
  })

  it('calls a value that it has no room for a fault, rather than another value', () => {
    const record = recordOf(`${HEAD}5,"time":null,"uptime":1,"co2":60000,"quality":{"co2":"ok"},"alerts":[]}`, false)
    expect(recordMessage(HEAD, record, 5, '', 0)).toContain('"co2":null,"quality":{"co2":"fault"}')
  })
})
