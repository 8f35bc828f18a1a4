import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, BAD_REPLY, NO_ACK, OK, STALE, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { Random } from '../../../host-sim/random.ts'
import type { Answer } from '../../support/scd30-bench.ts'
import { MEASUREMENT_INTERVAL, Scd30Bench } from '../../support/scd30-bench.ts'

function settled(): Scd30Bench {
  const bench = new Scd30Bench()
  bench.settle()
  return bench
}

function statuses(answers: (Answer | undefined)[]): (number | undefined)[] {
  return answers.map(answer => answer?.status)
}

describe('an SCD30 that was unplugged', () => {
  it.each([[true, NO_ACK], [false, BAD_CHECKSUM]])('on a bus that sees failures (%s) is status %i, then reads again', (sees, status) => {
    const bench = settled()
    bench.wire.seesFailure = sees
    bench.part.inject('unplug', true)
    const absent = bench.samples(5)
    expect(statuses(absent)).toEqual([status, status, status, status, status])
    for (const answer of absent) {
      expect(answer?.reading).toBeUndefined()
      expect(answer?.took).toBeLessThan(3000)
    }
    bench.part.inject('unplug', false)
    const back = bench.samples(3)
    expect(back[2]?.status).toBe(OK)
    expect(back[2]?.reading?.co2).toBeGreaterThan(700)
    expect(back[0]?.reading?.co2).toBeUndefined()
    expect(bench.part.memory.wear).toBe(0)
  })

  it.each([true, false])('from the beginning is found when plugged in (bus that sees failures: %s)', sees => {
    const bench = new Scd30Bench()
    bench.wire.seesFailure = sees
    bench.part.inject('unplug', true)
    const results: number[] = []
    bench.driver.start(status => results.push(status))
    bench.rest()
    expect(results).toEqual([sees ? NO_ACK : BAD_CHECKSUM])
    bench.samples(2)
    bench.part.inject('unplug', false)
    expect(statuses(bench.samples(3))[2]).toBe(OK)
  })

  it('leaves nothing under way between samples', () => {
    const bench = settled()
    bench.part.inject('unplug', true)
    bench.samples(50)
    expect(bench.clock.pending()).toBe(0)
  })

  it('for a moment between two samples gives no zero and no low CO2', () => {
    for (let phase = 0; phase < 10000; phase += 250) {
      const bench = settled()
      bench.clock.advance(phase)
      bench.part.powerDown()
      bench.part.powerUp()
      bench.clock.advance(2 * MEASUREMENT_INTERVAL)
      for (const answer of [bench.sample(), bench.sample(), bench.sample()]) {
        const co2 = answer?.reading?.co2
        if (co2 !== undefined) expect(co2).toBeGreaterThan(740)
      }
    }
  })
})

