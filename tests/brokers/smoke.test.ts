import { AEDES } from '../support/brokers/aedes.ts'
import { MOSQUITTO } from '../support/brokers/mosquitto.ts'
import { smokeSuite } from '../support/brokers/smoke-suite.ts'

// The rest, and the other brokers, are long walks.
smokeSuite(MOSQUITTO)
smokeSuite(AEDES)
