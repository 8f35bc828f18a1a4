/** Runs all cases on the interpreter, a group at a time so that its output gets out, and quits. */
import { ALL_CASES } from './all-cases.ts'
import { Checks } from './check.ts'

declare function print(text: string): void
declare function quit(): void
declare function setTimeout(task: (group: number) => void, delay: number, group: number): unknown

const checks = new Checks(print)

function runGroup(group: number): void {
  const cases = ALL_CASES[group]
  if (!cases) {
    print('CASES ' + checks.count + ' FAILURES ' + checks.failures)
    quit()
    return
  }
  cases(checks)
  setTimeout(runGroup, 1, group + 1)
}

setTimeout(runGroup, 1, 0)
