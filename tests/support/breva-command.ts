import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrevaProcess } from './breva-process.ts'

export const SETTINGS = {
  node: 'bedroom-1', location: 'Schlafzimmer über dem Hof', period: 10, wifi: { network: 'attic', password: 'eleven-green-bottles' },
  broker: { host: '192.168.1.10', user: 'bedroom-1', password: 'seven-brown-herons' }, sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}

let folder: string
const runs: BrevaProcess[] = []

/** What a user sees of one command line. */
export async function run(commandLine: string[], environment: Record<string, string> = {}): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const breva = new BrevaProcess(commandLine, environment)
  runs.push(breva)
  const code = await breva.exit()
  return { code, stdout: breva.stdout, stderr: breva.stderr }
}

/** A settings file in a folder that is gone after the test. */
export async function settingsFile(content: unknown): Promise<string> {
  const path = join(folder, 'node.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** For `beforeEach`. */
export async function makeFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'breva-test-'))
}

/** For `afterEach`. */
export async function endRuns(): Promise<void> {
  for (const breva of runs.splice(0)) await breva.end()
  await rm(folder, { recursive: true, force: true })
}
