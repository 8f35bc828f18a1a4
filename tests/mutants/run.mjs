// npm run test:mutants [-- --json] [-- --only M07,M31]: re-introduces each defect of mutants.mjs in a copy of the tree
// and shows that a test fails. Exits 1 for a survivor, 2 for a list that does not fit the sources any more.
import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { MUTANTS } from './mutants.mjs'

const run = promisify(execFile)
const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const COPIES = 2
/** ms for one run of vitest, or of the build. */
const PATIENCE = 180_000
const LARGE = 256 * 1024 * 1024

/** What is running, to be ended with us: a mutant may never end by itself, nor may the workers of its tests. */
const groups = new Set()

function endGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // it has ended
  }
}

/** Runs a program to its end, or for as long as there is patience, and returns what it said. */
function attempt(program, options, directory) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { cwd: directory, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const timer = setTimeout(endGroup, PATIENCE, child)
    let said = ''
    groups.add(child)
    child.stdout.on('data', text => { said += text })
    child.stderr.on('data', text => { said += text })
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(timer)
      groups.delete(child)
      resolve({ code, said })
    })
  })
}

async function build(directory) {
  const { code, said } = await attempt('npm', ['run', '-s', 'build:device'], directory)
  if (code !== 0) throw new Error(`it cannot be built:\n${said.slice(-2000)}`)
}

/** The sources as they are here, committed or not, in a directory of their own. */
async function copyTree(directory) {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: PROJECT, maxBuffer: LARGE })
  const gone = (await run('git', ['ls-files', '-z', '--deleted'], { cwd: PROJECT, maxBuffer: LARGE })).stdout.split('\0')
  for (const file of new Set(stdout.split('\0').filter(name => name && !gone.includes(name)))) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    cpSync(join(PROJECT, file), join(directory, file))
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(directory, 'node_modules'))
}

/** What vitest says of these files: the names of the tests that failed, and how many passed. */
async function runTests(directory, files) {
  const report = join(directory, 'report.json')
  rmSync(report, { force: true })
  const vitest = join(PROJECT, 'node_modules/vitest/vitest.mjs')
  const options = ['run', '--config', 'tests/mutants/vitest.config.ts', '--reporter=json', `--outputFile=${report}`, ...files]
  // A failing test is what is hoped for; whatever else goes wrong shows in the report, or in its absence.
  const { said } = await attempt(process.execPath, [vitest, ...options], directory)
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch {
    throw new Error(`the tests did not end:\n${said.slice(-2000)}`)
  }
  const failed = []
  let passed = 0
  for (const { name, assertionResults, message } of results) {
    const file = name.slice(directory.length + 1)
    if (assertionResults.length === 0) throw new Error(`${file} could not be run: ${message}`)
    for (const { status, fullName } of assertionResults) {
      if (status === 'failed') failed.push(`${file}: ${fullName}`)
      else if (status === 'passed') passed++
    }
  }
  return { failed, passed }
}

/** The source with the defect in it. Every context must stand there exactly once. */
function defective(mutant, file, edits, text) {
  for (const [context, replacement] of edits) {
    const times = text.split(context).length - 1
    if (times !== 1) throw new Error(`${mutant.id}: its context stands ${times} times in ${file}:\n${context}`)
    text = text.replace(context, () => replacement)
  }
  return text
}

async function judge(mutant, directory) {
  const originals = new Map()
  try {
    for (const [file, edits] of Object.entries(mutant.patch)) {
      const text = readFileSync(join(directory, file), 'utf8')
      originals.set(file, text)
      writeFileSync(join(directory, file), defective(mutant, file, edits, text))
    }
    if (mutant.build) await build(directory)
    const { failed } = await runTests(directory, mutant.tests)
    return failed
  } finally {
    for (const [file, text] of originals) writeFileSync(join(directory, file), text)
  }
}

/** Before anything runs: a list that no longer fits is an error, whatever else is true. */
function check(mutants) {
  for (const mutant of mutants) {
    for (const [file, edits] of Object.entries(mutant.patch ?? {})) defective(mutant, file, edits, readFileSync(join(PROJECT, file), 'utf8'))
  }
}

function report({ mutant, failed, error }, json) {
  if (json) return
  const { id, defect } = mutant
  if (mutant.notApplicable) console.log(`${id.padEnd(5)} not applicable  ${defect}: ${mutant.notApplicable}`)
  else if (error) console.log(`${id.padEnd(5)} BROKEN          ${defect}: ${error.message}`)
  else if (failed.length === 0) console.log(`${id.padEnd(5)} SURVIVED        ${defect}: no test of ${mutant.tests.join(', ')} fails`)
  else console.log(`${id.padEnd(5)} killed by ${String(failed.length).padStart(3)}   ${defect} — ${failed[0]}`)
}

async function main() {
  const { values: { json, only } } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
  const wanted = only?.split(',')
  const mutants = MUTANTS.filter(({ id }) => !wanted || wanted.some(name => id === name || id.startsWith(`${name}.`)))
  if (mutants.length === 0) throw new Error(`--only ${only} names no mutant; they go from ${MUTANTS[0].id} to ${MUTANTS.at(-1).id}`)
  check(MUTANTS)
  const directory = mkdtempSync(join(tmpdir(), 'breva-mutants-'))
  const results = []
  try {
    const copies = Array.from({ length: COPIES }, (_, i) => join(directory, String(i)))
    for (const copy of copies) await copyTree(copy)
    const applicable = mutants.filter(mutant => !mutant.notApplicable)
    // Tests that fail anyway kill nothing.
    if (applicable.some(mutant => mutant.build)) await build(copies[0])
    const files = [...new Set(applicable.flatMap(mutant => mutant.tests))]
    const healthy = files.length > 0 ? await runTests(copies[0], files) : { failed: [], passed: 0 }
    if (healthy.failed.length > 0) throw new Error(`without any defect there fail:\n${healthy.failed.join('\n')}`)
    if (!json) console.log(`${healthy.passed} tests of ${files.length} files pass without a defect; with it:`)
    const waiting = [...mutants]
    await Promise.all(copies.map(async copy => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const result = { mutant, failed: [], error: undefined }
        try {
          if (!mutant.notApplicable) result.failed = await judge(mutant, copy)
        } catch (error) {
          result.error = error
        }
        results.push(result)
        report(result, json)
      }
    }))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
  results.sort((a, b) => MUTANTS.indexOf(a.mutant) - MUTANTS.indexOf(b.mutant))
  const survivors = results.filter(({ mutant, failed }) => !mutant.notApplicable && failed.length === 0)
  const notApplicable = results.filter(({ mutant }) => mutant.notApplicable)
  if (json) {
    const mutantsOf = results.map(({ mutant, failed, error }) => ({
      id: mutant.id, defect: mutant.defect, killedBy: failed, ...(mutant.notApplicable && { notApplicable: mutant.notApplicable }), ...(error && { error: error.message })
    }))
    console.log(JSON.stringify({ mutants: mutantsOf, killed: results.length - survivors.length - notApplicable.length, survived: survivors.length }, undefined, 2))
  } else {
    console.log(`${results.length - survivors.length - notApplicable.length} killed, ${survivors.length} survived, ${notApplicable.length} not applicable`)
  }
  if (survivors.length > 0) process.exitCode = 1
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of groups) endGroup(child)
    process.exit(130)
  })
}
try {
  await main()
} catch (error) {
  console.error(error.message)
  process.exitCode = 2
}
