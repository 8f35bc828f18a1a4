import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { State } from '../../../contract/state.ts'
import { CSV_HEADER, csvRows, jsonLine } from '../../../host-sim/sim/sample-rows.ts'

const STATE: State = {
  node: 'a1b2c3', location: 'bedroom', boot: 17, seq: 4211, time: null, uptime: 86400123, co2: null, temperature: -3.5, humidity: 45.1,
  probes: { '28139bbb0b00001f': 20.81, '2839386a0d000044': null },
  quality: { 'co2': 'warming', 'temperature': 'ok', 'humidity': 'ok', '28139bbb0b00001f': 'ok', '2839386a0d000044': 'fault' }
}
const RECEIVED = '2026-01-31T18:04:05.000Z'

/** Reads CSV as RFC 4180 has it. */
function read(csv: string): string[][] {
  const rows: string[][] = []
  let ended = true
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    if (ended) rows.push([])
    rows.at(-1)!.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    ended = end === '\r\n'
  }
  return rows
}

describe('a row of CSV', () => {
  it('has an empty cell for null, with its quality beside it, and a row for each probe', () => {
    expect(CSV_HEADER + csvRows({ received: RECEIVED, source: 'state', sample: STATE })).toBe([
      'time,node,location,boot,seq,uptime,source,received,probe,co2,co2_quality,temperature,temperature_quality,humidity,humidity_quality',
      `,a1b2c3,bedroom,17,4211,86400123,state,${RECEIVED},,,warming,-3.5,ok,45.1,ok`,
      `,a1b2c3,bedroom,17,4211,86400123,state,${RECEIVED},28139bbb0b00001f,,,20.81,ok,,`,
      `,a1b2c3,bedroom,17,4211,86400123,state,${RECEIVED},2839386a0d000044,,,,fault,,`,
      ''
    ].join('\r\n'))
  })

  it('has the same columns whatever the location is called, and gives it back', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'a ,";\r\n=+-@\'ü'), maxLength: 8 }), location => {
      const rows = read(CSV_HEADER + csvRows({ received: RECEIVED, source: 'history', sample: { ...STATE, location } }))
      expect(rows.map(row => row.length)).toEqual([15, 15, 15, 15])
      for (const row of rows.slice(1)) {
        expect(['', '\''].map(before => before + location)).toContain(row[2])
        expect(row[2].startsWith('\'')).toBe(location.startsWith('\'') || '=+-@\t\r'.includes(location.charAt(0) || ' '))
      }
    }))
  })

  it('leaves out what the node does not measure', () => {
    expect(csvRows({ received: RECEIVED, source: 'state', sample: { ...STATE, co2: 612, quality: { co2: 'ok' }, temperature: undefined, humidity: undefined, probes: undefined } })).toBe(`,a1b2c3,bedroom,17,4211,86400123,state,${RECEIVED},,612,ok,,,,\r\n`)
  })
})

describe('a line of JSON', () => {
  it('is the sample as published, with how it came', () => {
    const line = jsonLine({ received: RECEIVED, source: 'history', sample: STATE })
    expect(line.endsWith('}\n')).toBe(true)
    expect(JSON.parse(line)).toEqual({ received: RECEIVED, source: 'history', ...STATE })
  })
})
