import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { NATS } from '../support/brokers/nats.ts'

brokerSuite(NATS)
