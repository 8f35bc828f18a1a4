import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../bench/peers/port.ts'
import { endSimulations, sim } from '../support/breva-sim.ts'

let folder: string

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-test-')) })

afterEach(async () => {
  await endSimulations()
  rmSync(folder, { recursive: true, force: true })
})

describe('breva sim with files', () => {
  it('writes every sample, also those that came late, and refuses to replace them unasked', async () => {
    const [csv, jsonl] = [join(folder, 'a.csv'), join(folder, 'a.jsonl')]
    const port = String(await freePort())
    const commandLine = ['--seconds', '200', '--speed', '40', '--port', port, '--fault', 'broker:loss@60s+40s', '--csv', csv, '--jsonl', jsonl]
    const run = sim([...commandLine, '--json'])
    expect(await run.exit()).toBe(0)
    const { states, history } = run.events().at(-1) as unknown as { states: number, history: number }
    expect(history).toBeGreaterThan(0)
    const samples = readFileSync(jsonl, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line) as { seq: number, source: string, quality: object })
    expect(samples.length).toBe(new Set(samples.map(({ seq }) => seq)).size)
    expect(samples.length).toBeLessThanOrEqual(states + history)
    expect(samples.filter(({ source }) => source === 'history').length).toBeGreaterThan(0)
    const rows = readFileSync(csv, 'utf8').trimEnd().split('\r\n')
    // A row a sample, and one for each of three probes, behind the header.
    expect(rows.length - 1).toBe(samples.reduce((sum, { quality }) => sum + 1 + Object.keys(quality).filter(key => key.length === 16).length, 0))
    const again = sim(commandLine)
    expect(await again.exit()).toBe(2)
    expect(again.stderr).toContain(`breva: The file ${csv} exists already`)
  })

  it.skipIf(!existsSync('/dev/full'))('ends with 1 and one sentence where the disk is full', async () => {
    const run = sim(['--speed', '20', '--quiet', '--port', String(await freePort()), '--csv', '/dev/full', '--overwrite'])
    expect(await run.exit()).toBe(1)
    expect(run.stderr).toBe('breva: The file /dev/full cannot be written: the disk is full. Make room, or name another file, and run the command again.\n')
  })

  it('has standard output for the samples alone where they go there', async () => {
    const run = sim(['--seconds', '40', '--speed', '20', '--port', String(await freePort()), '--csv', '-'])
    expect(await run.exit()).toBe(0)
    expect(run.stdout).toMatch(/^time,node,[^\n]*\r\n(\d{4}-[^\n]*\r\n)+$/)
    expect(run.stderr).toContain('- summary nodes=1')
  })
})
