import { describe, expect, it } from 'vitest'
import { CLOSED, NOT_FOUND, OK, REFUSED, TIMEOUT } from '../../../drivers/hal/status.ts'
import { StationBench } from '../../support/station-bench.ts'

/** The line that an end of the link for this reason makes, of a station that is online. */
function lineOf(reason: number, nameless = false): string | undefined {
  const bench = StationBench.plain().online()
  bench.client.network.nameless = nameless
  const before = bench.said.length
  bench.client.fail(reason)
  return bench.said[before]
}

describe('the console of a node', () => {
  it('has a line for each step of a link that comes up', () => {
    const bench = StationBench.plain().online()
    expect(bench.said).toEqual([
      'breva: Wi-Fi home joined. Connecting to broker 192.168.1.2:1883', 'breva: broker 192.168.1.2:1883 connected'
    ])
  })

  it.each([
    [REFUSED, 'refuses this node: check wifi.password. Trying again'],
    [NOT_FOUND, 'not found: check wifi.network. Trying again'],
    [TIMEOUT, 'does not answer. Trying again']
  ])('says once, and not at each attempt, why the Wi-Fi cannot be joined (status %i), and that it is joined after all', (status, line) => {
    const bench = StationBench.plain()
    bench.wifi.status = status
    bench.start()
    bench.clock.advance(3_600_000)
    expect(bench.said).toEqual([`breva: Wi-Fi home ${line}`])
    bench.wifi.status = OK
    bench.clock.advance(301_000)
    expect(bench.said.slice(1)).toEqual(['breva: Wi-Fi home joined. Connecting to broker 192.168.1.2:1883'])
  })

  it('says that the Wi-Fi was lost, and that it is there again', () => {
    const bench = StationBench.plain().online()
    bench.wifi.drop()
    bench.clock.advance(5000)
    expect(bench.said.slice(2)).toEqual(['breva: Wi-Fi home lost. Trying again', 'breva: Wi-Fi home joined. Connecting to broker 192.168.1.2:1883'])
    expect(CLOSED).toBe(8)
  })

  it.each([
    [1, 'refuses this node, code 1: protocol version. Trying again within 15 min'],
    [2, 'refuses this node, code 2: client identifier. Trying again within 15 min'],
    [3, 'refuses this node, code 3: unavailable. Trying again'],
    [4, 'refuses this node, code 4: check broker.user and broker.password. Trying again within 15 min'],
    [5, 'refuses this node, code 5: not authorized. Trying again within 15 min'],
    [77, 'refuses this node, code 77: unknown. Trying again'],
    [256, 'closed the connection. Trying again'],
    [257, 'broke the protocol. Trying again'],
    [258, 'is silent. Trying again'],
    [259, 'does not answer any more. Trying again'],
    [260, 'does not answer any more. Trying again'],
    [264, 'cannot be reached. Trying again'],
    [265, 'broke the protocol. Trying again']
  ])('says why the broker is gone, reason %i', (reason, line) => {
    expect(lineOf(reason)).toBe(`breva: broker 192.168.1.2:1883 ${line}`)
  })

  it('tells a name that nobody knows from a broker that is away', () => {
    expect(lineOf(264, true)).toBe('breva: broker 192.168.1.2:1883 unknown name: check broker.host and DNS. Trying again')
  })

  it('says nothing of a link that the node itself ends', () => {
    expect(lineOf(262)).toBeUndefined()
  })
})
