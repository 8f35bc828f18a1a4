import { beforeEach, describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, BAD_REPLY, BUSY, OK, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { framed, fromHex, toHex } from '../../support/byte-string.ts'
import { scriptedBench } from '../../support/mh-z19-bench.ts'
import { until } from '../../support/until.ts'

/** ms that the driver waits for a reply. */
const PATIENCE = 500

const READ = 'FF 01 86 00 00 00 00 00 79'
const reading = (ppm: number): string => toHex(framed(`FF 86 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 40 00 00 00`))
const unclamped = (ppm: number): string => toHex(framed(`FF 85 09 60 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 56 78`))
const range = (ppm: number): string => toHex(framed(`FF 9B 00 00 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 00 00`))

describe('the MH-Z19 driver', () => {
  let bench: ReturnType<typeof scriptedBench>

  beforeEach(() => {
    bench = scriptedBench()
  })

  /** A sensor that is warm, without command 85 and with a range of 5000 unless said otherwise. */
  function warm(answers = {}): void {
    bench.port.answers = { 86: [reading(630), reading(634)], '9B': [range(5000)], ...answers }
    bench.startWarm()
    bench.port.answers['86'] = [reading(640), reading(643)]
    expect(bench.sample()).toEqual({ status: OK, co2: 640 })
    expect(bench.sample()).toEqual({ status: OK, co2: 643 })
    bench.port.written.splice(0)
  }

  it('is the sensor mh-z19 and measures CO2', () => {
    expect(bench.driver).toMatchObject({ name: 'mh-z19', measures: 'c', errors: 0 })
  })

  it('does nothing before it is started', () => {
    expect(bench.port.written).toEqual([])
    expect(bench.clock.pending()).toBe(0)
  })

  it('starts when the sensor answers the documented command', () => {
    bench.port.answers = { 86: [reading(500)] }
    expect(bench.start()).toBe(OK)
    expect(bench.port.written[0]).toBe(READ)
  })

  it('reports a silent sensor and goes on asking', () => {
    expect(bench.start()).toBe(TIMEOUT)
    bench.port.written.splice(0)
    expect(bench.sample()).toEqual({ status: TIMEOUT, co2: undefined })
    expect(bench.sample().status).toBe(TIMEOUT)
    expect(bench.port.written).toEqual([READ, READ, READ, READ, READ, READ])
  })

  it('asks once for a reading when all is well', () => {
    warm()
    bench.port.answers['86'] = [reading(650)]
    expect(bench.sample()).toEqual({ status: OK, co2: 650 })
    expect(bench.port.written).toEqual([READ])
    expect(bench.clock.pending()).toBe(0)
  })

  it.each([
    ['FF 86 02 20 00 00 00 00 58', 544], ['FF 86 02 60 47 00 00 00 D1', 608], ['FF 86 03 20 12 34 56 78 43', 800],
    ['FF 86 0D E5 3D 40 42 CF FA', 3557]
  ])('reads %s as %i ppm and gives no temperature', (frame, ppm) => {
    warm()
    bench.port.answers['86'] = [frame]
    let result: unknown
    bench.driver.sample((...all) => { result = all })
    until(bench.clock, () => result !== undefined)
    expect(result).toEqual([OK, { co2: ppm }])
  })

  it('takes the same frames one byte at a time', () => {
    warm()
    bench.port.answers['86'] = ['FF|86|0D|E5|3D|40|42|CF|FA']
    expect(bench.sample()).toEqual({ status: OK, co2: 3557 })
  })

  it('refuses the booting frame of the document', () => {
    warm()
    bench.port.answers['86'] = ['FF 86 01 9A 3C 00 3A 98 D1']
    expect(bench.sample()).toEqual({ status: WARMING, co2: undefined })
  })

  it('F48 refuses the clamp where the sensor has no other command', () => {
    warm()
    bench.port.answers['86'] = ['FF 86 13 88 41 00 00 00 9E']
    expect(bench.sample()).toEqual({ status: SUSPECT, co2: undefined })
  })

  it('asks for the unclamped value at the clamp', () => {
    warm({ 85: [unclamped(636)] })
    bench.port.answers['86'] = [reading(4950), 'FF 86 13 88 41 00 00 00 9E']
    bench.port.answers['85'] = [unclamped(5120), unclamped(5310)]
    bench.driver.evidence.believed = 4950
    expect(bench.samples(30_000).map(sample => sample.co2)).toEqual([4950, 5120, 5310])
  })

  it('takes a jump to the clamp for a restart, which the unclamped value does not disprove', () => {
    warm({ 85: [unclamped(6210)] })
    bench.port.answers['86'] = ['FF 86 13 88 41 00 00 00 9E']
    expect(bench.sample()).toEqual({ status: WARMING, co2: undefined })
  })

  it.each([1000, 2000, 3000, 10000])('knows a clamp of %i ppm when the sensor tells its range', ppm => {
    warm({ '9B': [range(ppm)] })
    bench.port.answers['86'] = [reading(ppm)]
    expect(bench.sample()).toEqual({ status: SUSPECT, co2: undefined })
  })

  it.each([2000, 5000, 10000])('takes %i ppm for a clamp when it does not', ppm => {
    warm({ '9B': [] })
    bench.port.answers['86'] = [reading(ppm)]
    expect(bench.sample()).toEqual({ status: SUSPECT, co2: undefined })
  })

  it('refuses more than the range', () => {
    warm({ '9B': [range(2000)] })
    bench.port.answers['86'] = [reading(2001)]
    expect(bench.sample()).toEqual({ status: BAD_REPLY, co2: undefined })
  })

  it.each([[0, BAD_REPLY], [1, SUSPECT], [120, SUSPECT], [300, SUSPECT], [353, SUSPECT]])('F48 never takes %i ppm for air', (ppm, status) => {
    warm()
    bench.port.answers['86'] = [reading(ppm)]
    expect(bench.sample()).toEqual({ status, co2: undefined })
    expect(bench.sample()).toEqual({ status, co2: undefined })
  })

  it('takes 354 ppm', () => {
    warm()
    bench.port.answers['86'] = [reading(354)]
    expect(bench.sample()).toEqual({ status: OK, co2: 354 })
  })

  it('F48 suspects a value that has stood still for 6 hours, until it moves', () => {
    warm()
    bench.port.answers['86'] = [reading(700)]
    const samples = bench.samples(6 * 3_600_000 + 60_000, 60_000)
    expect(samples.slice(0, 359).every(sample => sample.status === OK)).toBe(true)
    expect(samples.at(-1)).toEqual({ status: SUSPECT, co2: undefined })
    bench.port.answers['86'] = [reading(701)]
    expect(bench.sample()).toEqual({ status: OK, co2: 701 })
  })

  describe('on a bad line', () => {
    beforeEach(() => warm())

    it('asks again after a wrong sum, and counts it', () => {
      bench.port.answers['86'] = ['FF 86 02 20 00 00 00 00 59', reading(655)]
      expect(bench.sample()).toEqual({ status: OK, co2: 655 })
      expect(bench.driver.errors).toBe(1)
    })

    it('gives up after three wrong sums, within two seconds', () => {
      bench.port.answers['86'] = ['FF 86 02 20 00 00 00 00 59']
      const begun = bench.clock.now()
      expect(bench.sample()).toEqual({ status: BAD_CHECKSUM, co2: undefined })
      expect(bench.clock.now() - begun).toBeLessThanOrEqual(2000)
      expect(bench.port.written).toEqual([READ, READ, READ])
      expect(bench.driver.errors).toBe(3)
      bench.port.answers['86'] = [reading(656)]
      expect(bench.sample().co2).toBe(656)
    })

    it('asks again when a byte is missing', () => {
      bench.port.answers['86'] = ['FF 86 02 00 00 00 00 58', reading(657)]
      expect(bench.sample()).toEqual({ status: OK, co2: 657 })
    })

    it('is not misled by the rest of a late reply', () => {
      bench.driver.sample(() => undefined)
      bench.clock.advance(PATIENCE - 10)
      bench.driver.stop()
      bench.port.say(fromHex('FF 86 02'))
      bench.port.answers['86'] = [`|20 00 00 00 00 58 ${reading(658)}`]
      expect(bench.sample()).toEqual({ status: OK, co2: 658 })
    })

    it.each([
      ['garbage', '00 00 86 12'], ['a foreign frame', '42 4D 00 1C 00 05 00 09 00 0A'], ['FF', 'FF FF FF FF'],
      ['half a reply', 'FF 86 02 20'], ['its own echo', READ], ['a late acknowledgement', toHex(framed('FF 79 01 00 00 00 00 00'))]
    ])('F45 finds the reply behind %s', (_name, garbage) => {
      bench.port.answers['86'] = [`${garbage} ${reading(659)}`]
      expect(bench.sample()).toEqual({ status: OK, co2: 659 })
      expect(bench.port.written).toEqual([READ])
    })

    it('counts late acknowledgements and drops them', () => {
      bench.port.say(framed('FF 79 01 00 00 00 00 00'))
      bench.port.say(framed('FF 99 01 00 00 00 00 00').slice(0, 4))
      bench.port.say(framed('FF 99 01 00 00 00 00 00').slice(4))
      expect(bench.driver.strays).toBe(2)
      bench.port.answers['86'] = [`${toHex(framed('FF 87 01 00 00 00 00 00'))}|${reading(661)}`]
      expect(bench.sample().co2).toBe(661)
      expect(bench.driver.strays).toBe(3)
    })

    it('says that only others talk on the wire', () => {
      bench.port.answers['86'] = ['42 4D 00 1C 00 05 00 09 00 0A']
      expect(bench.sample()).toEqual({ status: BAD_REPLY, co2: undefined })
    })

    it('takes a reply of FF bytes inside data', () => {
      bench.port.answers['86'] = [toHex(framed('FF 86 03 20 FF FF FF 86'))]
      expect(bench.sample()).toEqual({ status: OK, co2: 800 })
    })

    it('takes silence for a power cut, and waits for the whole preheat after it', () => {
      bench.port.answers['86'] = []
      expect(bench.sample().status).toBe(TIMEOUT)
      bench.port.answers['86'] = [600, 604, 609, 603].map(reading)
      for (let i = 0; i < 4; i++) expect(bench.sample().status).toBe(WARMING)
      bench.clock.advance(bench.driver.preheat)
      expect(bench.sample()).toEqual({ status: OK, co2: 603 })
    })
  })

  describe('being used', () => {
    beforeEach(() => warm())

    it('refuses a second sample while one is under way, and finishes the first', () => {
      const calls: string[] = []
      bench.driver.sample(status => calls.push(`first ${status}`))
      bench.driver.sample(status => calls.push(`second ${status}`))
      bench.driver.set(0x7d, 1, status => calls.push(`set ${status}`))
      bench.driver.get(0xa0, status => calls.push(`get ${status}`))
      expect(calls).toEqual([])
      until(bench.clock, () => calls.length === 4)
      expect(calls).toEqual([`second ${BUSY}`, `set ${BUSY}`, `get ${BUSY}`, `first ${OK}`])
    })

    it('calls nothing after stop, which is safe twice', () => {
      let called = false
      bench.driver.sample(() => { called = true })
      bench.driver.stop()
      bench.driver.stop()
      bench.clock.advance(10 * PATIENCE)
      expect(called).toBe(false)
      expect(bench.clock.pending()).toBe(0)
      expect(bench.sample().status).toBe(OK)
    })

    it('can be asked for the next sample from inside done', () => {
      const statuses: number[] = []
      bench.driver.sample(status => {
        statuses.push(status)
        bench.driver.sample(next => statuses.push(next))
      })
      until(bench.clock, () => statuses.length === 2)
      expect(statuses).toEqual([OK, OK])
    })
  })
})
