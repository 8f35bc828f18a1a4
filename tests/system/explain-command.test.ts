import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectPath } from '../../cli/project-path.ts'
import { readMappedScript } from '../../tools/explain/script-map.ts'
import { BrevaProcess } from '../support/breva-process.ts'

const script = readMappedScript(projectPath('dist/firmware.map.json'))

let folder: string

async function run(...words: string[]): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const breva = new BrevaProcess(['explain', ...words])
  const code = await breva.exit()
  return { code, stdout: breva.stdout, stderr: breva.stderr }
}

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'breva-explain-')) })
afterEach(() => rmSync(folder, { recursive: true }))

describe('breva explain', () => {
  it('names the folded functions of the bundle in dist/, with file and line', async () => {
    const stop = script.functions.find(({ source, number }) => source === 'Station.stop' && number === undefined) ?? script.functions.find(({ source }) => source === 'Station.stop')
    const folded = script.functions.filter(({ number }) => number !== undefined)
    expect(folded.length).toBeGreaterThan(50)
    const frames = [stop, folded[3], folded[40]].map(one => `    at ${one?.name} (app.a:1:${(one?.start ?? 0) + 20})\n`)
    const file = join(folder, 'console.txt')
    writeFileSync(file, `>Uncaught Error: text\n${frames.join('')}`)
    const { code, stdout, stderr } = await run('--file', file, '--json')
    expect([code, stderr]).toEqual([0, ''])
    const { errors } = JSON.parse(stdout) as { errors: { frames: { source: string, at: string, folded: { number: number } | null }[] }[] }
    const found = errors[0].frames
    expect(found.map(({ source }) => source)).toEqual(['Station.stop', folded[3].source, folded[40].source])
    expect(found[0].at).toMatch(/^firmware\/station\/station\.ts:\d+$/)
    expect(found[1].folded?.number).toBe(folded[3].number)
    expect((await run('--file', file)).stdout).toMatch(/^Uncaught Error: text\n {2}at Station\.stop, firmware\/station\/station\.ts:\d+ {2}\(/)
  })

  it('names a folded function by its group and number', async () => {
    const folded = script.functions.find(({ number }) => number === 7)
    expect((await run(`${folded?.name} 7`)).stdout).toBe(`${folded?.source}, ${folded?.at}\n`)
  })

  it.each([
    [['hello'], 2, 'There is no error of a board in this text'],
    [['--file', 'nowhere.txt'], 2, 'breva: There is no file nowhere.txt; check the path.\n'],
    [['text', '--file', 'nowhere.txt'], 2, 'given twice'],
    [['gA 4000'], 1, 'Is dist/ the build that is on the board?'],
    [['--map', 'nowhere.json', 'text'], 1, 'npm run build']
  ])('%j ends with %i and says why', async (words, expected, why) => {
    const { code, stderr } = await run(...words)
    expect(code).toBe(expected)
    expect(stderr).toContain(why)
  })

  it('does not explain one build by the map of another', async () => {
    writeFileSync(join(folder, 'firmware.min.js'), 'print(1)\n')
    writeFileSync(join(folder, 'firmware.map.json'), JSON.stringify({ script: 'firmware.min.js', sha256: '00' }))
    expect(await run('--map', join(folder, 'firmware.map.json'), 'Uncaught Error: x')).toMatchObject({ code: 1, stderr: expect.stringContaining('belongs to another build') as string })
  })
})
