import { describe, expect, it } from 'vitest'
import { ALARM_HIGH, ALARM_LOW, ALARMS, COPY, POWER, RECALL, RESOLUTION } from '../../../drivers/ds18b20/ds18b20-settings.ts'
import { PARASITE } from '../../../drivers/sensor.ts'
import { BAD_CHECKSUM, BAD_REPLY, BUSY, HELD_LOW, NOT_FOUND, OK, OUT_OF_RANGE, STALE, SUSPECT, UNSUPPORTED } from '../../../drivers/hal/status.ts'
import type { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { Ds18b20Bench } from '../../support/ds18b20-bench.ts'
import { until } from '../../support/until.ts'

/** ms that a conversion of 12 bits takes at most. */
const CONVERSION = 750

/** A started bench with one probe. */
function single(family: Parameters<Ds18b20Bench['add']>[0], temperature: number, code?: string): { bench: Ds18b20Bench, part: Ds18b20Part } {
  const bench = new Ds18b20Bench()
  const part = bench.add(family, temperature, code)
  expect(bench.start()).toBe(OK)
  return { bench, part }
}

describe('a bus of DS18B20 probes', () => {
  it('finds every probe of a shared line and reads each one', () => {
    const bench = new Ds18b20Bench()
    const temperatures = [20.5, -10.125, 0, 85, 124.9375, 37.0625, -55, 125]
    for (const temperature of temperatures) bench.add('A', temperature)
    expect(bench.start()).toBe(OK)
    // The first values are converted again.
    bench.sample()
    const { status, reading, took } = bench.sample()
    expect(status).toBe(OK)
    expect(reading?.probes).toBe(bench.driver.probes)
    expect(bench.parts.map(part => bench.probe(part)?.temperature)).toEqual(temperatures)
    expect(bench.driver.probes.every(probe => probe.status === OK && probe.errors === 0)).toBe(true)
    expect(took).toBeLessThan(1000)
  })

  it.each([['28', 'A'], ['22', 'A'], ['10', 'A'], ['28', 'C'], ['28', 'D2'], ['28', 'E'], ['28', 'B1'], ['28', 'D1']] as const)('reads a %s of family %s', (code, family) => {
    const { bench, part } = single(family, 21.5, code)
    expect(bench.sample().status).toBe(OK)
    expect(Math.abs((bench.probe(part)?.temperature ?? NaN) - 21.5)).toBeLessThan(3.1)
    expect(String.fromCharCode((bench.probe(part)?.kind ?? 0) & 127)).toBe(family[0])
  })

  it('reads a DS18S20 beside a DS18B20, both to a sixteenth', () => {
    const bench = new Ds18b20Bench()
    const old = bench.add('A', -7.3125, '10')
    const young = bench.add('A', 19.1875)
    bench.start()
    bench.sample()
    expect(bench.probe(old)?.temperature).toBe(-7.3125)
    expect(bench.probe(young)?.temperature).toBe(19.1875)
  })

  it('keeps a real 85 and a real 0', () => {
    for (const temperature of [85, 0]) {
      const { bench, part } = single('A', temperature)
      expect(bench.sample().status).toBe(OK)
      expect(bench.probe(part)).toMatchObject({ status: OK, temperature })
    }
  })

  it('answers NOT_FOUND on an empty line, and takes in what is plugged in later', () => {
    const bench = new Ds18b20Bench()
    expect(bench.start()).toBe(NOT_FOUND)
    expect(bench.sample()).toMatchObject({ status: NOT_FOUND, reading: { probes: [] } })
    const part = bench.add('A', 18)
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(part)?.temperature).toBe(18)
  })

  it('takes in a second probe within six samples', () => {
    const { bench } = single('A', 18)
    bench.sample()
    const late = bench.add('A', 30)
    for (let i = 0; i < 6; i++) bench.sample()
    expect(bench.probe(late)).toMatchObject({ status: OK, temperature: 30 })
  })

  it('refuses a second operation while one is under way', () => {
    const { bench } = single('A', 18)
    const answers: number[] = []
    bench.driver.sample(() => undefined)
    bench.driver.sample(status => answers.push(status))
    bench.driver.set(RESOLUTION, 9, status => answers.push(status))
    bench.driver.get(POWER, status => answers.push(status))
    expect(answers).toEqual([])
    until(bench.clock, () => answers.length === 3)
    expect(answers).toEqual([BUSY, BUSY, BUSY])
  })

  it('forgets what is under way when it is stopped, twice if need be, and can sample again', () => {
    const { bench } = single('A', 18)
    let answered = false
    bench.driver.sample(() => { answered = true })
    bench.clock.advance(CONVERSION / 2)
    bench.driver.stop()
    bench.driver.stop()
    bench.clock.advance(10 * CONVERSION)
    expect(answered).toBe(false)
    expect(bench.clock.pending()).toBe(0)
    expect(bench.sample().status).toBe(OK)
  })

  it('has no more than one timer', () => {
    const { bench } = single('A', 18)
    bench.driver.sample(() => undefined)
    let most = 0
    while (bench.clock.pending() > 0) {
      most = Math.max(most, bench.clock.pending())
      bench.clock.step()
    }
    expect(most).toBe(1)
  })

  it('keeps at most 16 probes', () => {
    const bench = new Ds18b20Bench()
    for (let i = 0; i < 20; i++) bench.add('A', i)
    expect(bench.start()).toBe(OK)
    expect(bench.driver.probes.length).toBe(16)
  })

  it('F47 does not know other kinds of part on the line', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20, '3b')
    expect(bench.start()).toBe(UNSUPPORTED)
  })
})

