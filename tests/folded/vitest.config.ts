import { defineConfig } from 'vitest/config'

/** The tests that run the flashed bundle in the sandbox, with the runs of its folded functions counted. */
export default defineConfig({
  test: {
    include: ['tests/host-sim/espruino/*.test.ts', 'tests/firmware/espruino/black-box.test.ts'],
    exclude: ['tests/**/*.long.test.ts'],
    setupFiles: ['tests/support/must-expect.ts', 'tests/folded/count-runs.ts'],
    globalSetup: 'tests/support/fresh-build.ts',
    reporters: ['dot'],
    maxWorkers: 2,
    testTimeout: 60_000
  }
})
