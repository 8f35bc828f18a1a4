import type { MemoryBroker } from '../../broker/memory-broker.ts'
import { STATUS_OFFLINE, STATUS_ONLINE } from '../../contract/status-word.ts'
import { INFO_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATUS_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import type { NodePlan } from '../scenario/node-plan.ts'
import type { NodePort } from './node-port.ts'
import { Violation } from './violation.ts'

const MINUTE = 60_000
/** ms from the last fault of any kind until whatever a node does without for an hour is back. */
export const CALM_HOUR = 75 * MINUTE

/** What is the case after the calm hour. */
export interface CalmFacts {
  port: NodePort | undefined
  /** By the name of a sensor or probe: whether it is there. */
  statuses: ReadonlyMap<string, boolean>
  /** ms since each quantity was read last, of all that something measures. */
  unread: ReadonlyMap<string, number>
}

/** I13: no state without an exit. When nothing has been wrong for an hour, nothing is given up any more. */
export class ExitCheck {
  private readonly broker: MemoryBroker
  private readonly root: string
  /** ms between two samples and some more. */
  private readonly patience: number

  constructor(broker: MemoryBroker, plan: NodePlan) {
    this.broker = broker
    this.root = `${TOPIC_ROOT}/${plan.id}/`
    this.patience = 5 * MINUTE + 3000 * plan.period
  }

  check({ port, statuses, unread }: CalmFacts): void {
    if (!port) return this.fail('the node has no power')
    if (!port.connected || this.broker.retained.get(this.root + STATUS_TOPIC) !== STATUS_ONLINE) this.fail('the node is not online')
    if (!port.commands) this.fail('commands are off')
    if (!this.broker.retained.has(this.root + INFO_TOPIC)) this.fail('the broker has no info')
    for (const [name, present] of statuses) {
      const status = this.broker.retained.get(this.root + SENSOR_TOPIC + name + SENSOR_STATUS)
      if (status !== (present ? STATUS_ONLINE : STATUS_OFFLINE)) this.fail(`the status of ${name} is ${status}, and it is ${present ? '' : 'not '}there`)
    }
    for (const [key, ago] of unread) if (!(ago <= this.patience)) this.fail(`${key} was not read for ${ago} ms`)
  }

  private fail(what: string): never {
    throw new Violation('I13', `an hour of calm has passed, and ${what}`)
  }
}
