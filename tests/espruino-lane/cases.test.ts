import { afterEach, beforeEach, expect, it } from 'vitest'
import { FAULTS, VECTORS } from './device/all-cases.ts'
import { Checks } from './device/check.ts'
import { shippedScript } from '../support/shipped-script.ts'
import { refuseDeath } from '../../bench/peers/dead-interpreter.ts'
import { RealInterpreter } from '../../bench/peers/real-interpreter.ts'

let interpreter: RealInterpreter
beforeEach(() => { interpreter = new RealInterpreter() })
afterEach(({ task }) => {
  interpreter.dispose()
  refuseDeath(task, interpreter.death)
})

it.each([
  ['vector', 'run-vectors', VECTORS], ['fault', 'run-faults', FAULTS]
])('the flashed bundle says of every %s on the interpreter what its sources say on Node, line by line', async (_kind, script, groups) => {
  const onNode: string[] = []
  const checks = new Checks(line => onNode.push(line))
  for (const cases of groups) cases(checks)

  interpreter.begin((await shippedScript(`tests/espruino-lane/device/${script}.ts`)).parts)
  await interpreter.printed(/CASES \d+ FAILURES \d+|Uncaught|MEMORY/, 600_000)
  const lines = interpreter.output.split('\n').map(line => line.replace(/^>+/, ''))
  expect(lines.filter(line => /Uncaught|MEMORY|^FAIL/.test(line))).toEqual([])
  expect(lines.filter(line => /^(ok|is) /.test(line))).toEqual(onNode)
  console.log(`${onNode.length} lines are the same on the interpreter and on Node`)
}, 620_000)
