import { defineConfig } from 'vitest/config'
import { RETRY_OF_THE_DEAD } from './bench/peers/dead-interpreter.ts'

/** The tests that need a Linux Espruino, named by ESPRUINO. */
export default defineConfig({
  test: {
    include: ['tests/espruino-lane/**/*.test.ts'],
    globalSetup: 'tests/support/fresh-build.ts',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // A crash of Espruino for Linux says nothing of the firmware unless it comes again; every other failure is one.
    retry: RETRY_OF_THE_DEAD,
    allowOnly: false,
    setupFiles: 'tests/support/must-expect.ts'
  }
})
