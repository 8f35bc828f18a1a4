import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { crashSuite } from '../support/brokers/crash-suite.ts'
import { MOSQUITTO } from '../support/brokers/mosquitto.ts'
import { smallPacketsSuite } from '../support/brokers/small-packets-suite.ts'
import { unwelcomeSuite } from '../support/brokers/unwelcome-suite.ts'

brokerSuite(MOSQUITTO)
crashSuite(MOSQUITTO)
unwelcomeSuite(MOSQUITTO, { oversized: true, nul: false })
smallPacketsSuite(MOSQUITTO, limit => `max_packet_size ${limit}`)