describe('a missing probe', () => {
  it('keeps its name, harms no other, and comes back', () => {
    const bench = new Ds18b20Bench()
    const gone = bench.add('A', 20)
    const there = bench.add('A', 30)
    bench.start()
    bench.sample()
    gone.inject('unplug', true)
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(gone)?.status).toBe(NOT_FOUND)
    expect(bench.probe(there)).toMatchObject({ status: OK, temperature: 30 })
    gone.inject('unplug', false)
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(gone)).toMatchObject({ status: OK, temperature: 20 })
    expect(bench.driver.probes.length).toBe(2)
  })

  it('in the middle of a read publishes nothing', () => {
    const { bench, part } = single('A', 20)
    part.inject('unplug-in-read', true)
    expect(bench.sample().status).toBe(NOT_FOUND)
    expect(bench.probe(part)).toMatchObject({ status: NOT_FOUND, errors: 1 })
  })

  it('is not found either when it answers the reset and nothing more', () => {
    const { bench, part } = single('A', 20)
    part.inject('hang', true)
    expect(bench.sample().status).toBe(NOT_FOUND)
    part.inject('hang', false)
    expect(bench.sample().status).toBe(OK)
  })

  it('that was replaced by another is noticed: the new one is there in the sample after', () => {
    const { bench, part } = single('A', 20)
    bench.sample()
    part.inject('unplug', true)
    const fresh = bench.add('A', 30)
    bench.sample()
    expect(bench.probe(fresh)).toBeUndefined()
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(fresh)).toMatchObject({ status: OK, temperature: 30 })
    expect(bench.probe(part)?.status).toBe(NOT_FOUND)
  })
})

