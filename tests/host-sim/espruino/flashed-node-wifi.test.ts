import { describe, expect, it } from 'vitest'
import { NOT_FOUND, OK, REFUSED } from '../../../drivers/hal/status.ts'
import type { Status } from '../../../drivers/hal/status.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'

const MINUTE = 60_000

/** A flashed node whose attempts to join can be answered by hand. */
class Radio extends FlashedBench {
  /** What an attempt is answered with, `undefined` for never; 'as usual' is the simulated access point. */
  answer: Status | undefined | 'as usual' = 'as usual'
  private done: (status: Status) => void = () => undefined

  constructor() {
    super()
    const { wifi } = this.node.board
    const join = wifi.join.bind(wifi)
    wifi.join = (network, password, done) => {
      const answer = this.answer
      this.done = done
      if (answer === 'as usual') join(network, password, done)
      else {
        this.joins.push(this.clock.now())
        if (answer !== undefined) this.clock.after(1000, () => done(answer), undefined)
      }
    }
    this.node.start()
  }

  /** The module says `connected` without having been asked, as it does for a new address. */
  readdress(): void {
    this.done(OK)
  }

  links(): Record<string, number> {
    return this.published('health').at(-1)!['links'] as Record<string, number>
  }
}

describe('the Wi-Fi of a flashed node', () => {
  it.each([
    ['an access point that gives no address, and never says so', undefined, 'wifi_timeout', 60_000],
    ['no such access point', NOT_FOUND, 'wifi_not_found', 60_000],
    ['a wrong password', REFUSED, 'wifi_refused', 300_000]
  ] as const)('F32 %s is asked again less and less often, costs no sample, and is told from the others in health', (_what, answer, cause, longest) => {
    const bench = new Radio()
    bench.next('state')
    bench.answer = answer
    bench.node.board.wifi.inject('loss', true)
    const from = bench.clock.now()
    bench.clock.advance(60 * MINUTE)
    const waits = bench.joins.filter(at => at > from).map((at, n, all) => at - (n > 0 ? all[n - 1] : from))
    expect(waits.length).toBeGreaterThan(12)
    // Each attempt has 30 s for its answer.
    expect(Math.max(...waits)).toBeLessThanOrEqual(longest + 30_100)
    expect(Math.max(...waits.slice(-2))).toBeGreaterThanOrEqual(longest)
    bench.node.board.wifi.inject('loss', false)
    bench.answer = 'as usual'
    bench.drained()
    const told = Object.entries(bench.links()).filter(([name]) => name.startsWith('wifi_'))
    expect(Object.fromEntries(told)).toEqual({ wifi_lost: 1, [cause]: waits.length })
    const states = bench.states()
    expect(states.at(-1)).toMatchObject({ boot: 1, seq: Math.floor((Number(states.at(-1)!['uptime']) - 5000) / 10_000) + 1 })
    const said = bench.printed.filter(line => /password/i.test(line)).length
    expect(said > 0).toBe(cause === 'wifi_refused')
  })

  it('F32 a new address is no reason to join again or to start anything twice, and a link that it has cut off is replaced', () => {
    const bench = new Radio()
    bench.clock.advance(5 * MINUTE)
    const timers = bench.clock.pending()
    bench.readdress()
    bench.readdress()
    bench.clock.advance(5 * MINUTE)
    expect([bench.joins.length, bench.broker.connections, bench.clock.pending()]).toEqual([1, 1, timers])
    bench.readdress()
    bench.network.inject('silent', true)
    bench.clock.advance(1.5 * MINUTE)
    bench.network.inject('silent', false)
    bench.clock.advance(5 * MINUTE)
    expect([bench.joins.length, bench.broker.connections]).toEqual([1, 2])
    expect(bench.messages.filter(message => message.topic.endsWith('/status')).at(-1)!.payload).toBe('online')
  })

  it('F32 an access point that changes its channel is joined again a second after it was lost', () => {
    const bench = new Radio()
    bench.next('state')
    bench.node.board.wifi.inject('loss', true)
    bench.node.board.wifi.inject('loss', false)
    const lost = bench.clock.now()
    bench.next('health', health => (health['links'] as Record<string, number>)['wifi_lost'] === 1)
    expect(bench.joins.slice(1)).toEqual([lost + 1000])
    expect(bench.messages.filter(message => message.topic.endsWith('/status')).at(-1)!.payload).toBe('online')
  })
})
