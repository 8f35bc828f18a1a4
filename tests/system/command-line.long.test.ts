import { afterEach, beforeEach, describe } from 'vitest'
import { endRuns, makeFolder } from '../support/breva-command.ts'
import { itExplainsItself, itRefusesSettings, itRefusesUsage } from '../support/command-line-cases.ts'

beforeEach(makeFolder)
afterEach(endRuns)

describe('breva', () => {
  itExplainsItself(true)
  itRefusesUsage(true)
})

describe('breva settings check', () => {
  itRefusesSettings(true)
})