describe('a value that is not the temperature', () => {
  it('F47 does not come from a name found in a search whose scratchpad was never sound', () => {
    const bench = new Ds18b20Bench()
    const dumb = bench.add('A', 20)
    dumb.inject('zero', true)
    expect(bench.start()).toBe(NOT_FOUND)
    expect(bench.driver.probes).toEqual([])
    dumb.inject('zero', false)
    expect(bench.sample().status).toBe(OK)
  })

  it('F47 a shorted line is BAD_REPLY, never 0 degrees', () => {
    const { bench, part } = single('A', 20)
    bench.line.inject('short', true)
    expect(bench.sample().status).toBe(BAD_REPLY)
    expect(bench.probe(part)?.status).toBe(BAD_REPLY)
    bench.line.inject('short', false)
    bench.line.inject('open', true)
    expect(bench.sample().status).toBe(NOT_FOUND)
    bench.line.inject('open', false)
    expect(bench.sample().status).toBe(OK)
  })

  it.each([['short', HELD_LOW], ['open', NOT_FOUND]])('F47 finds nothing on a line that is %s from the beginning', (fault, status) => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20)
    bench.line.inject(fault, true)
    expect(bench.start()).toBe(status)
    expect(bench.driver.probes).toEqual([])
    bench.line.inject(fault, false)
    expect(bench.sample().status).toBe(OK)
  })

  it.each(['A', 'B1', 'D1'] as const)('F47 is suspect after a supply of family %s broke down in both conversions', family => {
    const { bench, part } = single(family, 20)
    part.inject('brown-out', true)
    expect(bench.sample().status).toBe(SUSPECT)
    part.inject('brown-out', false)
    expect(bench.sample().status).toBe(OK)
  })

  it('is not believed where the first conversion of all and the second differ', () => {
    const { bench, part } = single('A', 55)
    bench.clock.after(1000, () => { bench.waters[0].temperature = 20 }, undefined)
    const { status } = bench.sample()
    expect([status, bench.probe(part)?.status]).toEqual([SUSPECT, SUSPECT])
    expect([bench.sample().status, bench.probe(part)?.temperature]).toEqual([OK, 20])
  })

  it.each(['A', 'D1'] as const)('F47 is converted again once when the supply of family %s broke down once, and the others keep theirs', family => {
    const bench = new Ds18b20Bench()
    const weak = bench.add(family, 20)
    const other = bench.add('A', 40)
    bench.start()
    bench.sample()
    weak.inject('brown-out', true)
    let answered = false
    bench.driver.sample(() => { answered = true })
    // The first conversion is over, and the second under way.
    bench.clock.advance(CONVERSION + 50)
    expect(answered).toBe(false)
    weak.inject('brown-out', false)
    until(bench.clock, () => answered)
    expect(bench.probe(weak)?.status).toBe(OK)
    expect(Math.abs((bench.probe(weak)?.temperature ?? NaN) - 20)).toBeLessThan(3.1)
    expect(bench.probe(other)).toMatchObject({ status: OK, temperature: 40 })
  })

  it('F47 refuses 85 of counterfeit B whose byte 6 is always 0C', () => {
    const { bench } = single('B1', 85.15)
    expect(bench.sample().status).toBe(SUSPECT)
  })

  it('is stale when the command to convert was lost', () => {
    const { bench, part } = single('A', 20)
    bench.sample()
    part.inject('lost-convert', true)
    bench.waters[0].temperature = 30
    expect(bench.sample().status).toBe(STALE)
    part.inject('lost-convert', false)
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(part)?.temperature).toBe(30)
  })

  it('F47 is refused when the conversion failed', () => {
    const { bench, part } = single('A', 20)
    part.inject('failed-conversion', true)
    expect(bench.sample().status).toBe(BAD_REPLY)
    part.inject('failed-conversion', false)
    expect(bench.sample().status).toBe(OK)
  })

  it('F47 does not come from two probes of one name', () => {
    const bench = new Ds18b20Bench()
    const first = bench.add('A', 20.5)
    bench.addAs(first.name, 'A', 41.9375)
    bench.start()
    const { status } = bench.sample()
    expect(status).not.toBe(OK)
  })

  it.each(['28ca0092040078ea'])('F47 does not come from ROM %s, whose check byte is wrong', rom => {
    const bench = new Ds18b20Bench()
    bench.addAs(rom, 'A', 20)
    expect(bench.start()).toBe(BAD_CHECKSUM)
    expect(bench.driver.probes).toEqual([])
    expect(bench.driver.errors).toBeGreaterThan(0)
  })

  it.each([0.01, 0.1, 1])('is never published as OK with %d of all slots disturbed', rate => {
    let good = 0
    let wrong = 0
    let errors = 0
    for (let seed = 1; seed <= 10; seed++) {
      const bench = new Ds18b20Bench(seed)
      for (let i = 0; i < 3; i++) bench.add('A', 20)
      expect(bench.start()).toBe(OK)
      bench.line.inject('corrupt', true)
      bench.line.errorRate = rate
      for (let round = 0; round < 20; round++) {
        for (let i = 0; i < 3; i++) bench.waters[i].temperature = 10 + round + i / 4
        bench.sample()
        bench.clock.advance(10000)
        for (let i = 0; i < 3; i++) {
          const probe = bench.probe(bench.parts[i])
          if (probe?.status !== OK) continue
          if (probe.temperature === bench.waters[i].temperature) good++
          else wrong++
        }
      }
      errors += bench.driver.errors
      expect(bench.driver.probes.length).toBe(3)
      bench.line.inject('corrupt', false)
      bench.sample()
      expect(bench.sample().status).toBe(OK)
      expect(bench.driver.probes.filter(probe => probe.status === OK).length).toBe(3)
    }
    expect(wrong).toBe(0)
    if (rate < 1) expect(errors).toBeGreaterThan(100)
    if (rate === 0.01) expect(good).toBeGreaterThan(200)
  })

  it('reads most samples of a probe with disturbed replies', () => {
    const { bench, part } = single('A', 20)
    part.inject('corrupt', true)
    let good = 0
    for (let i = 0; i < 50; i++) if (bench.sample().status === OK && bench.probe(part)?.temperature === 20) good++
    expect(good).toBeGreaterThan(25)
    expect(bench.probe(part)?.errors).toBe(bench.driver.errors)
  })
})