describe('the ladder of an SCD30', () => {
  it('starts measuring again when data ready never comes, after three intervals of STALE', () => {
    const bench = settled()
    bench.part.inject('lost-start', true)
    bench.sample()
    const answer = bench.sample()
    expect(answer?.status).toBe(STALE)
    expect(answer?.took).toBeGreaterThanOrEqual(5000)
    expect(answer?.took).toBeLessThan(7000)
    expect(bench.bus.commands().slice(-2)).toEqual(['02 02', '01 04'])
    bench.clock.advance(2 * MEASUREMENT_INTERVAL)
    expect(bench.sample()?.status).toBe(OK)
    expect(bench.bus.commands().filter(command => command === 'd3 04')).toHaveLength(1)
  })

  it('resets a part whose data ready never comes even so, stays STALE, and reads on afterwards', () => {
    const bench = settled()
    bench.part.inject('never-ready', true)
    const answers = bench.samples(6)
    for (const answer of answers) {
      expect(answer?.status).toBe(STALE)
      expect(answer?.reading).toBeUndefined()
    }
    expect(bench.bus.commands().filter(command => command === 'd3 04').length).toBeGreaterThan(1)
    bench.part.inject('never-ready', false)
    expect(statuses(bench.samples(4))[3]).toBe(OK)
  })

  it.each([
    ['corrupt', BAD_CHECKSUM], ['corrupt-word', BAD_CHECKSUM], ['all-ff', BAD_CHECKSUM], ['all-00', BAD_CHECKSUM],
    ['not-a-number', BAD_REPLY], ['hang', NO_ACK], ['dead', NO_ACK]
  ])('with the fault %s gives status %i and no value, and reads again when it is over', (fault, status) => {
    const bench = settled()
    bench.part.inject(fault, true)
    const answers = bench.samples(6)
    for (const answer of answers) {
      expect(answer).toBeDefined()
      expect(answer?.reading).toBeUndefined()
      expect([status, WARMING]).toContain(answer?.status)
    }
    expect(answers[0]?.status).toBe(status)
    bench.part.inject(fault, false)
    bench.part.powerDown()
    bench.part.powerUp()
    expect(statuses(bench.samples(4))[3]).toBe(OK)
    expect(bench.part.memory.wear).toBe(0)
  })

  it.each([
    ['nack', NO_ACK], ['all-ff', BAD_CHECKSUM], ['all-00', BAD_CHECKSUM], ['sda-low', TIMEOUT], ['scl-low', TIMEOUT], ['unplug', NO_ACK]
  ])('with the wire fault %s gives status %i and no value, and reads again when it is over', (fault, status) => {
    const bench = settled()
    bench.wire.inject(fault, true)
    for (const answer of bench.samples(6)) {
      expect(answer?.status).toBe(status)
      expect(answer?.reading).toBeUndefined()
    }
    bench.wire.inject(fault, false)
    expect(statuses(bench.samples(4))[3]).toBe(OK)
  })

  it('refuses the runaway of a stored negative offset, which costs no CO2', () => {
    const bench = settled()
    bench.part.inject('negative-offset', true)
    bench.part.powerDown()
    bench.part.powerUp()
    for (const answer of bench.samples(6)) {
      expect(answer?.reading?.temperature).toBeUndefined()
      expect(answer?.reading?.humidity).toBeUndefined()
      if (answer?.reading) expect(answer.reading).toMatchObject({ temperatureStatus: SUSPECT, humidityStatus: SUSPECT })
    }
    const before = { ...bench.driver.recoveries }
    expect(statuses(bench.samples(6))).toEqual([OK, OK, OK, OK, OK, OK])
    expect(bench.driver.recoveries).toEqual(before)
    expect(bench.part.memory.wear).toBe(0)
  })

  it('resets a part without CO2 once, and never gives it a value', () => {
    const bench = settled()
    bench.part.inject('zero', true)
    const answers = bench.samples(30)
    expect(statuses(answers).slice(1, 5)).toEqual([SUSPECT, SUSPECT, SUSPECT, SUSPECT])
    for (const answer of answers.slice(1)) {
      expect([SUSPECT, WARMING]).toContain(answer?.status)
      expect(answer?.reading?.co2).toBeUndefined()
    }
    const resets = bench.bus.commands().filter(command => command === 'd3 04').length
    expect(resets).toBe(2)
  })

  it.each([0, 30, 150])('minds no stretching of %i ms', milliseconds => {
    const bench = settled()
    if (milliseconds === 30) bench.part.inject('stretch', true)
    if (milliseconds === 150) bench.part.inject('stretch-long', true)
    expect(statuses(bench.samples(5))).toEqual([OK, OK, OK, OK, OK])
  })

  it('survives a clock stretched for ever', () => {
    const bench = settled()
    bench.part.inject('stretch-forever', true)
    expect(statuses(bench.samples(3))).toEqual([TIMEOUT, TIMEOUT, TIMEOUT])
    bench.part.inject('stretch-forever', false)
    expect(statuses(bench.samples(4))[3]).toBe(OK)
  })

  it.each([[true, TIMEOUT], [false, BAD_CHECKSUM]])('F46 frees SDA by itself after a read that was cut off (bus that sees failures: %s)', (sees, status) => {
    const bench = settled()
    bench.wire.seesFailure = sees
    bench.wire.inject('abort', true)
    expect(statuses(bench.samples(3))).toEqual([status, OK, OK])
    expect([bench.wire.idle(), bench.bus.clears]).toEqual([true, 1])
    expect(bench.driver.recoveries).toEqual({ retry: sees ? 7 : 8, resynchronise: 1, restart: 1, soft_reset: 1, bus_clear: 1 })
  })

  it('F46 climbs rung by rung, then the last of them once a sample', () => {
    const bench = settled()
    bench.wire.inject('sda-low', true)
    const rungs: string[][] = []
    let before: string[] = []
    for (let i = 0; i < 3; i++) {
      bench.samples(1)
      const now = Object.entries(bench.driver.recoveries ?? {}).filter(([name]) => name !== 'retry').map(([name, count]) => `${name} ${count}`)
      rungs.push(now.filter(rung => !before.includes(rung)))
      before = now
    }
    expect(rungs).toEqual([['resynchronise 1', 'restart 1', 'soft_reset 1', 'bus_clear 1'], ['bus_clear 2'], ['bus_clear 3']])
    expect(bench.bus.clears).toBe(3)
  })

  it('counts nothing while nothing is wrong', () => {
    const bench = settled()
    bench.samples(20)
    expect(bench.driver.recoveries).toBeUndefined()
  })

  it('gives only true values on a noisy wire, and counts what it refused', () => {
    const bench = settled()
    bench.wire.noiseRate = 0.002
    bench.wire.random = new Random(7)
    bench.wire.inject('noise', true)
    const answers = bench.samples(300)
    expect(bench.driver.errors).toBeGreaterThan(30)
    expect(answers.filter(answer => answer?.status === OK).length).toBeGreaterThan(250)
    for (const answer of answers) {
      expect(answer).toBeDefined()
      if (answer?.reading?.co2 !== undefined) expect(Math.abs(answer.reading.co2 - 800)).toBeLessThan(60)
    }
  })

  it('gives every sample exactly one answer under random faults, and always recovers', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const bench = settled()
      const random = new Random(seed)
      const temporary = bench.part.faults.filter(fault => fault !== 'negative-offset' && fault !== 'modbus')
      for (let round = 0; round < 20; round++) {
        const onWire = random.chance(0.4)
        const target = onWire ? bench.wire : bench.part
        const names = onWire ? bench.wire.faults : temporary
        const fault = names[random.below(names.length)]
        target.inject(fault, true)
        for (const answer of bench.samples(1 + random.below(3))) expect(answer, `${fault}, seed ${seed}`).toBeDefined()
        target.inject(fault, false)
      }
      bench.part.powerDown()
      bench.part.powerUp()
      expect(statuses(bench.samples(6))[5], `seed ${seed}`).toBe(OK)
    }
  })
})
