import { defineConfig } from 'vitest/config'

/** As the suite's own, but nothing is built first: a mutant that is about the bundle has it built by the runner. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 20_000
  }
})
