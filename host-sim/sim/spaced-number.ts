/** Says when a number that may change all the time is to be told: when it leaves zero or comes to it, and otherwise every so often. */
export class SpacedNumber {
  private readonly every: number
  private told = 0
  private toldAt = -Infinity

  /** `every`: ms. */
  constructor(every: number) {
    this.every = every
  }

  /** Whether to tell of the number that is there now. */
  tell(value: number, now: number): boolean {
    if (value === this.told || (value !== 0 && this.told !== 0 && now - this.toldAt < this.every)) return false
    this.told = value
    this.toldAt = now
    return true
  }
}
