import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { EJABBERD } from '../support/brokers/ejabberd.ts'

brokerSuite(EJABBERD)
