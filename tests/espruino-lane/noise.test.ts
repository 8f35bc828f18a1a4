import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { shippedScript } from '../support/shipped-script.ts'
import { refuseDeath } from '../../bench/peers/dead-interpreter.ts'
import { RealInterpreter } from '../../bench/peers/real-interpreter.ts'

/** How many pieces; BREVA_NOISE asks for more than the usual number. */
const PIECES = Number(process.env['BREVA_NOISE'] ?? 100_000)
/** ms for one piece, on the slowest interpreter and a busy machine. */
const EACH = 12
/** Variables: a message above the soft limit is drained, one below it is held whole. */
const BOUND = 1_000

let interpreter: RealInterpreter
beforeEach(() => { interpreter = new RealInterpreter() })
afterEach(({ task }) => {
  interpreter.dispose()
  refuseDeath(task, interpreter.death)
})

/** What the same script prints last on Node. */
function onNode(code: string): string {
  const lines: string[] = []
  const tasks: (() => void)[] = []
  const globals: Record<string, unknown> = {
    NOISE: PIECES,
    print: (line: string) => lines.push(line),
    quit: () => undefined,
    process: { memory: () => ({ usage: 0 }) },
    setTimeout: (task: (done: number) => void, _delay: number, done: number) => tasks.push(() => task(done))
  }
  globals['global'] = globals
  runInNewContext(code, globals)
  for (let task = tasks.shift(); task; task = tasks.shift()) task()
  return lines.at(-1)!
}

it(`${PIECES} random pieces leave the flashed session and MH-Z19 scanner without an exception and without growth`, async () => {
  const { parts } = await shippedScript('tests/espruino-lane/device/run-noise.ts')
  interpreter.begin([`NOISE=${PIECES}`, ...parts])
  const [, summary] = await interpreter.printed(/DONE (.*)\n|Uncaught[^]*|MEMORY/, PIECES * EACH)
  expect(`DONE ${summary}`).toBe(onNode(parts.join('\n')))
  const usage = [...interpreter.output.matchAll(/NOISE (\d+) vars (\d+)/g)].map(match => Number(match[2]))
  console.log(`${PIECES} pieces: ${summary}; variables ${usage.join(' ')}`)
  expect(usage.length).toBeGreaterThan(0)
  expect(Math.max(...usage) - Math.min(...usage)).toBeLessThan(BOUND)
  const [, frames, longest] = /frames (\d+) longest (\d+)/.exec(summary)!
  expect(Number(frames)).toBeGreaterThan(PIECES / 20)
  expect(Number(longest)).toBeLessThan(9)
}, PIECES * EACH + 60_000)
