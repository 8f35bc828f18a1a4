import { configDefaults, defineConfig } from 'vitest/config'
import { RETRY_OF_THE_DEAD } from './bench/peers/dead-interpreter.ts'
import { LongestFirst } from './tests/support/longest-first.ts'

/** They take minutes: `npm run test:long`. */
const LONG = 'tests/**/*.long.test.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // They need an interpreter and minutes: `npm run test:espruino`.
    exclude: [...configDefaults.exclude, LONG, ...process.env['ESPRUINO'] ? [] : ['tests/espruino-lane/**']],
    globalSetup: 'tests/support/fresh-build.ts',
    reporters: ['default', './tests/support/mqtt-coverage-reporter.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // For what hangs. What a test takes of it depends on whatever else the machine does, and says nothing.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Only where ESPRUINO names an interpreter.
    retry: RETRY_OF_THE_DEAD,
    // A forgotten `.only` must not pass for a green suite.
    allowOnly: false,
    // Nor may a test that expects nothing.
    setupFiles: 'tests/support/must-expect.ts',
    coverage: { enabled: false, include: ['drivers/**', 'contract/**', 'firmware/**', 'host-sim/**', 'broker/**', 'tools/**', 'cli/**'] }
  }
})
