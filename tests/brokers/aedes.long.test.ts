import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { crashSuite } from '../support/brokers/crash-suite.ts'
import { AEDES } from '../support/brokers/aedes.ts'
import { unwelcomeSuite } from '../support/brokers/unwelcome-suite.ts'

brokerSuite(AEDES)
crashSuite(AEDES)
unwelcomeSuite(AEDES, { oversized: false, nul: false })
