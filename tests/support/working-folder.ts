import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Surroundings } from '../../cli/broker-options.ts'
import type { CommandError } from '../../cli/command-error.ts'

/** A working folder of each test's own, with the `.env` that it writes there. */
export class WorkingFolder {
  path = ''
  /** What a person was told. */
  readonly warnings: string[] = []

  constructor() {
    beforeEach(() => {
      this.path = mkdtempSync(join(tmpdir(), 'breva-folder-'))
      this.warnings.splice(0)
    })
    afterEach(() => { rmSync(this.path, { recursive: true, force: true }) })
  }

  /** Writes `.env`, unless there is to be none. */
  write(text: string | undefined, mode = 0o600): void {
    if (text === undefined) return
    writeFileSync(join(this.path, '.env'), text)
    chmodSync(join(this.path, '.env'), mode)
  }

  surroundings(environment: Record<string, string>): Surroundings {
    return { environment, folder: this.path, warn: message => { this.warnings.push(message) } }
  }
}

/** What a call refuses with. */
export function refusalOf(call: () => unknown): CommandError {
  try {
    call()
  } catch (error) {
    return error as CommandError
  }
  throw new Error('accepted')
}
