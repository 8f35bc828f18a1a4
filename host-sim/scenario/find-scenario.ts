import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { bedroomNight } from './bedroom-night.ts'
import { classroom } from './classroom.ts'
import { factory } from './factory.ts'
import { labBench } from './lab-bench.ts'
import { office } from './office.ts'
import { checkScenario, type Scenario } from './scenario.ts'

const scenarios = [office, bedroomNight, classroom, factory, labBench]

/** The names that `findScenario` knows, the default first. */
export function scenarioNames(): string[] {
  return scenarios.map(scenario => scenario.name)
}

/** Throws a `CommandError` that lists the known names. */
export function findScenario(name: string): Scenario {
  const scenario = scenarios.find(candidate => candidate.name === name)
  if (!scenario) {
    throw new CommandError(`There is no scenario '${name.slice(0, 40)}'; choose one of ${scenarioNames().join(', ')}, as in --scenario office.`, USAGE)
  }
  return checkScenario(scenario)
}
