import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CommandError } from '../../../cli/command-error.ts'
import type { State } from '../../../contract/state.ts'
import { SampleFile } from '../../../host-sim/sim/sample-file.ts'

let folder: string

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-test-')) })

afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const sample = (boot: number, seq: number): State => ({ node: 'n', location: 'room', boot, seq, time: null, uptime: 1, co2: 600 + seq, quality: { co2: 'ok' } })

/** What is said where a file cannot be had. */
function refusal(path: string, overwrite = false): CommandError {
  try {
    new SampleFile(path, 'csv', overwrite).close()
  } catch (error) {
    return error as CommandError
  }
  throw new Error('it was created')
}

describe('SampleFile', () => {
  it('has every sample once, in the order in which they came', () => {
    const path = join(folder, 'a.jsonl')
    const file = new SampleFile(path, 'jsonl', false)
    const head = { time: '2026-01-31T18:04:05.000Z', node: 'n' }
    file.event({ event: 'state', ...head, state: sample(1, 1) })
    file.event({ event: 'state', ...head, state: sample(1, 4) })
    file.event({ event: 'link', ...head, link: 'offline' })
    file.event({ event: 'history', ...head, samples: [sample(1, 1), sample(1, 2), sample(1, 3), sample(1, 4)] })
    file.event({ event: 'history', ...head, samples: [sample(1, 3)] })
    file.event({ event: 'state', ...head, state: sample(2, 1) })
    file.close()
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line) as State & { source: string })
    expect(lines.map(({ boot, seq, source }) => `${boot}/${seq} ${source}`)).toEqual(['1/1 state', '1/4 state', '1/2 history', '1/3 history', '2/1 state'])
  })

  it('begins with a header as CSV, before there is any sample', () => {
    const path = join(folder, 'a.csv')
    new SampleFile(path, 'csv', false).close()
    expect(readFileSync(path, 'utf8')).toMatch(/^time,node,.*\r\n$/)
  })

  it('leaves a file alone that exists, and replaces it when it may', () => {
    const path = join(folder, 'a.csv')
    writeFileSync(path, 'precious')
    const error = refusal(path)
    expect([error.exitCode, error.message]).toEqual([2, `The file ${path} exists already: name another one, or replace it with --overwrite.`])
    expect(readFileSync(path, 'utf8')).toBe('precious')
    new SampleFile(path, 'csv', true).close()
    expect(readFileSync(path, 'utf8')).not.toContain('precious')
  })

  it('says why a file cannot be created', () => {
    expect(refusal(join(folder, 'none', 'a.csv')).message).toContain('its folder does not exist')
    expect(refusal(folder, true).message).toContain('it is a folder')
  })

  it.skipIf(!existsSync('/dev/full'))('keeps to itself that the disk is full until it is asked, and writes no more', () => {
    const file = new SampleFile('/dev/full', 'csv', true)
    file.event({ event: 'state', time: '', node: 'n', state: sample(1, 1) })
    file.close()
    expect(file.failure).toBeInstanceOf(CommandError)
    expect([file.failure?.exitCode, file.failure?.message]).toEqual([1, 'The file /dev/full cannot be written: the disk is full. Make room, or name another file, and run the command again.'])
  })
})