describe('settings', () => {
  it.each([[9, 94, 20], [10, 188, 20.25], [11, 375, 20.25], [12, 750, 20.3125]])('at %i bits wait %i ms and read %d', (bits, wait, temperature) => {
    const { bench, part } = single('A', 20.3125)
    expect(bench.set(RESOLUTION, bits)).toBe(OK)
    bench.driver.target = part.name
    expect(bench.get(RESOLUTION)).toEqual({ status: OK, value: bits })
    bench.sample()
    const { status, took } = bench.sample()
    expect(status).toBe(OK)
    expect(bench.probe(part)?.temperature).toBe(temperature)
    expect(took).toBeGreaterThanOrEqual(wait)
    expect(took).toBeLessThan(wait + 60)
    expect(part.memory.eeprom[2]).toBe(0x7f)
  })

  it('wait for the slowest of several probes', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20)
    const fast = bench.add('A', 20)
    bench.start()
    bench.driver.target = fast.name
    expect(bench.set(RESOLUTION, 9)).toBe(OK)
    expect(bench.sample().took).toBeGreaterThanOrEqual(750)
  })

  it('reach probes that are plugged in later', () => {
    const { bench } = single('A', 20)
    bench.set(RESOLUTION, 10)
    const late = bench.add('A', 20)
    for (let i = 0; i < 7; i++) bench.sample()
    bench.driver.target = late.name
    expect(bench.get(RESOLUTION)).toEqual({ status: OK, value: 10 })
  })

  it('are given back to a probe that was reset', () => {
    const { bench, part } = single('A', 20)
    bench.set(RESOLUTION, 9)
    bench.sample()
    part.powerDown()
    part.powerUp()
    expect(bench.sample().status).toBe(OK)
    expect(part.memory.scratchpad[4]).toBe(0x1f)
  })

  it('are not written where they are as wanted, nor ever copied unasked', () => {
    const { bench, part } = single('B1', 20)
    bench.sample()
    // Its byte 6 shows a write.
    expect(part.memory.scratchpad[6]).toBe(0x0c)
    expect(part.memory.endurance).toBe(50000)
  })

  it('of resolution are refused by family C, by name, and it goes on measuring', () => {
    const { bench } = single('C', 20)
    expect(bench.set(RESOLUTION, 9)).toBe(UNSUPPORTED)
    expect(bench.sample().status).toBe(OK)
  })

  it('out of range reach no wire', () => {
    const { bench } = single('A', 20)
    for (const value of [8, 13, 9.5, NaN]) expect(bench.set(RESOLUTION, value)).toBe(OUT_OF_RANGE)
    for (const value of [-56, 126, 0.5]) expect(bench.set(ALARM_LOW, value)).toBe(OUT_OF_RANGE)
    expect(bench.set(99, 1)).toBe(UNSUPPORTED)
    expect(bench.get(99).status).toBe(UNSUPPORTED)
    bench.driver.target = '28ffffffffffffff'
    expect(bench.set(RESOLUTION, 9)).toBe(NOT_FOUND)
    expect(bench.get(RESOLUTION).status).toBe(NOT_FOUND)
  })

  it('of an absent probe are NOT_FOUND and reach it when it is back', () => {
    const { bench, part } = single('A', 20)
    part.inject('unplug', true)
    expect(bench.set(ALARM_HIGH, 30)).toBe(NOT_FOUND)
    part.inject('unplug', false)
    expect(bench.sample().status).toBe(OK)
    bench.driver.target = part.name
    expect(bench.get(ALARM_HIGH)).toEqual({ status: OK, value: 30 })
  })

  it('of alarms let an alarm search name the probes beyond them', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20)
    bench.add('A', 31)
    bench.add('A', -12)
    bench.start()
    expect(bench.set(ALARM_HIGH, 30)).toBe(OK)
    expect(bench.set(ALARM_LOW, -10)).toBe(OK)
    bench.sample()
    const { status, value } = bench.get(ALARMS)
    expect(status).toBe(OK)
    const names = bench.driver.probes.filter((_, i) => (value ?? 0) & (1 << i)).map(probe => probe.rom)
    expect(names.sort()).toEqual([bench.parts[1].name, bench.parts[2].name].sort())
    bench.driver.target = bench.parts[0].name
    expect(bench.get(ALARM_LOW)).toEqual({ status: OK, value: -10 })
    expect(bench.get(ALARM_HIGH)).toEqual({ status: OK, value: 30 })
  })

  it('outlive a power cut after a copy, and come back from EEPROM when recalled', () => {
    const { bench, part } = single('A', 20)
    bench.set(ALARM_HIGH, 40)
    expect(bench.set(COPY, 0)).toBe(OK)
    expect(part.memory.eeprom).toEqual([40, 0x46, 0x7f])
    bench.set(ALARM_HIGH, 50)
    expect(bench.set(RECALL, 0)).toBe(OK)
    bench.driver.target = part.name
    expect(bench.get(ALARM_HIGH)).toEqual({ status: OK, value: 40 })
    part.powerDown()
    part.powerUp()
    expect(bench.sample().status).toBe(OK)
    expect(bench.get(ALARM_HIGH)).toEqual({ status: OK, value: 40 })
  })

  it('that a worn EEPROM does not keep are BAD_REPLY', () => {
    const { bench, part } = single('C', 20)
    for (let i = 0; i < 8; i++) {
      bench.set(ALARM_HIGH, 30 + i)
      expect(bench.set(COPY, 0)).toBe(OK)
    }
    bench.set(ALARM_HIGH, 60)
    expect(bench.set(COPY, 0)).toBe(BAD_REPLY)
    expect(part.memory.eeprom[0]).toBe(37)
    expect(bench.sample().status).toBe(OK)
  })

  it('of families D and E are neither copied nor recalled', () => {
    for (const family of ['D1', 'E'] as const) {
      const { bench, part } = single(family, 20)
      expect(bench.set(COPY, 0)).toBe(UNSUPPORTED)
      expect(part.memory.endurance).toBe(part.memory.model.endurance)
      expect(bench.set(RECALL, 0)).toBe(UNSUPPORTED)
      expect(bench.sample().status).toBe(OK)
    }
  })
})

