import { beforeEach, describe, expect, it } from 'vitest'
import { OK, REFUSED, TIMEOUT } from '../../../drivers/hal/status.ts'
import type { Status } from '../../../drivers/hal/status.ts'
import type { Wifi } from '../../../drivers/hal/wifi.ts'

/** A Wi-Fi adapter, and an access point that can misbehave. */
export interface WifiBench {
  wifi: Wifi
  /** The access point goes out of range; the association is lost and joining gets no answer. */
  lose(): void
  /** It is back. */
  restore(): void
  /** It turns the password down from now on. */
  refuse(): void
  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): void
}

/** A minute is longer than any attempt to join may take. */
const LONG = 60_000

/** What `Wifi` promises, checked on one implementation. */
export function wifiContract(name: string, make: () => WifiBench): void {
  describe(`${name} as a Wifi`, () => {
    let bench: WifiBench
    let statuses: Status[]
    let losses: number

    function join(): void {
      bench.wifi.join('breva', 'secret', status => statuses.push(status))
    }

    beforeEach(() => {
      bench = make()
      statuses = []
      losses = 0
      bench.wifi.onLost(() => { losses++ })
    })

    it('joins, and says so once and not from inside the call', () => {
      join()
      expect(statuses).toEqual([])
      bench.pass(LONG)
      expect(statuses).toEqual([OK])
      expect(losses).toBe(0)
    })

    it('has a signal strength in dBm only while joined', () => {
      expect(bench.wifi.signal()).toBe(0)
      join()
      bench.pass(LONG)
      expect(bench.wifi.signal()).toBeLessThan(-20)
      expect(bench.wifi.signal()).toBeGreaterThan(-100)
      bench.lose()
      expect(bench.wifi.signal()).toBe(0)
    })

    it('tells that the association was lost, once, to the listener of the day', () => {
      let other = 0
      join()
      bench.pass(LONG)
      bench.wifi.onLost(() => { other++ })
      bench.lose()
      bench.pass(LONG)
      expect([losses, other]).toEqual([0, 1])
      expect(statuses).toEqual([OK])
    })

    it('gives up joining when nobody answers', () => {
      bench.lose()
      join()
      bench.pass(LONG)
      expect(statuses).toEqual([TIMEOUT])
      expect(losses).toBe(0)
    })

    it('says that the password was turned down', () => {
      bench.refuse()
      join()
      bench.pass(LONG)
      expect(statuses).toEqual([REFUSED])
    })

    it('leaves what it has joined, tells nobody, and joins again', () => {
      join()
      bench.pass(LONG)
      bench.wifi.leave()
      bench.pass(LONG)
      expect([bench.wifi.signal(), losses, statuses]).toEqual([0, 0, [OK]])
      join()
      bench.pass(LONG)
      expect([losses, statuses]).toEqual([0, [OK, OK]])
    })

    it('forgets an attempt to join that it leaves', () => {
      join()
      bench.wifi.leave()
      bench.wifi.leave()
      bench.pass(LONG)
      expect([bench.wifi.signal(), losses, statuses]).toEqual([0, 0, []])
    })

    it('joins again after a loss', () => {
      join()
      bench.pass(LONG)
      bench.lose()
      bench.restore()
      join()
      bench.pass(LONG)
      expect(statuses).toEqual([OK, OK])
    })
  })
}
