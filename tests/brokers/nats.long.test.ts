import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { crashSuite } from '../support/brokers/crash-suite.ts'
import { NATS } from '../support/brokers/nats.ts'
import { unwelcomeSuite } from '../support/brokers/unwelcome-suite.ts'

brokerSuite(NATS)
crashSuite(NATS)
unwelcomeSuite(NATS, { oversized: true, nul: true })
