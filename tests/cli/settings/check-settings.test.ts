import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemLines } from '../../../cli/settings-file.ts'
import type { SettingsProblem } from '../../../cli/settings/settings-problem.ts'
import { GOOD, problemsOf, withValue } from '../../support/settings-check.ts'

/** What a file may have wrong: where that is written, and what is said of it. */
const MISTAKES: { path: string, value: unknown, words: string, where?: string }[] = [
  { path: 'node', value: 'Attic', words: 'node: "Attic" is refused; it takes 1 to 20' },
  { path: 'location', value: 'a"b', words: 'location: "a\\"b" is refused' },
  { path: 'period', value: 1.5, words: 'period: 1.5 is refused; it takes a whole number from 1 to 3600' },
  { path: 'perod', value: 10, words: 'perod is not a setting. Did you mean period?', where: '"perod"' },
  { path: 'wifi.network', value: 'n'.repeat(32), words: 'wifi.network: "' + 'n'.repeat(32) + '" has 32 bytes' },
  { path: 'wifi.password', value: 'seven77', words: 'wifi.password is refused; it takes 8 to 63 bytes' },
  { path: 'broker.port', value: 0, words: 'broker.port: 0 is refused' },
  { path: 'broker.host', value: '192.168.1.10:1883', words: 'put 192.168.1.10 here, and 1883 into broker.port' },
  { path: 'time.server', value: 'fe80::1', words: 'time.server: "fe80::1" is an IPv6 address' },
  { path: 'sensors.ds18b20', value: { pin: 'D12' }, words: 'sensors.ds18b20.pin: "D12" sets the voltage of the flash', where: '"D12"' },
  { path: 'sensors.mh-z19', value: { tx: 'D22', rx: 'D16' }, words: 'sensors.mh-z19.tx: D22 is in use already', where: '"D22"' },
  { path: 'sensors.bme280', value: {}, words: 'sensors.bme280 is not a setting. sensors may have scd30, mh-z19, ds18b20', where: '"bme280"' }
]

/** The text from a place on. */
function textAt(text: string, { line, column }: SettingsProblem): string {
  return text.split('\n')[line - 1].slice(column - 1)
}

describe('a settings file', () => {
  it('that is right has nothing said of it', () => {
    expect(problemsOf(JSON.stringify(GOOD))).toEqual([])
  })

  it('with any set of mistakes has each of them said, where it stands', () => {
    fc.assert(fc.property(fc.subarray(MISTAKES, { minLength: 1 }), fc.constantFrom(0, 2), (mistakes, indent) => {
      const text = JSON.stringify(mistakes.reduce<object>((settings, { path, value }) => withValue(settings, path, value), GOOD), null, indent)
      const problems = problemsOf(text)
      expect(problems.length).toBe(mistakes.length)
      for (const { value, words, where } of mistakes) {
        const found = problems.find(({ message }) => message.includes(words))
        expect(found, words).toBeDefined()
        const at = textAt(text, found!)
        expect(at.startsWith(where ?? JSON.stringify(value)), `${words} at ${at.slice(0, 20)}`).toBe(true)
      }
    }), { numRuns: 200 })
  })

  it('has the place of what is missing in the object that lacks it', () => {
    const text = '{\n  "wifi": {\n    "network": "home"\n  },\n  "broker": { "host": "h" },\n  "sensors": { "scd30": { "sda": "D21", "scl": "D22" } }\n}'
    expect(problemsOf(text)).toEqual([
      { level: 'error', path: 'wifi.password', line: 2, column: 11, message: 'wifi.password is missing; it takes 8 to 63 bytes, or "" for an open network' }
    ])
  })

  it('may name nothing twice, at any depth', () => {
    const problems = problemsOf('{"node":"a","wifi":{"network":"home","network":"home","password":""},\n"broker":{"host":"h"},"sensors":{"scd30":{"sda":"D21","scl":"D22"}},"node":"attic"}')
    expect(problems.map(({ message }) => message)).toEqual([
      'wifi.network is named twice, in line 1 and here; take one of them out', 'node is named twice, in line 1 and here; take one of them out'
    ])
  })

  it('that is not JSON has every line named in which it is not, and nothing of a password', () => {
    const text = "{\n  'node': \"attic\",\n  \"wifi\": { \"password\": \"hunter2hunter2 }\n}"
    const lines = problemLines(problemsOf(text)).join('\n')
    expect(lines).toContain('2:3')
    expect(lines).toContain('3:25')
    expect(lines).toContain('texts stand in double quotes')
    expect(lines).not.toContain('hunter2')
  })

  it('of any text is read or refused, never a defect, and no secret is shown', () => {
    const secret = 'x9-Hidden-Secret'
    const text = JSON.stringify({ ...GOOD, wifi: { network: 'home', password: secret }, broker: { host: 'h', user: 'u', password: secret } })
    fc.assert(fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), fc.nat(3), (at, put, cut) => {
      const problems = problemsOf(text.slice(0, at) + put + text.slice(at + cut))
      for (const { message, line, column } of problems) {
        expect(message).not.toContain('Hidden-Secret')
        expect(line).toBeGreaterThan(0)
        expect(column).toBeGreaterThan(0)
      }
    }), { numRuns: 500 })
  })

  it('with a URL for a host is told what to write instead', () => {
    const file = JSON.stringify({ ...GOOD, broker: { host: 'mqtt://192.168.1.10:1884' } })
    expect(problemsOf(file).map(({ message }) => message)).toEqual(['broker.host is a URL; put 192.168.1.10 here, without what stands around it, and 1884 into broker.port'])
  })

  it('with a URL for a host shows nothing of the account in it', () => {
    const words = (host: string): string[] => problemsOf(JSON.stringify({ ...GOOD, broker: { host } })).map(({ message }) => message)
    for (const host of ['mqtt://u:hunter22@broker.lan', 'mqtts://u:hunter22/@22@broker.lan:8883/x', 'mqtt://hunter22@', 'mqtt://u:hunter22@broker.lan/hunter22']) {
      expect(words(host)).toEqual([expect.stringMatching(/^broker\.host is a URL; put (broker\.lan|the name or address) here/)])
      expect(words(host).join()).not.toContain('hunter22')
    }
  })

  it('with altitude and pressure is told which one counts, at the other one', () => {
    const scd30 = { sda: 'D21', scl: 'D22', altitude: 400, pressure: 970 }
    expect(problemsOf(JSON.stringify({ ...GOOD, sensors: { scd30 } }))).toMatchObject([{ level: 'note', path: 'sensors.scd30.altitude', message: expect.stringContaining('counts for nothing beside sensors.scd30.pressure') as string }])
    for (const key of ['altitude', 'pressure']) expect(problemsOf(JSON.stringify({ ...GOOD, sensors: { scd30: { ...scd30, [key]: undefined } } }))).toEqual([])
  })

  it('without a time server is told what that means', () => {
    expect(problemsOf(JSON.stringify({ ...GOOD, time: undefined }))).toMatchObject([{ level: 'note', message: expect.stringContaining('messages carry no date') as string }])
  })
})
