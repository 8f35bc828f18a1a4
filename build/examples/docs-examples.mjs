// npm run docs:examples: runs the examples of the pages and writes what they print. With --check it writes nothing, and fails where a
// page differs. Names of pages limit it to these. docs/testing.md has the form of the marks.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renewedPage } from './renewed-page.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
/** Pages that run at a time: they mostly wait. */
const ABREAST = 3
/** What an example may call. */
const PROGRAMS = ['bash', 'script', 'mosquitto', 'mosquitto_sub', 'mosquitto_pub']

/** @returns {string[]} */
function pages() {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map(name => `docs/${name.replaceAll('\\', '/')}`)
  return ['README.md', ...docs.filter(name => name.endsWith('.md')).sort()]
}

/** @param {string} program */
function missing(program) {
  try {
    execFileSync('bash', ['-c', `PATH="$PATH:/usr/sbin" command -v ${program}`], { stdio: 'ignore' })
    return false
  } catch {
    return true
  }
}

/** @param {string} text */
const indented = text => text.split('\n').map(line => `    ${line}\n`).join('')

/**
 * One page. False where it is stale, or cannot be run.
 * @param {string} path
 * @param {boolean} check
 */
async function renew(path, check) {
  const began = Date.now()
  try {
    const before = readFileSync(join(ROOT, path), 'utf8')
    const { text, stale } = await renewedPage(ROOT, path, before)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    process.stdout.write(`${path}: ${stale.length === 0 ? 'fresh' : check ? 'stale' : 'renewed'}, ${seconds} s\n`)
    for (const { line, was, is } of stale) process.stdout.write(`  ${path}:${line}\n  the page has\n${indented(was)}  and the command prints\n${indented(is)}`)
    if (!check && stale.length > 0) writeFileSync(join(ROOT, path), text)
    return !check || stale.length === 0
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`)
    return false
  }
}

const words = process.argv.slice(2)
const check = words.includes('--check')
const named = words.filter(word => word !== '--check')
const unknown = named.filter(word => !pages().includes(word))
const lacking = PROGRAMS.filter(missing)
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: no such page. Name pages from the root, such as docs/command-line.md.\n`)
  process.exitCode = 2
} else if (lacking.length > 0) {
  process.stderr.write(`The examples need ${lacking.join(', ')}. On Debian: apt-get install mosquitto mosquitto-clients\n`)
  process.exitCode = 1
} else {
  const marked = (named.length > 0 ? named : pages()).filter(path => readFileSync(join(ROOT, path), 'utf8').includes('<!-- example'))
  let fine = true
  const worker = async () => {
    for (let path = marked.shift(); path !== undefined; path = marked.shift()) fine = await renew(path, check) && fine
  }
  await Promise.all(Array.from({ length: ABREAST }, worker))
  if (!fine) {
    process.stderr.write(check ? 'Examples are stale. Run "npm run docs:examples", look at the difference, and commit it.\n' : 'Some examples could not be run.\n')
    process.exitCode = 1
  }
}
