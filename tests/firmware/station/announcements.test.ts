import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { projectPath } from '../../../cli/project-path.ts'
import { announcement, BIRTH, CLEAR, HEALTH, HISTORY, INFO, LOG, OFFLINE, REPLY, SENSOR, STATE } from '../../../firmware/station/announcements.ts'
import { StationBench } from '../../support/station-bench.ts'

const KINDS = [OFFLINE, BIRTH, SENSOR, STATE, INFO, REPLY, HEALTH, LOG, HISTORY, CLEAR]

describe('the announcements of a station', () => {
  it('are published as docs/messages.md says: the topics, QoS and retained of its table', () => {
    const page = readFileSync(projectPath('docs/messages.md'), 'utf8')
    const documented = [...page.matchAll(/^\| \[`([^`]+)`\]\(#[^)]*\) \|[^|]*\| (\d) \| (yes|no) \|$/gm)].map(([, topic, qos, retained]) => `${topic} ${qos} ${retained}`)
    const own = KINDS.map(kind => announcement(kind, kind === SENSOR || kind === CLEAR ? '<sensor>' : '<verb>', 1)).map(({ topic, qos, retained }) => `${topic} ${qos} ${retained ? 'yes' : 'no'}`)
    expect(documented.length).toBe(8)
    expect([...new Set(own)].sort()).toEqual(documented.sort())
  })

  it.each([0, 1, 2])('are readings with the QoS %i of the settings, of a backlog with 1 at least, and all else with 1', qos => {
    const of = (kind: number): number => announcement(kind, '', qos).qos
    expect([of(STATE), of(HISTORY)]).toEqual([qos, Math.max(qos, 1)])
    expect(new Set(KINDS.filter(kind => kind !== STATE && kind !== HISTORY).map(of))).toEqual(new Set([1]))
  })

  it('are bits in the order in which they are published', () => {
    expect(KINDS).toEqual(KINDS.map((_, i) => 1 << i))
  })

  it('may be banned where they are said again anyway: births, sensors, info and health, but no sample, reply or goodbye', () => {
    expect(KINDS.filter(kind => announcement(kind, '', 1).banned)).toEqual([BIRTH, SENSOR, INFO, HEALTH])
  })

  it('a live sample goes the short way, as its row says', () => {
    const bench = StationBench.plain().online().slots(1)
    bench.client.take()
    bench.slots(1)
    const row = announcement(STATE, '', 1)
    expect(bench.client.published).toMatchObject([{ topic: `breva/a1b2c3/${row.topic}`, qos: 1, retain: row.retained }])
  })
})
