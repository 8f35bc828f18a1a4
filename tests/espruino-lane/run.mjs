import { accessSync, constants } from 'node:fs'
import { startVitest } from 'vitest/node'

function runnable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const interpreter = process.env['ESPRUINO']
// One line and no failure where there is no interpreter: nothing has been tested, and nothing is claimed.
if (!interpreter) {
  console.log('ESPRUINO is not set: the tests on the real interpreter are skipped. Build Espruino for Linux from its own sources and name the binary in ESPRUINO.')
} else if (!runnable(interpreter)) {
  console.error(`ESPRUINO names ${interpreter}, which cannot be run: check the path, and that the file is executable.`)
  process.exitCode = 2
} else {
  const vitest = await startVitest('test', process.argv.slice(2), { config: 'vitest.espruino.config.ts', watch: false })
  await vitest.close()
}
