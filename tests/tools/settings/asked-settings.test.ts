import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { interview } from '../../../tools/settings/asked-settings.ts'
import { NoMoreAnswers, SENSORS } from '../../../tools/settings/questions.ts'
import { problemsOf } from '../../support/settings-check.ts'

/** Questions by what they begin with, with an answer that is right and some that are not. */
const ANSWERS: [asks: string, right: string, wrong: string[]][] = [
  ['Name of the node', 'attic', ['Attic', 'a b']],
  ['Where', 'Attic', ['"', '\\']],
  ['Seconds', '30', ['0', 'often', '1.5']],
  ['Name of the Wi-Fi', 'home', ['', 'n'.repeat(32)]],
  ['Its password', 'eleven-green-bottles', ['short']],
  ['Address', '192.168.1.2', ['', '192.168.1.2:1883', 'fe80::1', 'a b']],
  ['Its port', '', ['0', 'x']],
  ['User name', 'breva', ['u'.repeat(65)]],
  ['Password there', 'seven-brown-herons', ['', 'changeme', 'xxxx']],
  ['Time server', '', ['...']],
  ['Is an SCD30', 'y', ['perhaps', '']],
  ['Pin for SDA', '', ['D20', 'D1', 'x']],
  ['Pin for SCL', '', ['D21', 'D6']],
  ['Is an MH-Z19', 'n', ['nein']],
  ['Are DS18B20', 'y', []],
  ['Pin for its wire', '', ['D22', 'D12']]
]

/** Answers each question with the wrong ones that `wrong` chooses, and then the right one. */
async function interviewed(wrong: (count: number) => number): Promise<{ settings: object, told: string[], asked: { prompt: string, secret: boolean }[] }> {
  const told: string[] = []
  const asked: { prompt: string, secret: boolean }[] = []
  const left = new Map(ANSWERS.map(([asks, right, others]) => [asks, [...others.slice(0, wrong(others.length)), right]]))
  const settings = await interview({
    next: (prompt, secret) => {
      asked.push({ prompt, secret })
      const found = [...left].find(([asks]) => prompt.startsWith(asks))
      // A sensor of which nothing is said here.
      return Promise.resolve(found?.[1].shift() ?? (prompt.startsWith('Is ') ? 'n' : ''))
    }
  }, text => { told.push(text) })
  return { settings, told, asked }
}

describe('the questions for settings', () => {
  it('asks again until an answer is right, and makes settings of which nothing is said', async () => {
    await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.nat(4)), async stream => {
      const { settings, told } = await interviewed(count => Math.min(stream.next().value, count))
      expect(problemsOf(JSON.stringify(settings))).toEqual([])
      expect(settings).toMatchObject({ node: 'attic', period: 30, broker: { port: 1883, password: 'seven-brown-herons' }, time: { server: 'pool.ntp.org' }, sensors: { scd30: { sda: 'D21', scl: 'D22' }, ds18b20: { pin: 'D4' } } })
      expect(settings).not.toHaveProperty('sensors.mh-z19')
      expect(told.join('\n')).not.toContain('changeme')
    }), { numRuns: 50 })
  })

  it('does not show what is secret', async () => {
    const { asked } = await interviewed(() => 0)
    expect(asked.filter(({ secret }) => secret).map(({ prompt }) => prompt)).toEqual(['Its password (Enter for an open network): ', 'Password there: '])
  })

  it('asks for no password where there is no user, and for sensors until there is one', async () => {
    const answers = ['', '', '', 'home', '', 'broker.lan', '', '', '', ...SENSORS.map(() => 'n'), ...SENSORS.map(({ sensor }) => (sensor === 'ds18b20' ? 'y' : 'n')), '']
    const told: string[] = []
    const settings = await interview({ next: () => Promise.resolve(answers.shift() ?? '') }, text => { told.push(text) })
    expect(settings).toEqual({ period: 10, wifi: { network: 'home', password: '' }, broker: { host: 'broker.lan', port: 1883 }, time: { server: 'pool.ntp.org' }, sensors: { ds18b20: { pin: 'D4' } } })
    expect(told).toContain('  A node needs one sensor at least.')
  })

  it('makes nothing when the answers end', async () => {
    const answers = ['attic', 'Attic']
    const next = (): Promise<string> => answers.length > 0 ? Promise.resolve(answers.shift()!) : Promise.reject(new NoMoreAnswers())
    await expect(interview({ next }, () => undefined)).rejects.toThrow(NoMoreAnswers)
  })
})
