import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectPath } from '../../cli/project-path.ts'

/** What a copy does without: other people's files, and the reports of runs. */
const LEFT_OUT = ['.git', 'node_modules', 'coverage', 'reports', '.stryker-tmp']

/** The checkout as it is now, in a folder of its own, with the packages of this one. */
export class CheckoutCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'breva-checkout-'))

  constructor() {
    for (const name of readdirSync(projectPath(''))) {
      if (!LEFT_OUT.includes(name)) cpSync(projectPath(name), join(this.root, name), { recursive: true, preserveTimestamps: true })
    }
    symlinkSync(projectPath('node_modules'), join(this.root, 'node_modules'), 'junction')
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
