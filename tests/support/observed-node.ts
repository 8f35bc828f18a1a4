import type { BrokerMessage } from '../../broker/broker-message.ts'
import { VirtualNode } from '../../host-sim/scenario/virtual-node.ts'
import { findScenario } from '../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../host-sim/scenario/node-plan.ts'
import type { Scenario } from '../../host-sim/scenario/scenario.ts'

/** A `state` message, parsed. */
export interface State {
  seq: number
  time: string | null
  uptime: number
  co2: number | null
  temperature: number | null
  humidity: number | null
  probes: Record<string, number | null>
  quality: Record<string, string>
}

/** One node of a scenario (`number` from 1) in virtual time, and what its broker heard. */
export class ObservedNode extends VirtualNode {
  readonly messages: BrokerMessage[]

  constructor(seed: number, scenario: string | Scenario = 'office', number = 1, switched = false) {
    const messages: BrokerMessage[] = []
    const found = typeof scenario === 'string' ? findScenario(scenario) : scenario
    super(planNodes(found, number, seed)[number - 1], message => messages.push(message), switched)
    this.messages = messages
  }

  /** Every state so far, in the order received. */
  states(): State[] {
    return this.messages.filter(message => message.topic.endsWith('/state')).map(message => JSON.parse(message.payload) as State)
  }

  /** Payloads of one topic below `breva/<node>/`, in the order received. */
  payloads(topic: string): string[] {
    return this.messages.filter(message => message.topic === `breva/${this.plan.id}/${topic}`).map(message => message.payload)
  }
}
