import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { MOSQUITTO } from '../support/brokers/mosquitto.ts'
import { unwelcomeSuite } from '../support/brokers/unwelcome-suite.ts'

brokerSuite(MOSQUITTO)
unwelcomeSuite(MOSQUITTO, { oversized: true, nul: false })
