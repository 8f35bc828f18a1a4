import { Violation } from './violation.ts'

/** ms between two looks at what waits. */
const MINUTE = 60_000
/** Samples by which it is less then: a node sends two `history` messages a second, each of one sample or more, and takes a sample every two seconds at most. */
const LEAST = 30

/** I5 for the backlog: on a good link it gets smaller all the time, until nothing waits but the latest sample. Called every second. */
export class DrainCheck {
  private at = 0
  private pending = 0

  /** `pending`: samples that wait on a link that has long been good; 0 where it has not. */
  check(now: number, pending: number): void {
    // What blocks the interpreter lets an acknowledgement come after the next sample.
    if (pending > 1 && this.pending > 1 && now - this.at <= MINUTE) return
    if (pending > 1 && this.pending > 1 && pending > Math.max(1, this.pending - LEAST)) {
      throw new Violation('I5', `${pending} samples are pending, after ${this.pending} a minute ago, and the link has long been good`)
    }
    this.at = now
    this.pending = pending
  }
}
