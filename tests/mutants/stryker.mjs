// npm run test:stryker [-- --only session.ts,scd30.ts] [--workers 1] [--json]: Stryker over drivers/ and firmware/mqtt/,
// group by group, each judged by the tests that are about it. Prints what became of the mutants of each file, and the
// total; reports/stryker/ holds the reports. Exits 1 for a total below 85 %, or without Stryker, 2 for a file that no
// group lists, or a name that none has.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { GROUPS } from './stryker-groups.mjs'

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const STRYKER = join(PROJECT, 'node_modules/@stryker-mutator/core/bin/stryker.js')
/** 45 MB for this one command, which is why they are installed when it is wanted. */
const PACKAGES = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1']
const REPORT = join(PROJECT, 'reports/stryker.json')
const REPORTS = join(PROJECT, 'reports/stryker')
const HEAD = '| file | killed | timeout | survived | not run | mutants | score |\n|---|---|---|---|---|---|---|\n'
/** %, of all files together. */
const WANTED = 85

/** What became of the mutants of every file of one report. */
function counted(report) {
  return Object.entries(report.files).filter(([, { mutants }]) => mutants.length > 0).map(([file, { mutants }]) => {
    const count = (...states) => mutants.filter(({ status }) => states.includes(status)).length
    const strange = mutants.find(({ status }) => !['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'].includes(status))
    if (strange) throw new Error(`${file}: a mutant ended as ${strange.status}`)
    return { file, killed: count('Killed'), timeout: count('Timeout'), survived: count('Survived'), notRun: count('NoCoverage') }
  })
}

function mutate({ files, tests }, workers) {
  rmSync(REPORT, { force: true })
  const options = ['run', '--mutate', files.join(','), '--concurrency', workers, '--reporters', 'json', '--logLevel', 'error', '--fileLogLevel', 'off']
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [STRYKER, ...options], {
      cwd: PROJECT, env: { ...process.env, BREVA_TESTS: tests.join(',') }, stdio: ['ignore', 'ignore', 'inherit']
    })
    child.on('error', reject)
    child.on('close', () => {
      try {
        const rows = counted(JSON.parse(readFileSync(REPORT, 'utf8')))
        mkdirSync(REPORTS, { recursive: true })
        renameSync(REPORT, join(REPORTS, `${basename(files[0], '.ts')}.json`))
        resolve(rows)
      } catch (error) {
        reject(new Error(`${files.join(', ')}: ${error.message}`))
      }
    })
  })
}

function figures({ killed, timeout, survived, notRun }) {
  const mutants = killed + timeout + survived + notRun
  return { killed, timeout, survived, notRun, mutants, score: Math.round(1000 * (killed + timeout) / mutants) / 10 }
}

function sum(rows) {
  const of = name => rows.reduce((all, row) => all + row[name], 0)
  return { file: 'all', killed: of('killed'), timeout: of('timeout'), survived: of('survived'), notRun: of('notRun') }
}

function line(row) {
  const { killed, timeout, survived, notRun, mutants, score } = figures(row)
  return `| ${row.file === 'all' ? '**all**' : `\`${row.file}\``} | ${killed} | ${timeout} | ${survived} | ${notRun} | ${mutants} | ${score.toFixed(1)} % |\n`
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, workers: { type: 'string', default: '2' }, json: { type: 'boolean' } }
})
if (!existsSync(STRYKER)) {
  console.error(`Stryker is not installed. Install it with: npm install --no-save ${PACKAGES.join(' ')}`)
  process.exit(1)
}
const listed = GROUPS.flatMap(({ files }) => files)
const { stdout } = await promisify(execFile)('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'drivers/**.ts', 'firmware/mqtt/**.ts'], { cwd: PROJECT })
const nobodys = stdout.trim().split('\n').filter(file => !listed.includes(file))
if (nobodys.length > 0) {
  console.error(`tests/mutants/stryker-groups.mjs does not list ${nobodys.join(', ')}`)
  process.exit(2)
}
const only = values.only?.split(',')
const wanted = GROUPS.filter(({ files }) => !only || files.some(file => only.includes(basename(file)) || only.includes(file)))
if (wanted.length === 0) {
  console.error(`No group of tests/mutants/stryker-groups.mjs has ${values.only}.`)
  process.exit(2)
}
const rows = []
if (!values.json) process.stdout.write(HEAD)
for (const group of wanted) {
  for (const row of await mutate(group, values.workers)) {
    rows.push(row)
    if (!values.json) process.stdout.write(line(row))
  }
}
const total = figures(sum(rows))
if (values.json) console.log(JSON.stringify({ files: rows.map(row => ({ file: row.file, ...figures(row) })), total }, undefined, 2))
else process.stdout.write(line(sum(rows)))
process.exitCode = total.score < WANTED ? 1 : 0