describe('power from the data line', () => {
  it('is noticed, and the line is driven high for conversion and copy', () => {
    const bench = new Ds18b20Bench()
    const fed = bench.add('A', 22.5)
    fed.parasite = true
    const powered = bench.add('A', 30)
    bench.start()
    expect(bench.sample().status).toBe(OK)
    expect(bench.probe(fed)).toMatchObject({ status: OK, temperature: 22.5 })
    expect((bench.probe(fed)?.kind ?? 0) & PARASITE).toBe(PARASITE)
    bench.driver.target = fed.name
    expect(bench.get(POWER)).toEqual({ status: OK, value: 0 })
    expect(bench.set(ALARM_HIGH, 33)).toBe(OK)
    expect(bench.set(COPY, 0)).toBe(OK)
    expect(fed.memory.eeprom[0]).toBe(33)
    bench.driver.target = powered.name
    expect(bench.get(POWER)).toEqual({ status: OK, value: 1 })
  })

  it('is not enough above 100 degrees: refused', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 101).parasite = true
    bench.start()
    expect(bench.sample().status).toBe(BAD_REPLY)
    bench.waters[0].temperature = 99
    expect(bench.sample().status).toBe(OK)
  })

  it('does not outlive long resets: suspect', () => {
    const bench = new Ds18b20Bench()
    bench.add('A', 20).parasite = true
    bench.start()
    bench.line.inject('long-reset', true)
    expect(bench.sample().status).toBe(SUSPECT)
    bench.line.inject('long-reset', false)
    expect(bench.sample().status).toBe(OK)
  })
})
