import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleRecord } from '../../../firmware/station/sample-record.ts'
import { pushSample, type RingKeeper, samplesUnderWay, settleSamples, takeSamples } from '../../../firmware/station/sample-ring.ts'
import { PAGE, SimulatedFlashPages } from '../../../host-sim/board/simulated-flash-pages.ts'

const HEAD = '{"node":"a1b2c3","location":"","boot":1,"seq":'
const MOST = 10

/** What the latest message of readings is, from when it leaves until it is known to have arrived or not. */
type Flight = 'none' | 'live' | 'history'

/** A backlog beside the books of one who sees all. */
class KeptBooks {
  readonly store: RingKeeper
  readonly arrived: number[] = []
  /** The samples that came in `history`, in their order. */
  readonly late: number[] = []
  private readonly flash: SimulatedFlashPages
  private produced = 0
  private flying: number[] = []
  private flight: Flight = 'none'

  constructor(pages: number, thins: boolean, size: number) {
    this.flash = new SimulatedFlashPages(pages)
    this.store = { count: 0, ring: undefined, pushedOut: 0, thinnedOut: 0, unreadable: 0, area: this.flash, page: pages - 1, size, head: HEAD, thins }
  }

  /** Samples that nobody acknowledges; the first of them may be on its way. */
  wait(count: number, live: boolean): void {
    for (let i = 0; i < count; i++) {
      const seq = ++this.produced
      const flying = live && i === 0 && this.flight === 'none'
      if (flying) {
        this.flight = 'live'
        this.flying = [seq]
      }
      pushSample(this.store, sampleRecord(',420,21.50,45.0', false, seq, seq * 1000), 0, flying, seq, '')
    }
    this.compare()
  }

  send(most: number): void {
    if (this.flight !== 'none' || this.store.count === 0) return
    const text = takeSamples(this.store, this.produced, '', 0, most)
    if (!text) return
    this.flight = 'history'
    this.flying = (JSON.parse(text) as { seq: number }[]).map(({ seq }) => seq)
    expect(samplesUnderWay(this.store)).toBe(this.flying.length)
  }

  settle(arrives: boolean): void {
    if (this.flight === 'none') return
    const count = settleSamples(this.store, arrives)
    if (arrives) {
      expect(count).toBe(this.flying.length)
      this.arrived.push(...this.flying)
      if (this.flight === 'history') this.late.push(...this.flying)
    }
    this.flight = 'none'
    this.compare()
  }

  /** Some records in flash become unreadable. */
  rot(place: number): void {
    for (let at = 200 + place % 400; at < this.flash.bytes.length; at += 400) {
      if (at % PAGE >= 200 && this.flash.bytes[at] !== 0xff) this.flash.bytes[at] ^= 0x10
    }
  }

  /** Everything that still waits arrives. */
  drain(): void {
    this.settle(false)
    for (let messages = 0; this.store.count > 0; messages++) {
      expect(messages).toBeLessThan(this.produced + 5)
      this.send(MOST)
      this.settle(true)
    }
  }

  get dropped(): number {
    return this.store.pushedOut + this.store.thinnedOut + this.store.unreadable
  }

  get samples(): number {
    return this.produced
  }

  /** What is under way and had to go counts for neither. */
  private compare(): void {
    if (this.flight === 'none') expect(this.arrived.length + this.store.count + this.dropped).toBe(this.produced)
  }
}

const steps = (most: number): fc.Arbitrary<Step[]> => fc.array(fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), count: fc.integer({ min: 1, max: most }), live: fc.boolean() }),
  fc.record({ kind: fc.constant('send' as const), most: fc.integer({ min: 1, max: MOST }) }),
  fc.record({ kind: fc.constant('settle' as const), arrives: fc.boolean() })
), { minLength: 5, maxLength: 40 })

type Step = { kind: 'wait', count: number, live: boolean } | { kind: 'send', most: number } | { kind: 'settle', arrives: boolean }

/** Lives through steps; `rots` after each one. */
function lived(books: KeptBooks, steps: Step[], rots: number[] = []): KeptBooks {
  for (const [i, each] of steps.entries()) {
    if (each.kind === 'wait') books.wait(each.count, each.live)
    else if (each.kind === 'send') books.send(each.most)
    else books.settle(each.arrives)
    if (i < rots.length) books.rot(rots[i])
  }
  books.drain()
  return books
}

describe('samples that wait while one message of theirs may be under way for as long as it likes', () => {
  it('arrive all, each once and in their order, where there is room', () => {
    fc.assert(fc.property(steps(70), fc.integer({ min: 240, max: 960 }), (life, size) => {
      const books = lived(new KeptBooks(16, false, size), life)
      expect(books.dropped).toBe(0)
      expect(books.arrived.toSorted((one, other) => one - other)).toEqual(Array.from({ length: books.samples }, (_, i) => i + 1))
      expect(books.late).toEqual(books.late.toSorted((one, other) => one - other))
    }), { numRuns: 60 })
  })

  it.each([false, true])('arrive or are counted, each once and in their order, where there is little (thinned: %s)', thins => {
    fc.assert(fc.property(steps(300), fc.integer({ min: 240, max: 960 }), (life, size) => {
      const books = lived(new KeptBooks(3, thins, size), life)
      expect(new Set(books.arrived).size).toBe(books.arrived.length)
      expect(books.arrived.length + books.dropped).toBe(books.samples)
      expect(books.late).toEqual(books.late.toSorted((one, other) => one - other))
    }), { numRuns: 60 })
  })

  it.each([false, true])('arrive or are counted over outages longer than flash has room for (thinned: %s)', thins => {
    const outage = fc.record({ before: fc.integer({ min: 1, max: 300 }), live: fc.boolean(), during: fc.integer({ min: 400, max: 1000 }), arrives: fc.boolean() })
    fc.assert(fc.property(fc.array(outage, { minLength: 1, maxLength: 3 }), outages => {
      const life = outages.flatMap<Step>(({ before, live, during, arrives }) => [
        { kind: 'wait', count: before, live: false }, ...live ? [] : [{ kind: 'send', most: MOST } as const], { kind: 'wait', count: during, live }, { kind: 'settle', arrives }
      ])
      const books = lived(new KeptBooks(3, thins, 300), life)
      expect(new Set(books.arrived).size).toBe(books.arrived.length)
      expect(books.arrived.length + books.dropped).toBe(books.samples)
      expect(books.late).toEqual(books.late.toSorted((one, other) => one - other))
    }), { numRuns: 30 })
  })

  it('arrive or are counted where flash forgets', () => {
    fc.assert(fc.property(steps(300), fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (life, rots) => {
      const books = lived(new KeptBooks(3, false, 300), life, rots)
      expect(new Set(books.arrived).size).toBe(books.arrived.length)
      expect(books.arrived.length + books.dropped).toBe(books.samples)
    }), { numRuns: 60 })
  })

  it('leave nothing in flash for the next start once they have arrived', () => {
    const books = new KeptBooks(3, false, 300)
    books.wait(100, true)
    books.settle(true)
    books.drain()
    expect(books.store.ring).toBeUndefined()
  })
})
