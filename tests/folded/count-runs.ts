import { appendFileSync } from 'node:fs'
import { afterAll } from 'vitest'

/** In every test file: from now on the runs of folded functions are counted, and at its end noted in BREVA_FOLDED_RUNS, a line for each file. */
const runs: Record<string, number> = globalThis.foldedRuns = {}
const target = process.env['BREVA_FOLDED_RUNS'] ?? ''

afterAll(() => { appendFileSync(target, `${JSON.stringify(runs)}\n`) })
