import { FAULTS } from './all-cases.ts'
import { CaseRunner } from './case-runner.ts'

CaseRunner.run(new CaseRunner(FAULTS))
