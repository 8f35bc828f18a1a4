import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { AEDES } from '../support/brokers/aedes.ts'

brokerSuite(AEDES)
