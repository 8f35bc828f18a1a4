import { expect, it } from 'vitest'
import { ALL_CASES } from '../espruino-lane/device/all-cases.ts'
import { Checks } from '../espruino-lane/device/check.ts'

it.each(ALL_CASES.map(cases => [cases.name, cases] as const))('%s hold on Node, as they are to on the interpreter', (_name, cases) => {
  const failed: string[] = []
  const checks = new Checks(line => {
    if (line.startsWith('FAIL')) failed.push(line)
  })
  cases(checks)
  expect(failed).toEqual([])
  expect(checks.count).toBeGreaterThan(10)
})
