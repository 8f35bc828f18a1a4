import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { MOSQUITTO } from '../support/brokers/mosquitto.ts'

brokerSuite(MOSQUITTO)
