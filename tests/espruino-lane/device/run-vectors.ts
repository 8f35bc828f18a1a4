import { VECTORS } from './all-cases.ts'
import { CaseRunner } from './case-runner.ts'

CaseRunner.run(new CaseRunner(VECTORS))
