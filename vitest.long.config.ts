import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

/** Long walks: `npm run test:long` takes them whole, BREVA_SHARE=0.1 a tenth of each. */
export default defineConfig({
  test: {
    include: ['tests/**/*.long.test.ts'],
    globalSetup: 'tests/support/fresh-build.ts',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // One step of a walk on a busy machine; a walk that is one test names a limit of its own.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    allowOnly: false,
    setupFiles: 'tests/support/must-expect.ts'
  }
})
