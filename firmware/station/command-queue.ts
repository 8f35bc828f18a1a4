import type { Bytes } from '../../drivers/hal/bytes.ts'
import { commandReply } from './command-reply.ts'

/** Commands that may come in a burst, and how many more each beat allows: two a second. */
export const BURST = 10
const REFILL = 4
/** Bytes. */
const VERB_LIMIT = 20

/** Commands that have come, answered and waiting to be published; not more than a node can bear. */
export class CommandQueue {
  /** Verb and reply by turns. */
  readonly replies: Bytes[]
  /** Commands ignored: retained, malformed, or too many. */
  refused: number
  /** How many more may come before the next beat. */
  tokens: number

  constructor() {
    this.replies = []
    this.refused = 0
    this.tokens = BURST
  }

  refill(): void {
    this.tokens = Math.min(this.tokens + REFILL, BURST)
  }

  /** Answers the command, or counts it as refused. `verb` is what stands behind the prefix of commands in its topic. */
  accept(verb: Bytes, payload: Bytes, allowed: boolean): void {
    if (
      !allowed || this.tokens === 0 || this.replies.length >= 2 * BURST || verb.length > VERB_LIMIT || !/^[-a-z]+$/.test(verb)
    ) {
      this.refused++
      return
    }
    this.tokens--
    this.replies.push(verb)
    this.replies.push(commandReply(verb, payload))
  }
}
