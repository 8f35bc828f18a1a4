import { afterEach, beforeEach, expect, it } from 'vitest'
import { ALL_CASES } from './device/all-cases.ts'
import { Checks } from './device/check.ts'
import { deviceScript } from '../support/device-script.ts'
import { refuseDeath } from '../../bench/peers/dead-interpreter.ts'
import { RealInterpreter } from '../../bench/peers/real-interpreter.ts'

let interpreter: RealInterpreter
beforeEach(() => { interpreter = new RealInterpreter() })
afterEach(({ task }) => {
  interpreter.dispose()
  refuseDeath(task, interpreter.death)
})

it('the interpreter says of every case what Node says, line by line', async () => {
  const onNode: string[] = []
  const checks = new Checks(line => onNode.push(line))
  for (const cases of ALL_CASES) cases(checks)

  await interpreter.store({ '.bootcde': await deviceScript('tests/espruino-lane/device/run-cases.ts') })
  interpreter.boot()
  await interpreter.printed(/CASES \d+ FAILURES \d+|Uncaught|MEMORY/, 600_000)
  const lines = interpreter.output.split('\n').map(line => line.replace(/^>+/, ''))
  expect(lines.filter(line => /Uncaught|MEMORY|^FAIL/.test(line))).toEqual([])
  expect(lines.filter(line => /^(ok|is) /.test(line))).toEqual(onNode)
  console.log(`${onNode.length} lines are the same on the interpreter and on Node`)
}, 620_000)
