import { EmbeddedBroker } from '../../../broker/embedded-broker.ts'
import type { Broker, BrokerKind } from './broker.ts'

/** Our own broker inside the test's process; what it has kept ends with it. */
class RestartedAedes implements Broker {
  private running: EmbeddedBroker
  readonly port: number

  constructor(running: EmbeddedBroker) {
    this.running = running
    this.port = running.port
  }

  kill(): Promise<void> {
    return this.running.stop()
  }

  async resume(): Promise<void> {
    this.running = await EmbeddedBroker.start({ port: this.port, orAnotherPort: false })
  }

  stop(): Promise<void> {
    return this.running.stop()
  }
}

export const AEDES: BrokerKind = {
  name: 'aedes',
  leftOut: '',
  asksForAccounts: false,
  keepsSessions: false,
  wildcardsBringRetained: true,
  patience: 10_000,
  start: async () => new RestartedAedes(await EmbeddedBroker.start({ port: 0, orAnotherPort: false }))
}
