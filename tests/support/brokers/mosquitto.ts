import { Mosquitto, mosquittoMissing } from '../../../bench/peers/mosquitto.ts'
import { whyLeftOut, type BrokerKind } from './broker.ts'

export const MOSQUITTO: BrokerKind = {
  name: 'mosquitto',
  leftOut: whyLeftOut(!mosquittoMissing, 'mosquitto'),
  asksForAccounts: true,
  keepsSessions: true,
  wildcardsBringRetained: true,
  patience: 10_000,
  start: ({ accounts, lines = [] }) => Mosquitto.start({ accounts, lines, persistent: true })
}
