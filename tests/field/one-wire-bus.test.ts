import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PROBES } from '../../drivers/ds18b20/ds18b20-settings.ts'
import { BAD_CHECKSUM, HELD_LOW, NOT_FOUND, OK, STALE, SUSPECT, UNSUPPORTED } from '../../drivers/hal/status.ts'
import { oneWireRom } from '../../host-sim/parts/one-wire-rom.ts'
import { Ds18b20Bench } from '../support/ds18b20-bench.ts'
import { FieldNode, ds18b20 } from '../support/field-node.ts'

const ROM = '28139bbb0b00001f'

/** What the driver says of its bus. */
function bus({ driver }: Ds18b20Bench): unknown[] {
  return [driver.busStatus, driver.found, driver.probes.length, driver.foreign]
}

describe('field case 5, danjperron/BitBangingDS18B20#5, letscontrolit/ESPEasy#2755, #4292: a bus with nothing usable', () => {
  it.each(['3b', '42', '01', '26'])('names the family %s, for which no driver is here', family => {
    const bench = new Ds18b20Bench()
    bench.addAs(oneWireRom(`${family}139bbb0b0000`), 'A', 20)
    expect(bench.start()).toBe(UNSUPPORTED)
    expect(bus(bench)).toEqual([UNSUPPORTED, 0, 0, family])
    expect(bench.sample().status).toBe(UNSUPPORTED)
  })

  it('names each foreign family once, and reads the others', () => {
    const bench = new Ds18b20Bench()
    for (const rom of ['3b139bbb0b0000', '3b149bbb0b0000', '42139bbb0b0000']) bench.addAs(oneWireRom(rom), 'A', 20)
    bench.add('A', 20)
    expect(bench.start()).toBe(OK)
    expect(bench.driver.busStatus).toBe(OK)
    expect(bench.driver.foreign.split(' ').sort()).toEqual(['3b', '42'])
  })

  it('names every family without a driver once, however many there are, and reads what it can (danjperron/BitBangingDS18B20#5, letscontrolit/ESPEasy#4292)', () => {
    const family = fc.integer({ min: 1, max: 255 }).filter(code => ![0x10, 0x22, 0x28].includes(code)).map(code => code.toString(16).padStart(2, '0'))
    fc.assert(fc.property(fc.array(family, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 4 }), (families, probes) => {
      const bench = new Ds18b20Bench()
      for (const [n, code] of families.entries()) bench.addAs(oneWireRom(`${code}${(0x139bbb0b0000 + n).toString(16)}`), 'A', 20)
      for (let n = 0; n < probes; n++) bench.add('A', 20)
      bench.start()
      const [status, found, read, foreign] = bus(bench)
      expect([status, found, read]).toEqual([probes > 0 ? OK : UNSUPPORTED, probes, probes])
      expect(String(foreign).split(' ').sort()).toEqual([...new Set(families)].sort())
    }), { numRuns: 40 })
  })

  it.each([['short', HELD_LOW], ['no-pull-up', HELD_LOW], ['open', NOT_FOUND]])('tells the fault %s apart with the status %i', (fault, status) => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20)
    bench.line.inject(fault, true)
    expect(bench.start()).toBe(status)
    expect(bus(bench)).toEqual([status, 0, 0, ''])
    bench.line.inject(fault, false)
    expect(bench.sample().status).toBe(OK)
    expect(bus(bench)).toEqual([OK, 1, 1, ''])
  })

  it('has a status and a quality of its own, and loses both marks when a probe comes (letscontrolit/ESPEasy#4292)', () => {
    const node = new FieldNode([ds18b20(ROM)]).inject(ROM, 'unplug').start(5)
    for (const state of node.states().slice(3)) expect(state).toMatchObject({ probes: {}, quality: { probes: 'fault' } })
    expect(node.payloads('sensor/ds18b20/status')).toEqual(['offline'])
    node.inject(ROM, 'unplug', false).run(3)
    expect(node.states().at(-1)?.quality).toEqual({ [ROM]: 'ok' })
    expect(node.payloads('sensor/ds18b20/status')).toEqual(['offline', 'online'])
  })

  it('that is nothing but noise is neither empty nor shorted', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20)
    bench.line.inject('corrupt', true)
    bench.line.errorRate = 0.3
    bench.start()
    expect([BAD_CHECKSUM, NOT_FOUND]).toContain(bench.driver.busStatus)
  })
})

