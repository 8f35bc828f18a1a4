import { readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { projectPath } from '../../cli/project-path.ts'
import { mqttCoverage, type PassedTest, type Statement } from './mqtt-coverage-page.ts'

/** Tests that are joined with the statements: all that run everywhere, with no broker to install. */
const FOLDER = 'tests/firmware/'

/**
 * Writes `docs/mqtt-coverage.md` after every run that had all tests of `tests/firmware/` and saw them pass. The run
 * fails when a statement of a client has no test, or a tag no statement.
 */
export default class MqttCoverageReporter implements Reporter {
  private vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const known = modules.filter(({ moduleId }) => relative(projectPath(''), moduleId).startsWith(FOLDER))
    const files = (await this.vitest!.globTestSpecifications()).filter(({ moduleId }) => relative(projectPath(''), moduleId).startsWith(FOLDER))
    // Some tests of many tell nothing of the others.
    if (known.length < files.length || known.some(module => !module.ok())) return
    const passed: PassedTest[] = []
    for (const module of known) {
      for (const test of module.children.allTests()) {
        // A test that does not run here, such as one that needs mosquitto, would be missing from the page.
        if (test.result().state !== 'passed' && test.fullName.includes('[MQTT-')) return
        if (test.result().state === 'passed') passed.push({ file: relative(projectPath(''), module.moduleId), name: test.fullName })
      }
    }
    const statements = JSON.parse(readFileSync(projectPath('tests/firmware/mqtt/mqtt-statements.json'), 'utf8')) as Record<string, Statement>
    const { page, open, unknown } = mqttCoverage(statements, passed)
    writeFileSync(projectPath('docs/mqtt-coverage.md'), page)
    if (unknown.length > 0) this.fail(`Tests name MQTT statements that do not exist: ${unknown.join(', ')}`)
    if (open.length > 0) this.fail(`No test shows these MQTT statements: ${open.join(', ')}`)
  }

  private fail(message: string): void {
    console.error(message)
    process.exitCode = 1
  }
}
