import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { crashSuite } from '../support/brokers/crash-suite.ts'
import { RABBITMQ } from '../support/brokers/rabbitmq.ts'

brokerSuite(RABBITMQ)
crashSuite(RABBITMQ)
