import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkSettingsFile } from '../../cli/settings-file.ts'
import type { SettingsProblem } from '../../cli/settings/settings-problem.ts'

/** Settings of which nothing is said. */
export const GOOD = {
  node: 'attic', location: 'Attic', period: 10, wifi: { network: 'home', password: 'eleven-green-bottles' },
  broker: { host: '192.168.1.2' }, time: { server: '192.168.1.2' }, sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}

/** What is said of a settings file with that text. */
export function problemsOf(text: string): SettingsProblem[] {
  const folder = mkdtempSync(join(tmpdir(), 'breva-settings-'))
  try {
    const file = join(folder, 'node.json')
    writeFileSync(file, text)
    return checkSettingsFile(file, '000000').problems
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `settings` with that value at that path. */
export function withValue(settings: object, path: string, value: unknown): object {
  const copy = structuredClone(settings) as Record<string, unknown>
  const steps = path.split('.')
  const name = steps.pop()!
  let group = copy
  for (const step of steps) group = group[step] as Record<string, unknown>
  group[name] = value
  return copy
}
