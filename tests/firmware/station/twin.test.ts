import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StationBench } from '../../support/station-bench.ts'

const ROOT = 'breva/a1b2c3/'
const FOREIGN = '{"start":7,"commands_off":null,"firmware":"1.0.0"}'
const MINUTE = 60_000

/** As the latest `health` has it. */
function suspects(bench: StationBench): boolean {
  bench.clock.advance(MINUTE)
  return (JSON.parse(bench.client.payloads('/health').at(-1)!) as { duplicate_client_id: boolean }).duplicate_client_id
}

function ownInfo(bench: StationBench): string {
  return bench.client.payloads('/info').at(-1)!
}

/** The link ends and is there again. What the broker has kept of `info` comes with the subscription. */
function reconnect(bench: StationBench, kept: string): void {
  bench.client.disconnect()
  bench.client.shortLinks++
  bench.client.connect()
  bench.client.deliver(`${ROOT}info`, kept, true)
  bench.settle()
}

describe('a twin', () => {
  it('is one who writes info under our name while we are connected', () => {
    const bench = StationBench.plain().online()
    bench.client.deliver(`${ROOT}info`, FOREIGN)
    expect(suspects(bench)).toBe(true)
    expect(bench.noted.filter(line => line.includes('twin'))).toHaveLength(1)
  })

  it('is one whose info the broker has kept twice, though ours had arrived in between', () => {
    const bench = StationBench.plain().online()
    reconnect(bench, FOREIGN)
    expect(suspects(bench)).toBe(false)
    reconnect(bench, FOREIGN)
    expect(suspects(bench)).toBe(true)
  })

  it('is forgotten five minutes after it has spoken last', () => {
    const bench = StationBench.plain().online()
    bench.client.deliver(`${ROOT}info`, FOREIGN)
    bench.clock.advance(4 * MINUTE)
    expect(suspects(bench)).toBe(true)
    bench.clock.advance(MINUTE)
    expect(suspects(bench)).toBe(false)
  })

  it('is not what we were ourselves in a start before, as the broker has kept it', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(200)
    bench.client.connect()
    bench.client.deliver(`${ROOT}info`, FOREIGN, true)
    bench.client.deliver(`${ROOT}info`, FOREIGN)
    bench.settle()
    expect(suspects(bench)).toBe(false)
  })

  it('is not answered with info, as two nodes would do so for ever', () => {
    const bench = StationBench.plain().online()
    bench.client.take()
    bench.client.deliver(`${ROOT}info`, FOREIGN)
    bench.settle()
    expect(bench.client.take()).toEqual([])
  })

  it('is nobody as long as no other start speaks, however often and early links end and whatever becomes of status', () => {
    const event = fc.oneof(
      fc.record({ what: fc.constant('reconnect' as const), after: fc.integer({ min: 0, max: 70_000 }) }),
      fc.record({ what: fc.constantFrom('echo' as const, 'offline' as const, 'cleared' as const, 'clear info' as const), after: fc.integer({ min: 0, max: 5000 }) })
    )
    fc.assert(fc.property(fc.array(event, { maxLength: 25 }), events => {
      const bench = StationBench.plain().online()
      for (const { what, after } of events) {
        bench.clock.advance(after)
        if (what === 'reconnect') reconnect(bench, ownInfo(bench))
        else if (what === 'echo') bench.client.deliver(`${ROOT}info`, ownInfo(bench))
        else if (what === 'clear info') bench.client.deliver(`${ROOT}info`, '')
        else bench.client.deliver(`${ROOT}status`, what === 'offline' ? 'offline' : '')
      }
      expect(suspects(bench)).toBe(false)
    }), { numRuns: 60 })
  })
})

describe('what somebody does to our topics', () => {
  it.each(['', 'offline', 'Online', 'x'])('says online again when status is made %j', payload => {
    const bench = StationBench.plain().online()
    bench.client.take()
    bench.client.deliver(`${ROOT}status`, payload)
    expect(bench.client.take()).toEqual([`${ROOT}status online`])
  })

  it('publishes info again when it is cleared', () => {
    const bench = StationBench.plain().online()
    const info = ownInfo(bench)
    bench.client.take()
    bench.client.deliver(`${ROOT}info`, '')
    bench.clock.advance(2000)
    expect(bench.client.take()).toEqual([`${ROOT}info ${info}`])
  })
})
