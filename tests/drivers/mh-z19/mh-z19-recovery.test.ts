import { beforeEach, describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, BAD_REPLY, OK, SUSPECT, TIMEOUT, WARMING } from '../../../drivers/hal/status.ts'
import { ABC, FIRMWARE, RANGE, RESET } from '../../../drivers/mh-z19/mh-z19-settings.ts'
import { framed, toHex } from '../../support/byte-string.ts'
import { scriptedBench } from '../../support/mh-z19-bench.ts'
import { until } from '../../support/until.ts'

const READ = 'FF 01 86 00 00 00 00 00 79'
const READ_RANGE = 'FF 01 9B 00 00 00 00 00 64'
const SOFT_RESET = 'FF 01 8D 00 00 00 00 00 72'
const ABC_ON = 'FF 01 79 A0 00 00 00 00 E6'
const ABC_OFF = 'FF 01 79 00 00 00 00 00 86'
const WRONG = 'FF 86 02 20 00 00 00 00 59'
const reading = (ppm: number): string => toHex(framed(`FF 86 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 40 00 00 00`))
const range = (ppm: number): string => toHex(framed(`FF 9B 00 00 ${(ppm >> 8).toString(16)} ${(ppm & 255).toString(16)} 00 00`))

describe('an MH-Z19 that does not answer as it should', () => {
  let bench: ReturnType<typeof scriptedBench>

  beforeEach(() => {
    bench = scriptedBench()
    bench.port.answers = { 86: [reading(630), reading(634), reading(631)], '9B': [range(5000)] }
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    bench.port.written.splice(0)
  })

  it('has no recoveries while all is well', () => {
    bench.sample()
    expect(bench.driver.recoveries).toBeUndefined()
  })

  it('counts each request it repeats, and each wrong sum behind which it looks on', () => {
    bench.port.answers['86'] = [WRONG, WRONG, reading(640)]
    expect(bench.sample()).toEqual({ status: OK, co2: 640 })
    expect([bench.driver.recoveries, bench.driver.errors]).toEqual([{ retry: 2, resynchronise: 2 }, 2])
    bench.port.answers['A0'] = ['', toHex(framed('FF A0 30 35 31 35 00 00'))]
    expect(bench.get(FIRMWARE)).toEqual([OK, '0515'])
    expect(bench.driver.recoveries).toEqual({ retry: 3, resynchronise: 2 })
  })

  it('is told to restart when it is started anew after silence, once, and not after anything else', () => {
    bench.port.answers['86'] = [WRONG]
    bench.sample()
    bench.start()
    expect(bench.port.written).not.toContain(SOFT_RESET)
    bench.port.answers['86'] = []
    expect(bench.sample().status).toBe(TIMEOUT)
    bench.port.written.splice(0)
    bench.port.answers['86'] = [reading(630)]
    expect(bench.start()).toBe(OK)
    expect(bench.port.written.slice(0, 2)).toEqual([SOFT_RESET, READ])
    expect(bench.driver.recoveries?.['soft_reset']).toBe(1)
    bench.port.written.splice(0)
    bench.start()
    expect(bench.port.written).not.toContain(SOFT_RESET)
  })

  it('F45 says wrong sum, not silence, of a reply cut short, in samples and in settings', () => {
    bench.port.answers['86'] = ['FF 86 02']
    expect(bench.sample()).toEqual({ status: BAD_CHECKSUM, co2: undefined })
    bench.port.answers['A0'] = ['FF A0 30 35']
    expect(bench.get(FIRMWARE)).toEqual([BAD_CHECKSUM, undefined])
    expect([bench.port.written.length, bench.driver.errors]).toEqual([6, 0])
  })

  it('says bad reply where only others talk, in settings too, and forgets what they said', () => {
    bench.port.answers['A0'] = ['42 4D 00 1C 00 05 00 09 00 0A']
    expect(bench.get(FIRMWARE)).toEqual([BAD_REPLY, undefined])
    bench.port.answers['A0'] = []
    expect(bench.get(FIRMWARE)).toEqual([TIMEOUT, undefined])
  })

  it('waits 500 ms for each of three replies, in samples and in settings', () => {
    bench.port.answers = {}
    for (const ask of [() => bench.sample(), () => bench.get(FIRMWARE)]) {
      const begun = bench.clock.now()
      ask()
      expect(bench.clock.now() - begun).toBe(1500)
    }
  })

  it('takes a reply that comes after it was stopped for a stray, and tells nobody', () => {
    const answers: number[] = []
    bench.driver.sample(status => answers.push(status))
    bench.driver.stop()
    until(bench.clock, () => bench.clock.pending() === 0)
    expect([answers, bench.driver.strays, bench.clock.pending()]).toEqual([[], 1, 0])
  })

  it('waits as long as ever for a sample that follows one that was stopped', () => {
    bench.port.answers = {}
    bench.driver.sample(() => undefined)
    // At any moment before the answer is given up.
    bench.clock.advance(300)
    bench.driver.stop()
    expect(bench.clock.pending()).toBe(0)
    const begun = bench.clock.now()
    bench.sample()
    expect(bench.clock.now() - begun).toBe(1500)
  })

  it('asks for no range again because another setting was not answered', () => {
    bench.get(FIRMWARE)
    bench.port.written.splice(0)
    expect(bench.sample().status).toBe(OK)
    expect(bench.port.written).toEqual([READ])
  })

  it('starts beside one whose reading is not to be believed', () => {
    bench.port.answers['86'] = [reading(300)]
    expect(bench.startWarm()).toBe(OK)
    expect(bench.sample().status).toBe(SUSPECT)
  })

  it('refuses a firmware that ends in another sign than a digit', () => {
    bench.port.answers['A0'] = [toHex(framed('FF A0 30 35 31 41 00 00'))]
    expect(bench.get(FIRMWARE)[0]).toBe(BAD_REPLY)
  })
})

