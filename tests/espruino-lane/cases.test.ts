import { afterEach, expect, test } from 'vitest'
import { ALL_CASES } from '../espruino/device/all-cases.ts'
import { Checks } from '../espruino/device/check.ts'
import { deviceScript } from '../support/device-script.ts'
import { RealInterpreter } from '../support/real-interpreter.ts'

const interpreter = new RealInterpreter()
afterEach(() => { interpreter.dispose() })

test('the interpreter says of every case what Node says, line by line', async () => {
  const onNode: string[] = []
  const checks = new Checks(line => onNode.push(line))
  for (const cases of ALL_CASES) cases(checks)

  await interpreter.store({ '.bootcde': await deviceScript('tests/espruino/device/run-cases.ts') })
  interpreter.boot()
  await interpreter.printed(/CASES \d+ FAILURES \d+|Uncaught|MEMORY/, 600_000)
  const lines = interpreter.output.split('\n').map(line => line.replace(/^>+/, ''))
  expect(lines.filter(line => /Uncaught|MEMORY|^FAIL/.test(line))).toEqual([])
  expect(lines.filter(line => /^(ok|is) /.test(line))).toEqual(onNode)
  console.log(`${onNode.length} lines are the same on the interpreter and on Node`)
}, 620_000)
