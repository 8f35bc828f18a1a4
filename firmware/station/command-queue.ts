import type { Bytes } from '../../drivers/hal/bytes.ts'
import { VERB_LIMIT } from '../../contract/command-frame.ts'

/** Commands that may come in a burst, and how many more each beat allows: two a second. */
export const BURST = 10
const REFILL = 4

/**
 * The replies to commands that wait to be published, at most ten. The station makes the queue when the first command comes. In one text, which takes half of what
 * two for each reply would.
 */
export interface CommandQueue {
  /** One line each: the verb, the identifier, and what is wrong, with blanks between. And how many there are. */
  replies: Bytes
  waiting: number
  /** Commands ignored: retained, malformed, or too many. */
  refused: number
  /** How many more may come before the next beat. */
  tokens: number
}

export function openCommandQueue(): CommandQueue {
  return { replies: '', waiting: 0, refused: 0, tokens: BURST }
}

/** Another beat has passed. */
export function refill(queue: CommandQueue): void {
  queue.tokens = Math.min(queue.tokens + REFILL, BURST)
}

/** Whether the command is answered; else it is counted as refused. `verb` is what stands behind the prefix of commands in its topic. */
export function admits(queue: CommandQueue, verb: Bytes, allowed: boolean): boolean {
  if (
    !allowed || queue.tokens === 0 || queue.waiting >= BURST || verb.length > VERB_LIMIT || !/^[-a-z]+$/.test(verb)
  ) {
    queue.refused++
    return false
  }
  queue.tokens--
  return true
}

/** `outcome` as `obeyCommand` returns it. */
export function addReply(queue: CommandQueue, verb: Bytes, outcome: Bytes): void {
  queue.replies += verb + ' ' + outcome + '\n'
  queue.waiting++
}

/** The first one has been published, or is given up. */
export function removeReply(queue: CommandQueue): void {
  queue.replies = queue.replies.slice(queue.replies.indexOf('\n') + 1)
  queue.waiting--
}

/** The verb that the first one answers. */
export function nextVerb(queue: CommandQueue): Bytes {
  return queue.replies.slice(0, queue.replies.indexOf(' '))
}

/** The first one: `{"id":"c-81","ok":true}` or `{"id":"c-81","ok":false,"error":"..."}`. */
export function nextReply(queue: CommandQueue): Bytes {
  const outcome = queue.replies.slice(queue.replies.indexOf(' ') + 1, queue.replies.indexOf('\n'))
  const end = outcome.indexOf(' ')
  const error = outcome.slice(end + 1)
  return '{"id":' + outcome.slice(0, end) + ',"ok":' + (error ? 'false,"error":"' + error + '"}' : 'true}')
}
