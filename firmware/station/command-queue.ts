import type { Bytes } from '../../drivers/hal/bytes.ts'
import { VERB_LIMIT } from '../../contract/command-frame.ts'

/** Commands that may come in a burst, and how many more each beat allows: two a second. */
export const BURST = 10
const REFILL = 4

/** The replies to commands that wait to be published, at most ten. The station makes the queue when the first command comes. */
export interface CommandQueue {
  /** A verb, its reply, the next verb, its reply, and so on. */
  readonly replies: Bytes[]
  /** Commands ignored: retained, malformed, or too many. */
  refused: number
  /** How many more may come before the next beat. */
  tokens: number
}

export function openCommandQueue(): CommandQueue {
  return { replies: [], refused: 0, tokens: BURST }
}

/** Another beat has passed. */
export function refill(queue: CommandQueue): void {
  queue.tokens = Math.min(queue.tokens + REFILL, BURST)
}

/** Whether the command is answered; else it is counted as refused. `verb` is what stands behind the prefix of commands in its topic. */
export function admits(queue: CommandQueue, verb: Bytes, allowed: boolean): boolean {
  if (
    !allowed || queue.tokens === 0 || queue.replies.length >= 2 * BURST || verb.length > VERB_LIMIT || !/^[-a-z]+$/.test(verb)
  ) {
    queue.refused++
    return false
  }
  queue.tokens--
  return true
}
