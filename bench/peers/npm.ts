import { spawn } from 'node:child_process'
import { lstatSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

export interface NpmRun {
  code: number | null
  stdout: string
  stderr: string
  seconds: number
}

/** Another pair than this machine's: the program `node`, and npm's `bin/npm-cli.js`. */
export interface Pair {
  node: string
  npm: string
}

/** Runs npm in `folder`, with the registry that this machine has. */
export function npm(folder: string, commandLine: string[], pair?: Pair): Promise<NpmRun> {
  const begun = performance.now()
  const environment = { ...process.env, npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' }
  const child = pair
    ? spawn(pair.node, [pair.npm, ...commandLine], { cwd: folder, env: { ...environment, PATH: dirname(pair.node) + delimiter + (process.env['PATH'] ?? '') } })
    : spawn('npm', commandLine, { cwd: folder, env: environment, shell: process.platform === 'win32' })
  const run: NpmRun = { code: null, stdout: '', stderr: '', seconds: 0 }
  child.stdout.setEncoding('utf8').on('data', (text: string) => { run.stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { run.stderr += text })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ ...run, code, seconds: Math.round((performance.now() - begun) / 100) / 10 }))
  })
}

/** What npm warns of, without what it says about the configuration of this machine. */
export function npmWarnings(run: NpmRun): string[] {
  return run.stderr.split('\n').filter(line => /^npm (warn|WARN)/.test(line) && !/Unknown \w+ config/.test(line))
}

/** The registry could not be reached, which says nothing about the package. */
export function isOffline(run: NpmRun): boolean {
  return run.code !== 0 && /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/.test(run.stderr)
}

/** MB of all files below `folder`, links not followed. */
export function megabytes(folder: string): number {
  let bytes = 0
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const state = lstatSync(join(folder, file))
    if (state.isFile()) bytes += state.size
  }
  return Math.round(bytes / 1e5) / 10
}

/** The `breva` of a package that was installed for all below `prefix`. */
export function installedBreva(prefix: string): string {
  return join(prefix, process.platform === 'win32' ? 'node_modules/breva/bin/breva.js' : 'lib/node_modules/breva/bin/breva.js')
}
