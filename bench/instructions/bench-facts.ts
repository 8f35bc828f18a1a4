import type { NodeFacts } from '../../firmware/station/node-facts.ts'

/** What a node is told of itself where nobody looks: it keeps nothing and answers at once. Device subset. */
export class BenchFacts implements NodeFacts {
  boot: number
  firmware: string
  bundle: string
  reset: string

  constructor() {
    this.boot = 1
    this.firmware = '0.1.0'
    this.bundle = ''
    this.reset = 'power-on'
  }

  memory(): { used: number, total: number } {
    return { used: 1, total: 2 }
  }

  alive(): void { /* nobody watches */ }
  note(): void { /* nobody asks */ }
  recall(): string { return '' }
  say(): void { /* nobody looks */ }
}
