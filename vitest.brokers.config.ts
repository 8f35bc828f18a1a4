import { defineConfig } from 'vitest/config'

/** A whole node at every broker that is installed: `npm run test:brokers`. */
export default defineConfig({
  test: {
    include: ['tests/brokers/**/*.test.ts'],
    globalSetup: 'tests/support/fresh-build.ts',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    allowOnly: false,
    setupFiles: 'tests/support/must-expect.ts'
  }
})
