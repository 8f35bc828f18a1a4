import { CLIENT_ID_ROOT } from '../../contract/client-id.ts'
import { PING } from '../../contract/command-frame.ts'
import { COMMAND_TOPIC, TOPIC_ROOT } from '../../contract/topics.ts'
import type { MemoryBroker } from '../../broker/memory-broker.ts'
import type { Random } from '../random.ts'
import type { NodeListener } from './node-port.ts'
import { Violation } from './violation.ts'

const MINUTE = 60_000
/** ms on a good link within which a command must have been heard. */
const HEARD_WITHIN = 2 * MINUTE
/** Commands remembered. */
const MOST = 200

interface Command {
  /** At which it goes to the node: the lower of the sender's and the one granted; -1 for not at all. */
  qos: number
  /** The broker's session of the node at that time. */
  session: number
  clean: boolean
  at: number
  heard: boolean
}

/** I3 the other way: commands of every QoS, which the node must hear as often as the protocol promises. */
export class CommandCheck implements NodeListener {
  private readonly broker: MemoryBroker
  private readonly client: string
  private readonly topic: string
  private readonly random: Random
  private readonly commands = new Map<string, Command>()
  private sent = 0
  private next = 0

  constructor(broker: MemoryBroker, node: string, random: Random) {
    this.broker = broker
    this.client = `${CLIENT_ID_ROOT}${node}`
    this.topic = `${TOPIC_ROOT}/${node}/${COMMAND_TOPIC}${PING}`
    this.random = random
  }

  onHeard(topic: string, payload: string): void {
    const id = topic === this.topic && /^\{"id":"(c\d+)"\}$/.exec(payload)
    if (id) this.heard(id[1])
  }

  /** Called every second. `settled`: nothing has been wrong with the link for long. */
  check(now: number, settled: boolean): void {
    const session = this.broker.sessionOf(this.client)
    if (settled && session) {
      for (const [id, command] of this.commands) {
        if (command.heard || command.qos < 1 || command.session !== session.number || now - command.at < HEARD_WITHIN) continue
        throw new Violation('I3', `the command ${id} of QoS ${command.qos} was never heard`)
      }
    }
    if (now < this.next) return
    this.next = now + MINUTE + this.random.below(20 * MINUTE)
    const id = `c${++this.sent}`
    const qos = this.random.below(3)
    const granted = session ? session.granted(this.topic) : -1
    this.commands.set(id, { qos: Math.min(qos, granted), session: session?.number ?? 0, clean: session?.clean ?? true, at: now, heard: false })
    if (this.commands.size > MOST) for (const oldest of this.commands.keys()) if (this.commands.size > MOST) this.commands.delete(oldest)
    this.broker.publish({ topic: this.topic, payload: `{"id":"${id}"}`, qos, retain: false, client: '' })
  }

  private heard(id: string): void {
    const command = this.commands.get(id)
    if (!command) return
    // Only QoS 1 may come twice, and only where the broker remembers that it was not acknowledged.
    if (command.heard && (command.qos !== 1 || command.clean)) throw new Violation('I3', `the command ${id} of QoS ${command.qos} came a second time`)
    command.heard = true
  }
}
