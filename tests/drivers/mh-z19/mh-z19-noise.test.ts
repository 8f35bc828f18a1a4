import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, BAD_REPLY, OK, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { framed, fromHex } from '../../support/byte-string.ts'
import { partBench, scriptedBench } from '../../support/mh-z19-bench.ts'
import { Random } from '../../../host-sim/random.ts'
import { until } from '../../support/until.ts'

/** A driver that believes its sensor, and what has come out of its next sample. */
function warmBench(): ReturnType<typeof scriptedBench> {
  const bench = scriptedBench()
  bench.port.answers = { 86: ['FF 86 02 20 00 00 00 00 58', 'FF 86 02 24 00 00 00 00 54'] }
  bench.startWarm()
  expect(bench.sample().status).toBe(OK)
  bench.port.answers = {}
  return bench
}

describe('the MH-Z19 driver under noise', () => {
  it('finds the reply in any partition of a stream into chunks', () => {
    fc.assert(fc.property(
      fc.constantFrom('', '00 00 86', 'FF', 'FF 86 03', '42 4D 00 1C', 'FF 79 01 00 00 00 00 00 86', 'FF 01 86 00 00 00 00 00 79'),
      fc.array(fc.nat(40), { maxLength: 12 }),
      (garbage, cuts) => {
        const bench = warmBench()
        bench.driver.evidence.believed = 3557
        const stream = fromHex(garbage) + fromHex('FF 86 0D E5 3D 40 42 CF FA')
        let result: unknown
        bench.driver.sample((status, reading) => { result = [status, reading] })
        bench.clock.advance(20)
        let from = 0
        for (const cut of [...cuts.filter(at => at < stream.length).sort((a, b) => a - b), stream.length]) {
          bench.port.say(stream.slice(from, cut))
          from = cut
        }
        expect(result).toEqual([OK, { co2: 3557 }])
      }
    ))
  })

  it('ends every sample once, within two seconds, whatever bytes arrive and when', () => {
    fc.assert(fc.property(
      fc.array(fc.tuple(fc.nat(300), fc.uint8Array({ maxLength: 40 })), { maxLength: 15 }),
      bursts => {
        const bench = warmBench()
        const ends: [number, number][] = []
        const begun = bench.clock.now()
        bench.driver.sample(status => ends.push([status, bench.clock.now() - begun]))
        for (const [pause, bytes] of bursts) {
          bench.clock.advance(pause)
          bench.port.say(String.fromCharCode(...bytes))
          expect((bench.driver as unknown as { buffer: string }).buffer.length).toBeLessThan(20 + bytes.length)
        }
        until(bench.clock, () => bench.clock.pending() === 0)
        expect(ends).toHaveLength(1)
        expect([OK, BAD_CHECKSUM, BAD_REPLY, SUSPECT, TIMEOUT, WARMING]).toContain(ends[0][0])
        expect(ends[0][1]).toBeLessThanOrEqual(2000)
      }
    ))
  })

  it('keeps nothing of a megabyte of noise that arrives between samples', () => {
    const bench = warmBench()
    const random = new Random(7)
    for (let i = 0; i < 1000; i++) {
      let chunk = ''
      for (let k = 0; k < 100; k++) chunk += String.fromCharCode(random.chance(0.3) ? 255 : random.below(256))
      bench.port.say(chunk)
      expect((bench.driver as unknown as { buffer: string }).buffer.length).toBeLessThan(9)
    }
  })

  it('F45 accepts fewer than one in 256 random frames that begin like a reply', () => {
    const random = new Random(11)
    let accepted = 0
    const trials = 6000
    const bench = warmBench()
    for (let i = 0; i < trials; i++) {
      let bytes = '\xff\x86'
      for (let k = 0; k < 7; k++) bytes += String.fromCharCode(random.below(256))
      bench.driver.sample(status => { if (status === OK) accepted++ })
      bench.port.say(bytes)
      bench.driver.stop()
    }
    expect(accepted / trials).toBeLessThan(1 / 256)
  })

  it('F45 accepts none of 20,000 random frames', () => {
    const random = new Random(13)
    const bench = warmBench()
    let accepted = 0
    for (let i = 0; i < 20_000; i++) {
      let bytes = ''
      for (let k = 0; k < 9; k++) bytes += String.fromCharCode(random.below(256))
      bench.driver.sample(status => { if (status === OK) accepted++ })
      bench.port.say(bytes)
      bench.driver.stop()
    }
    expect(accepted).toBe(0)
  })

  it('takes every S and U but those of booting', () => {
    fc.assert(fc.property(fc.nat(255), fc.nat(255), fc.nat(65535), (b4, s, u) => {
      fc.pre(s !== 1 && u !== 15000)
      const bench = warmBench()
      const hex = (byte: number): string => byte.toString(16)
      let result: unknown
      bench.driver.sample((status, reading) => { result = [status, reading] })
      bench.port.say(framed(`FF 86 02 2A ${hex(b4)} ${hex(s)} ${hex(u >> 8)} ${hex(u & 255)}`))
      expect(result).toEqual([OK, { co2: 554 }])
    }))
  })

  it.each(['drop', 'garbage', 'echo', 'foreign', 'crumble', 'noise', 'flood'])('reads on through the wire fault %s', fault => {
    const bench = partBench('B', 3_600_000)
    bench.startWarm()
    bench.samples(60_000)
    bench.wire.inject(fault, true)
    const samples = bench.samples(600_000)
    expect(samples.filter(sample => sample.status === OK).length).toBeGreaterThan(50)
    for (const { co2 } of samples) if (co2 !== undefined) expect(Math.abs(co2 - 643)).toBeLessThan(30)
    bench.wire.inject(fault, false)
    bench.clock.advance(1000)
    expect(bench.sample().status).toBe(OK)
  })

  it.each([['corrupt', BAD_CHECKSUM], ['hang', TIMEOUT]])('names the part fault %s and reads on after it', (fault, status) => {
    const bench = partBench('B', 3_600_000)
    bench.startWarm()
    bench.samples(60_000)
    bench.part.inject(fault, true)
    for (const sample of bench.samples(60_000)) expect(sample).toEqual({ status, co2: undefined })
    bench.part.inject(fault, false)
    const after = bench.samples(240_000)
    expect(after.at(-1)?.status).toBe(OK)
  })

  it('reads FF in data bytes', () => {
    const bench = partBench('B', 3_600_000)
    bench.startWarm()
    bench.samples(60_000)
    bench.part.inject('ff-data', true)
    for (const sample of bench.samples(60_000)) expect(sample.status).toBe(OK)
  })
})
