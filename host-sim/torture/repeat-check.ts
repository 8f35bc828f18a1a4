import type { BrokerMessage } from '../../broker/broker-message.ts'
import { Violation } from './violation.ts'

/** Samples remembered, at least. */
const LEAST = 500

/**
 * I3, as often as the protocol says: in one session of the broker a sample comes once at QoS 2, and at QoS 1 a second time only marked
 * as a repeat. With a new session, of a node that was restarted or of a broker that forgot, everything may come again.
 */
export class RepeatCheck {
  private session = 0
  private young = new Set<string>()
  private old = new Set<string>()

  /** `names`: of the samples in it. */
  check(message: BrokerMessage, names: readonly string[]): void {
    if (message.session !== this.session) {
      this.session = message.session ?? 0
      this.forget()
    }
    for (const name of names) {
      if ((this.young.has(name) || this.old.has(name)) && (message.qos > 1 || !message.repeated)) {
        throw new Violation('I3', `sample ${name} came twice in one session at QoS ${message.qos}${message.repeated ? ', marked as a repeat' : ''}`)
      }
      this.young.add(name)
    }
    if (this.young.size < LEAST) return
    this.old = this.young
    this.young = new Set()
  }

  /** What came before may come again. */
  forget(): void {
    this.young.clear()
    this.old.clear()
  }
}
