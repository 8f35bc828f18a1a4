// node build/check-calls.mjs, the last step of `npm run build`: counts the calls of each folded function over an hour in the
// sandbox. Where one is called too often, the application is removed from dist/, so that nobody can flash it.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { callProblems } from './check/call-problems.mjs'
import { scriptProducts } from './node-script.mjs'

/** @returns {string[]} */
function problems() {
  try {
    return callProblems(JSON.parse(execFileSync(process.execPath, [fileURLToPath(new URL('../dist/node/bench/folded-calls.js', import.meta.url))], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })))
  } catch (error) {
    // It prints what it found and exits 1 when the node did not work.
    const printed = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    return printed ? ['The node does not work in the sandbox.', ...JSON.parse(printed).problems] : [String(error)]
  }
}

const found = problems()
if (found.length > 0) {
  for (const file of scriptProducts('firmware')) rmSync(new URL(`../${file}`, import.meta.url), { force: true })
  console.error(`dist/firmware.min.js must not be flashed, and was removed.\n${found.join('\n')}`)
  process.exitCode = 1
}
