/**
 * A seeded stream of random numbers (mulberry32: 32 bits of state, period 2^32). Split one stream per component, so
 * that one more draw in one of them shifts none of the others. Written in the device subset.
 */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = this.state
    t = Random.multiply(t ^ (t >>> 15), t | 1)
    t = (t + Random.multiply(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** Normally distributed with mean 0 and standard deviation 1 (Box-Muller, one of the pair). */
  gaussian(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()))
    return radius * Math.cos(2 * Math.PI * this.next())
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A stream of its own for the component of that name. */
  split(name: string): Random {
    let hash = this.state ^ 0x9e3779b9
    for (let i = 0; i < name.length; i++) hash = Random.multiply(hash ^ name.charCodeAt(i), 0x01000193)
    return new Random(hash)
  }

  /** The low 32 bits of a product, exact: `Math.imul` is missing on the interpreter. */
  static multiply(a: number, b: number): number {
    const low = (a & 0xffff) * b
    const high = (((a >>> 16) * b) & 0xffff) << 16
    return (low + high) | 0
  }
}
