import { startVitest } from 'vitest/node'

// One line and no failure where there is no interpreter: nothing has been tested, and nothing is claimed.
if (process.env['ESPRUINO']) {
  const vitest = await startVitest('test', process.argv.slice(2), { config: 'vitest.espruino.config.ts', watch: false })
  await vitest.close()
} else {
  console.log('ESPRUINO is not set: the tests on the real interpreter are skipped. Build Espruino for Linux from its own sources and name the binary in ESPRUINO.')
}
