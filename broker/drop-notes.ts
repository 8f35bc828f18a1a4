import { printable } from '../cli/printable.ts'

/** ms in which a client is spoken of once. */
const PAUSE = 60_000
/** Clients spoken of in that time, at most; the others go by one name. */
const MOST_CLIENTS = 1000
const OTHERS = 'other clients'

/** Something that the broker has not taken, or not kept. */
export interface Drop {
  /** Client id, or the address of one that has not got through its CONNECT. */
  client: string
  /** `connection`: the broker has ended or refused it. `message`: it waited for a client that is away. */
  what: 'connection' | 'message'
  /** How many, since the client was last spoken of. */
  count: number
  /** Of the last one. */
  reason: string
}

/** Tells of drops: the first of a client at once, and those that follow as a number, once a minute. */
export class DropNotes {
  /** All drops so far, by kind. */
  readonly total = { connection: 0, message: 0 }
  private readonly now: () => number
  private readonly say: (drop: Drop) => void
  private readonly known = new Map<string, Drop & { since: number }>()

  constructor(now: () => number, say: (drop: Drop) => void) {
    this.now = now
    this.say = say
  }

  note(client: string, what: Drop['what'], reason: string): void {
    this.total[what]++
    const name = this.known.has(`${what} ${client}`) || this.known.size < MOST_CLIENTS ? client : OTHERS
    const known = this.known.get(`${what} ${name}`)
    if (known) {
      known.count++
      known.reason = reason
    } else {
      this.known.set(`${what} ${name}`, { client: name, what, count: 0, reason, since: this.now() })
      this.say({ client: name, what, count: 1, reason })
    }
  }

  /** Says what has not been said of clients last spoken of a minute ago; of all of them at the end. To be called now and then. */
  sweep(end = false): void {
    for (const [key, drop] of this.known) {
      if (!end && this.now() - drop.since < PAUSE) continue
      const { client, what, count, reason } = drop
      if (count > 0) {
        this.say({ client, what, count, reason })
        drop.count = 0
        drop.since = this.now()
      } else this.known.delete(key)
    }
  }
}

/** A drop as a sentence for people. */
export function dropLine({ client, what, count, reason }: Drop): string {
  if (what === 'message') return printable(`broker: dropped ${count === 1 ? 'the oldest message' : `the ${count} oldest messages`} for ${client}, whose session is kept: ${reason}`)
  return printable(`broker: ended ${count === 1 ? `a connection of ${client}` : `${count} connections of ${client}, the last one for`}: ${reason}`)
}
