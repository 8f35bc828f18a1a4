// npm run test:folded [-- --json]: which of the functions that the build has folded run in the tests of the flashed bundle.
// Exits 1 for one that never runs, and for a test that fails.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

/** Runs by group and number, of all test files together. */
async function counted() {
  const folder = mkdtempSync(join(tmpdir(), 'breva-folded-'))
  process.env['BREVA_FOLDED_RUNS'] = join(folder, 'runs')
  try {
    const vitest = await startVitest('test', [], { config: 'tests/folded/vitest.config.ts', watch: false, ...values.json && { reporters: [['json', { outputFile: join(folder, 'report') }]] } })
    await vitest.close()
    const lines = readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').map(line => JSON.parse(line))
    return key => lines.reduce((sum, runs) => sum + (runs[key] ?? 0), 0)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const runs = await counted()
const { functions } = JSON.parse(readFileSync(fileURLToPath(new URL('../../dist/firmware.map.json', import.meta.url)), 'utf8'))
const members = functions.filter(({ number }) => number !== undefined).map(({ name, number, source, at }) => ({ number, group: name, source, at, runs: runs(`${name}${number}`) }))
const missing = members.filter(member => member.runs === 0)
if (values.json) console.log(JSON.stringify({ folded: members, missing: missing.map(({ source }) => source) }))
else {
  console.log(`${'number'.padStart(6)}  ${'runs'.padStart(8)}  function`)
  for (const { group, number, source, at, runs } of members) console.log(`${`${group} ${number}`.padStart(6)}  ${String(runs).padStart(8)}  ${source} (${at})`)
  console.log(`${members.length - missing.length} of ${members.length} folded functions run in the tests of the flashed bundle`)
}
if (missing.length > 0 || members.length === 0) {
  console.error(`never run: ${missing.map(({ source, at }) => `${source} (${at})`).join(', ') || 'there is no folded function'}. Add a test of the flashed bundle that does what it is for.`)
  process.exitCode = 1
}
