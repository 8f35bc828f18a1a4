import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Begun in this order, before all others, so that the suite does not end with one worker idle. */
const FIRST = ['tests/host-sim/torture/fifty-days.test.ts', 'tests/system/flash.test.ts', 'tests/system/simulator.test.ts']

/** Nothing is known of durations in a clean clone; these are known to take long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const first = FIRST.flatMap(name => sorted.filter(file => file.moduleId.endsWith(name)))
    return [...first, ...sorted.filter(file => !first.includes(file))]
  }
}
