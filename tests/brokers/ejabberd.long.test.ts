import { brokerSuite } from '../support/brokers/broker-suite.ts'
import { crashSuite } from '../support/brokers/crash-suite.ts'
import { EJABBERD } from '../support/brokers/ejabberd.ts'

brokerSuite(EJABBERD)
crashSuite(EJABBERD)
