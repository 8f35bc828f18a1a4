import { describe, expect, it } from 'vitest'
import { REFUSED_CAP, SOON_ENDED_CAP, SPAN, backoffDelay, pauseAfter } from '../../../firmware/mqtt/backoff.ts'
import { CLOSED_BY_PEER, STOPPED, UNREACHABLE } from '../../../firmware/mqtt/disconnect-reason.ts'
import { Random } from '../../../host-sim/random.ts'

const NODES = 10_000
const SECOND = 1000

/** A fleet that loses its broker at the same moment: when each node tries, until the broker is back after `away` ms. */
function fleet(away: number, seed: number): { attempts: number[], back: number[] } {
  const attempts: number[] = []
  const back: number[] = []
  for (let node = 0; node < NODES; node++) {
    const random = new Random(seed * NODES + node)
    let now = 0
    const client = { attempt: 0, failures: 0 }
    for (let reason = CLOSED_BY_PEER; now < away || client.attempt === 0; reason = UNREACHABLE) {
      now += pauseAfter(client, reason, random.next())
      attempts.push(now)
    }
    back.push(Math.max(0, now - away))
  }
  return { attempts, back: back.sort((one, other) => one - other) }
}

/** The largest share of all nodes in one second. */
function densest(times: number[]): number {
  const bins = new Map<number, number>()
  for (const at of times) bins.set(Math.floor(at / SECOND), (bins.get(Math.floor(at / SECOND)) ?? 0) + 1)
  return Math.max(...bins.values()) / NODES
}

describe('F16 ten thousand nodes after a restart of their broker', () => {
  it.each([0, 3, 10, 30, 60, 170, 600, 3600])('that took %i s: no second sees more than one in twenty of them, half are back within 15 s, nineteen of twenty within 40 s', seconds => {
    const { back } = fleet(seconds * SECOND, 1)
    expect(densest(back)).toBeLessThanOrEqual(0.05)
    expect(back[NODES / 2]).toBeLessThan(15 * SECOND)
    expect(back[NODES * 0.95]).toBeLessThan(40 * SECOND)
    expect(back[NODES - 1]).toBeLessThan(46.1 * SECOND)
  })

  it('try at a constant rate from the first second to the last, and never sooner than after one', () => {
    const { attempts } = fleet(300 * SECOND, 2)
    expect(densest(attempts)).toBeLessThanOrEqual(0.05)
    expect(attempts.every(at => at >= SECOND)).toBe(true)
    for (let second = 1; second < 300; second++) {
      expect(attempts.filter(at => Math.floor(at / SECOND) === second).length / NODES, `second ${second}`).toBeGreaterThan(0.034)
    }
  })
})

describe('the pauses of one node', () => {
  it('double with each link that was refused or ended soon, after the first, up to their cap', () => {
    const spans = (cap: number): number[] => [0, 1, 2, 3, 4, 5, 6, 7].map(failures => backoffDelay(1, failures, cap, 0.5) * 2 - 2000)
    expect(spans(SOON_ENDED_CAP)).toEqual([45000, 45000, 90000, 120000, 120000, 120000, 120000, 120000])
    expect(spans(REFUSED_CAP)).toEqual([45000, 45000, 90000, 180000, 360000, 720000, 900000, 900000])
    expect(spans(SPAN)).toEqual(Array.from({ length: 8 }, () => 45000))
  })

  it('have full jitter: any pause from 1 s to the whole span, also the first, which is shorter on average', () => {
    for (const attempt of [0, 1]) {
      const pauses = [0, 0.999999].map(random => backoffDelay(attempt, 1, SPAN, random)).sort((one, other) => one - other)
      expect([Math.round(pauses[0]), Math.round(pauses[1])]).toEqual([1000, 46000])
    }
    expect(Math.round(backoffDelay(0, 0, SPAN, 0.5))).toBe(14180)
    expect(Math.round(backoffDelay(0, 2, SPAN, 0.5))).toBe(23500)
  })

  it('are a second or two after a link that only cleared up', () => {
    expect([0, 0.5, 0.999].map(random => Math.round(pauseAfter({ attempt: 3, failures: 9 }, STOPPED, random)))).toEqual([1000, 1500, 1999])
  })
})
