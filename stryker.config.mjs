// Mutation testing of what must not be wrong. `npm run test:stryker` walks through it; see docs/testing.md.
export default {
  mutate: ['drivers/**/*.ts', '!drivers/hal/**', 'firmware/mqtt/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tests/mutants/stryker.vitest.config.ts', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Others may share the machine.
  timeoutMS: 5000,
  timeoutFactor: 2,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false },
  jsonReporter: { fileName: 'reports/stryker.json' },
  ignorePatterns: ['dist', 'reports', 'coverage'],
  tempDirName: '.stryker-tmp',
  allowEmpty: true
}