describe('what an MH-Z19 may have forgotten', () => {
  let bench: ReturnType<typeof scriptedBench>

  /** The status of a sample, and whether 180 s later it is OK again. */
  function after(call: () => void): number[] {
    call()
    const first = bench.sample().status
    bench.clock.advance(bench.driver.preheat)
    bench.sample()
    return [first, bench.sample().status]
  }

  beforeEach(() => {
    bench = scriptedBench()
    bench.port.answers = {
      86: Array.from({ length: 40 }, (_, i) => reading(630 + i % 3)), '9B': [range(5000)], '7D': [toHex(framed('FF 7D 00 00 00 00 00 01'))]
    }
    bench.startWarm()
    expect(bench.sample().status).toBe(OK)
    bench.port.written.splice(0)
  })

  it('is preheated once more after a range, a zero, a span or a reset, and not after ABC', () => {
    expect(after(() => bench.set(RANGE, 2000))).toEqual([WARMING, OK])
    expect(after(() => bench.set(0x87, 400))).toEqual([WARMING, OK])
    expect(after(() => bench.set(0x88, 1000))).toEqual([WARMING, OK])
    expect(after(() => bench.set(RESET, 0))).toEqual([WARMING, OK])
    expect(after(() => bench.set(ABC, 1))).toEqual([OK, OK])
  })

  it('is asked for its range again where it did not take a new one', () => {
    expect(bench.set(RANGE, 2000)).toBe(BAD_REPLY)
    bench.port.written.splice(0)
    bench.sample()
    expect(bench.port.written).toEqual([READ, 'FF 01 7D 00 00 00 00 00 82', READ_RANGE])
  })

  it.each([[1, '01', []], [0, '01', [ABC_OFF]], [1, '00', [ABC_ON]], [0, '00', []], [1, 'FF', [ABC_ON]], [0, 'FF', [ABC_OFF]]])(
    'is told that ABC is to be %i each time it becomes warm and says %s', (choice, told, requests) => {
      bench.driver.abc = choice
      bench.port.answers['7D'] = [toHex(framed(`FF 7D 00 00 00 00 00 ${told}`))]
      for (let n = 0; n < 2; n++) {
        bench.port.written.splice(0)
        bench.startWarm()
        expect(bench.port.written.filter(sent => sent.startsWith('FF 01 79'))).toEqual(requests)
      }
    })

  it('keeps the range that is known when ABC is chosen', () => {
    bench.port.answers['9B'] = [range(2000)]
    expect(bench.set(RANGE, 2000)).toBe(OK)
    expect(bench.set(ABC, 1)).toBe(OK)
    bench.port.written.splice(0)
    expect(bench.set(RANGE, 2000)).toBe(OK)
    expect(bench.port.written).toEqual([])
  })

  it('takes a span of 1000 ppm', () => {
    expect(bench.set(0x88, 1000)).toBe(OK)
    expect(bench.port.written[0]).toBe('FF 01 88 03 E8 00 00 00 8C')
  })

  it.each([[500, OK], [499, BAD_REPLY], [20_000, OK], [20_001, BAD_REPLY]])('says of a range of %i ppm, when asked, %i', (ppm, status) => {
    bench.port.answers['9B'] = [range(ppm)]
    expect(bench.get(RANGE)[0]).toBe(status)
  })

  it('says of an unclamped value whatever it is', () => {
    bench.port.answers['85'] = [toHex(framed('FF 85 00 00 00 10 00 00'))]
    expect(bench.get(0x85)).toEqual([OK, 16])
  })
})
