import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Globs; those that most mutants fail in first. */
const files = (process.env['BREVA_TESTS'] ?? 'tests/drivers/**/*.test.ts,tests/firmware/mqtt/**/*.test.ts,tests/field/**/*.test.ts').split(',')

/** In the order given: what is quick stands first, and the first failure ends a mutant's run. */
class AsListed extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => files.findIndex(name => moduleId.endsWith(name))
    return specifications.sort((a, b) => place(a) - place(b))
  }
}

/** The tests that are about drivers and MQTT, and run in this process: what stands around them would take hours. */
export default defineConfig({
  test: {
    include: files,
    exclude: ['tests/firmware/mqtt/*fuzz*', 'tests/drivers/mh-z19/mh-z19-noise.test.ts'],
    // Every mutant is a run of its own: a worker for each of its files costs more than its tests.
    isolate: false,
    sequence: { sequencer: AsListed },
    testTimeout: 20_000
  }
})
