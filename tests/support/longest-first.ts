import { existsSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Begun in this order, before all others, so that the suite does not end with one worker idle. */
const FIRST = [
  'tests/system/simulator.test.ts', 'tests/system/package-contents.test.ts', 'tests/firmware/device-cases.test.ts', 'tests/host-sim/torture/days.test.ts',
  'tests/host-sim/torture/days.long.test.ts', 'tests/brokers/rabbitmq.long.test.ts', 'tests/brokers/mosquitto.long.test.ts'
]

/** Nothing is known of durations in a clean clone; these are known to take long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    for (const name of FIRST) if (!existsSync(name)) throw new Error(`longest-first.ts names ${name}, which does not exist`)
    const sorted = await super.sort(files)
    const first = FIRST.flatMap(name => sorted.filter(file => file.moduleId.endsWith(name)))
    return [...first, ...sorted.filter(file => !first.includes(file))]
  }
}
