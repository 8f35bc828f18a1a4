import { defineConfig } from 'vitest/config'

/** The tests that are about drivers and MQTT, and run in this process: what stands around them would take hours. */
export default defineConfig({
  test: {
    include: (process.env['BREVA_TESTS'] ?? 'tests/drivers/**/*.test.ts,tests/firmware/mqtt/**/*.test.ts,tests/field-failures/**/*.test.ts').split(','),
    exclude: ['tests/firmware/mqtt/*fuzz*', 'tests/drivers/mh-z19/mh-z19-noise.test.ts'],
    testTimeout: 20_000
  }
})
