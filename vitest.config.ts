import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/fresh-build.ts',
    maxWorkers: 2,
    testTimeout: 10_000,
    hookTimeout: 30_000,
    // A forgotten `.only` must not pass for a green suite.
    allowOnly: false,
    coverage: { enabled: false, include: ['drivers/**', 'firmware/**', 'host-sim/**'] }
  }
})