describe('field case 6, milesburton/Arduino-Temperature-Control-Library#3, #258, arendst/Tasmota#2767: more probes than are read', () => {
  it('are counted', () => {
    const bench = new Ds18b20Bench()
    for (let n = 0; n < 24; n++) bench.add('A', 20)
    expect(bench.start()).toBe(OK)
    expect(bus(bench)).toEqual([OK, 24, MAX_PROBES, ''])
  })

  it.each([1, 15, 16, 17, 40])('are told in info, and only then: %i of them', count => {
    const bench = new Ds18b20Bench()
    for (let n = 0; n < count; n++) bench.add('A', 20)
    bench.start()
    const described = JSON.parse(`{${bench.driver.describe().slice(1)}}`) as Record<string, unknown>
    expect(described).toMatchObject({ bus: 'ok', found: count, read: Math.min(count, MAX_PROBES), foreign: [] })
  })
})

describe('field case 10, eliteio/DS18B20#2, letscontrolit/ESPEasy#2150, arendst/Tasmota#3169: a conversion that takes longer', () => {
  it.each([[760, false], [760, true], [990, true], [1200, false], [1500, true]])('of %f ms gives the new value, on parasite power %s', (conversion, parasite) => {
    const bench = new Ds18b20Bench()
    const part = bench.add('A', 20)
    part.parasite = parasite
    part.memory.model.conversion = conversion
    bench.start()
    bench.sample()
    bench.waters[0].temperature = 24
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(part)).toMatchObject({ status: OK, temperature: 24 })
  })

  it('and one that was lost leaves no probe stale for long, however many there are and however often they are read', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 10 }), fc.integer({ min: 1, max: 3 }), (count, period, lost) => {
      const bench = new Ds18b20Bench()
      const parts = Array.from({ length: count }, () => bench.add('A', 20))
      bench.start()
      const sample = (): number => {
        const { status, took } = bench.sample()
        bench.clock.advance(Math.max(0, 1000 * period - took))
        return status
      }
      while (sample() !== OK) { /* until all have a first value */ }
      for (const part of parts) part.inject('lost-convert', true)
      for (let i = 0; i < lost; i++) expect(sample()).toBe(STALE)
      for (const part of parts) part.inject('lost-convert', false)
      for (let i = 0; i < 2 * count; i++) sample()
      expect(parts.map(part => bench.probe(part)!.status)).toEqual(parts.map(() => OK))
    }), { numRuns: 40 })
  })

  it('and one that was lost never confirms a spike, on a bus of several', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 3, max: 10 }), fc.infiniteStream(fc.nat(3000)), fc.boolean(), (count, period, stream, broken) => {
      const bench = new Ds18b20Bench()
      const parts = Array.from({ length: count }, () => bench.add('A', 20))
      bench.start()
      const sample = (): void => {
        const { took } = bench.sample()
        bench.clock.advance(Math.max(0, 1000 * period - took))
        for (const part of parts) if (bench.probe(part)!.status === OK) expect(Math.abs(bench.probe(part)!.temperature - 20)).toBeLessThan(2)
      }
      for (let i = 0; i < 5; i++) sample()
      for (const part of parts.slice(1)) part.inject('spike', true)
      if (broken) parts[0].inject('brown-out', true)
      for (let i = 0; i < 60; i++) {
        const part = parts[1 + i % (count - 1)]
        bench.clock.after(stream.next().value, () => { part.inject('lost-convert', true) }, undefined)
        bench.clock.after(3000, () => { part.inject('lost-convert', false) }, undefined)
        sample()
      }
      for (const part of parts) for (const fault of ['spike', 'lost-convert', 'brown-out']) part.inject(fault, false)
      bench.clock.advance(5000)
      for (let i = 0; i < 4 * count; i++) sample()
      expect(parts.map(part => bench.probe(part)!.status)).toEqual(parts.map(() => OK))
    }), { numRuns: 60 })
  })

  it('and one that was lost while a spike was to be confirmed leaves the spike unconfirmed, so that the next one is none either', () => {
    const bench = new Ds18b20Bench()
    const parts = [bench.add('A', 20), bench.add('A', 20)]
    bench.start()
    for (let i = 0; i < 5; i++) bench.sample()
    // The first of two conversions shows the spike, and the second is lost.
    bench.waters[1].temperature = 50
    bench.clock.after(1000, () => { parts[1].inject('lost-convert', true) }, undefined)
    bench.sample()
    expect(bench.probe(parts[1])).toMatchObject({ status: STALE })
    // Then the first shows the truth, and the second the spike again.
    parts[1].inject('lost-convert', false)
    bench.waters[1].temperature = 20
    bench.clock.after(1000, () => { bench.waters[1].temperature = 50 }, undefined)
    bench.sample()
    expect(bench.probe(parts[1])!.status).toBe(SUSPECT)
    bench.waters[1].temperature = 20
    bench.sample()
    expect(bench.probe(parts[1])).toMatchObject({ status: OK, temperature: 20 })
  })

  it('than any is known to is stale while the value is the one from before', () => {
    const bench = new Ds18b20Bench()
    const part = bench.add('A', 20)
    bench.start()
    bench.sample()
    part.memory.model.conversion = 4000
    bench.waters[0].temperature = 30
    expect(bench.sample().status).toBe(STALE)
    expect(bench.probe(part)?.status).toBe(STALE)
  })

  it('never makes an old value of a new one, however long it takes, and whatever else is on the wire', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 11, max: 3000 }), { minLength: 1, maxLength: 4 }), fc.boolean(), (conversions, parasite) => {
      const bench = new Ds18b20Bench()
      const parts = conversions.map(() => bench.add('A', 20))
      for (const part of parts) part.parasite = parasite
      bench.start()
      bench.sample()
      for (const [n, part] of parts.entries()) part.memory.model.conversion = conversions[n]
      for (const water of bench.waters) water.temperature = 30
      bench.clock.advance(10_000)
      bench.sample()
      for (const part of parts) {
        const probe = bench.probe(part)!
        if (probe.status === OK) expect([conversions, probe.temperature]).toEqual([conversions, 30])
      }
    }))
  })

  it('is no new one where one probe of several does not take it up', () => {
    const bench = new Ds18b20Bench()
    const deaf = bench.add('A', 20)
    const other = bench.add('A', 21)
    bench.start()
    bench.sample()
    bench.clock.advance(10_000)
    deaf.inject('lost-convert', true)
    for (const water of bench.waters) water.temperature += 3
    for (let n = 0; n < 3; n++) {
      bench.sample()
      expect([bench.probe(deaf)?.status, bench.probe(other)?.status]).toEqual([STALE, OK])
      bench.clock.advance(10_000)
    }
    deaf.inject('lost-convert', false)
    bench.sample()
    expect(bench.probe(deaf)).toMatchObject({ status: OK, temperature: 23 })
  })

  it('is not asked for twice where samples follow one another quickly', () => {
    const bench = new Ds18b20Bench()
    for (let n = 0; n < 3; n++) bench.add('A', 20)
    bench.start()
    bench.sample()
    const took = [0, 0, 0].map(() => {
      bench.clock.advance(1000)
      return bench.sample().took
    })
    for (const ms of took) expect(ms).toBeLessThan(1000)
  })
})
