import { defineConfig } from 'vitest/config'

/** The tests that need a Linux Espruino, named by ESPRUINO. */
export default defineConfig({
  test: {
    include: ['tests/espruino-lane/**/*.test.ts'],
    globalSetup: 'tests/support/fresh-build.ts',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    allowOnly: false
  }
})
