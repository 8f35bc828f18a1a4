import { Checks } from './check.ts'

declare function print(text: string): void
declare function quit(): void
declare function setTimeout(task: (runner: CaseRunner) => void, delay: number, runner: CaseRunner): unknown

/** Runs cases on the interpreter, a group at a time so that its output gets out, and quits. */
export class CaseRunner {
  private readonly groups: ((checks: Checks) => void)[]
  private readonly checks: Checks
  private next: number

  constructor(groups: ((checks: Checks) => void)[]) {
    this.groups = groups
    this.checks = new Checks(print)
    this.next = 0
  }

  /** The next group, and so on. */
  static run(runner: CaseRunner): void {
    const cases = runner.groups[runner.next++]
    const checks = runner.checks
    if (!cases) {
      print('CASES ' + checks.count + ' FAILURES ' + checks.failures)
      quit()
      return
    }
    cases(checks)
    setTimeout(CaseRunner.run, 1, runner)
  }
}
