// npm run bench:install: a cold install of this checkout, of the tarball that it packs, and of the firmware alone, each
// with an empty cache into an empty folder. Prints seconds and megabytes as JSON. Exits 1 above the limits, where npm
// warns of something, and where the installed program does not run. On a machine that others keep busy seconds say nothing:
// there they are printed and not judged.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectPath } from '../cli/project-path.ts'
import { installedBreva, megabytes, npm, npmWarnings, type NpmRun } from './peers/npm.ts'

/** Waiting programs for each core, of the last minute. */
const LOAD = Math.round(10 * loadavg()[0] / availableParallelism()) / 10
const BUSY = LOAD > 0.5

const LIMITS = { seconds: 60, megabytes: 150 }
const SIM = ['sim', '--seconds', '60', '--speed', '20', '--quiet']
/** What `breva flash` says where the serial port library is missing. */
const LINE = /Serial ports need the package serialport, which is not installed\. Install it with: npm install /

interface Install {
  seconds: number
  megabytes: number
  warnings: string[]
}

const problems: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'breva-install-'))

function done(name: string, run: NpmRun, installed: string): Install {
  if (run.code !== 0) throw new Error(`${name}: npm ended with ${String(run.code)}\n${run.stderr}`)
  const install = { seconds: run.seconds, megabytes: megabytes(installed), warnings: npmWarnings(run) }
  if (install.warnings.length > 0) problems.push(`${name}: npm warns`)
  if (install.seconds > LIMITS.seconds && !BUSY) problems.push(`${name}: ${install.seconds} s and ${LIMITS.seconds} are allowed`)
  if (install.megabytes > LIMITS.megabytes) problems.push(`${name}: ${install.megabytes} MB and ${LIMITS.megabytes} are allowed`)
  return install
}

function breva(name: string, program: string, commandLine: string[], code: number, words: RegExp): void {
  const run = spawnSync(process.execPath, [program, ...commandLine], { encoding: 'utf8' })
  if (run.status !== code || !words.test(run.stderr + run.stdout)) problems.push(`${name}: breva ${commandLine.join(' ')} ended with ${String(run.status)}: ${run.stderr}`)
}

/** What git would have of this checkout, in a folder of its own. */
function checkout(name: string): string {
  const target = join(folder, name)
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'], { cwd: projectPath(''), encoding: 'utf8' })
  for (const file of files.split('\0').filter(file => file !== '')) cpSync(projectPath(file), join(target, file))
  return target
}

async function measure(): Promise<Record<string, Install>> {
  const clone = checkout('checkout')
  const whole = done('checkout', await npm(clone, ['ci', '--cache', join(folder, 'cache1')]), clone)
  const packed = await npm(clone, ['pack'])
  const filename = readdirSync(clone).find(file => file.endsWith('.tgz'))
  if (filename === undefined) throw new Error(`npm pack ended with ${String(packed.code)}\n${packed.stderr}`)
  const prefix = join(folder, 'prefix')
  const tarball = done('tarball', await npm(folder, ['install', '--global', '--prefix', prefix, '--cache', join(folder, 'cache2'), join(clone, filename)]), prefix)
  breva('tarball', installedBreva(prefix), SIM, 0, /summary nodes=1/)
  const bare = checkout('firmware-only')
  const firmwareOnly = done('firmwareOnly', await npm(bare, ['ci', '--omit=optional', '--cache', join(folder, 'cache3')]), bare)
  breva('firmwareOnly', join(bare, 'bin/breva.js'), SIM, 0, /summary nodes=1/)
  breva('firmwareOnly', join(bare, 'bin/breva.js'), ['flash', '--port', '/dev/ttyDoesNotExist'], 1, LINE)
  return { checkout: whole, tarball, firmwareOnly }
}

try {
  console.log(JSON.stringify({ limits: LIMITS, load: LOAD, secondsJudged: !BUSY, ...await measure(), problems }, undefined, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = problems.length > 0 ? 1 : 0
