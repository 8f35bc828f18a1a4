import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { mqttCoverage, type Statement } from '../support/mqtt-coverage-page.ts'

const STATEMENTS: Record<string, Statement> = {
  'MQTT-1.5.3-1': { role: 'client', about: 'text' },
  'MQTT-3.2.0-1': { role: 'observed', about: 'first packet' },
  'MQTT-3.1.2-1': { role: 'server', about: 'name' },
  'MQTT-6.0.0-1': { role: 'not applicable', about: 'WebSocket' }
}

describe('the coverage of the MQTT standard', () => {
  it('lists under each statement the tests that carry its id, by file and without tags', () => {
    const { page, open, unknown } = mqttCoverage(STATEMENTS, [
      { file: 'tests/b.test.ts', name: 'F09 [MQTT-1.5.3-1] [MQTT-3.2.0-1] a | b' }, { file: 'tests/a.test.ts', name: '[MQTT-1.5.3-1] c\0' }, { file: 'tests/a.test.ts', name: 'no tag' }
    ])
    expect(page).toContain('| MQTT-1.5.3-1 | client | text | `a.test.ts` | c\\\\x00 |\n| | | | `b.test.ts` | F09 a \\| b |\n')
    expect(page).toContain('| MQTT-3.2.0-1 | observed | first packet | `b.test.ts` | F09 a \\| b |\n')
    expect(page).toContain('2 shown, 0 open. Not applicable: 1 for servers, 1 for WebSocket.')
    expect(page).not.toContain('no tag')
    expect([open, unknown]).toEqual([[], []])
  })

  it('says which statements of a client no test shows, and which tags are of no statement', () => {
    const { page, open, unknown } = mqttCoverage(STATEMENTS, [{ file: 'tests/a.test.ts', name: '[MQTT-3.2.0-1] [MQTT-3.2.0.1] [MQTT-9.9.9-9] a' }])
    expect(page).toContain('| MQTT-1.5.3-1 | client | text | **open** | |\n')
    expect([open, unknown]).toEqual([['MQTT-1.5.3-1'], ['MQTT-3.2.0.1', 'MQTT-9.9.9-9']])
  })

  it('speaks of all 141 statements of Appendix B, in its order and without gaps', () => {
    const ids = Object.keys(JSON.parse(readFileSync(projectPath('tests/firmware/mqtt/mqtt-statements.json'), 'utf8')) as object)
    expect(ids.length).toBe(141)
    const numbers = ids.map(id => /^MQTT-(\d)\.(\d+)\.(\d)-(\d+)$/.exec(id)!.slice(1).map(Number))
    for (const [n, [chapter, section, part, number]] of numbers.entries()) {
      const [before, sectionBefore, partBefore, numberBefore] = numbers[n - 1] ?? [1, 5, 3, 0]
      if (before === chapter && sectionBefore === section && partBefore === part) expect(number).toBe(numberBefore + 1)
      else expect([number, (chapter - before) * 1e4 + (section - sectionBefore) * 100 + part - partBefore > 0]).toEqual([1, true])
    }
  })
})
