/** An invariant that did not hold: thrown where it is noticed, and caught by the run. */
export class Violation extends Error {
  /** `I1` to `I13`, as in docs/reliability.md. */
  readonly invariant: string

  constructor(invariant: string, message: string) {
    super(message)
    this.name = 'Violation'
    this.invariant = invariant
  }
}
