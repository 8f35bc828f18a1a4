import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { RABBITMQ } from '../support/brokers/rabbitmq.ts'

brokerSuite(RABBITMQ)
