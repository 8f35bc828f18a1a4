import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, NO_ACK, OK, WARMING } from '../../../drivers/hal/status.ts'
import { Scd30 } from '../../../drivers/scd30/scd30.ts'
import { PRESSURE, TEMPERATURE_OFFSET } from '../../../drivers/scd30/scd30-settings.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { ScriptedI2cBus } from '../../support/scripted-i2c-bus.ts'
import { until } from '../../support/until.ts'

const FRAME = '43 DB CB 8C 2E 8F 41 D9 70 E7 FF F5 42 43 BF 3A 1B 74'
const ZERO = '00 00 81 00 00 81 41 B4 87 00 00 81 42 34 D0 00 00 81'
const TORN = '43 DB CA 8C 2E 8F 41 D9 70 E7 FF F5 42 43 BF 3A 1B 74'
const NO_SERIAL = '00 00 81 '.repeat(16)

describe('the transactions of an SCD30', () => {
  let clock: VirtualClock
  let bus: ScriptedI2cBus
  let driver: Scd30

  beforeEach(() => {
    clock = new VirtualClock()
    bus = new ScriptedI2cBus(0x61, clock)
    driver = new Scd30(bus, clock)
  })

  afterEach(() => {
    bus.done()
  })

  /** Time passes until the driver waits for nothing any more. */
  function rest(): void {
    until(clock, () => clock.pending() === 0)
  }

  function started(): void {
    bus.expectWrite('D3 04').expectWrite('D1 00').expectRead('03 42 F3')
      .expectWrite('D0 33').expectRead(NO_SERIAL)
      .expectWrite('46 00').expectRead('00 02 E3')
      .expectWrite('53 06').expectRead('00 00 81')
      .expectWrite('54 03').expectRead('00 C8 7F')
      .expectWrite('51 02').expectRead('01 B8 73')
      .expectWrite('00 10 00 00 81')
      .expectWrite('02 02').expectRead('00 01 B0').expectWrite('03 00').expectRead(ZERO)
    // The second of a reset is low, the third is the air's, and the fourth confirms that.
    for (let i = 0; i < 3; i++) bus.expectWrite('02 02').expectRead('00 01 B0').expectWrite('03 00').expectRead(FRAME)
    const results: number[] = []
    driver.start(status => results.push(status))
    rest()
    expect(results).toEqual([OK])
    expect(driver.firmware).toBe('3.66')
    expect(driver.stored).toEqual([2, 0, 200, 440])
  }

  it('begin with a reset, 2 s of silence, and the firmware version', () => {
    started()
    expect(bus.times[1] - bus.times[0]).toBe(2000)
  })

  it('are nothing at all before start', () => {
    clock.advance(10000)
    expect(bus.times).toEqual([])
  })

  it('write the interval only when another one is stored, and read it back', () => {
    bus.expectWrite('D3 04').expectWrite('D1 00').expectRead('03 42 F3').expectWrite('D0 33').expectRead(NO_SERIAL)
      .expectWrite('46 00').expectRead('00 3C 39')
      .expectWrite('46 00 00 02 E3')
      .expectWrite('46 00').expectRead('00 02 E3')
      .expectWrite('53 06').expectRead('00 00 81')
      .expectWrite('54 03').expectRead('00 00 81')
      .expectWrite('51 02').expectRead('00 00 81')
      .expectWrite('00 10 00 00 81')
    driver.start(() => undefined)
    until(clock, () => bus.ended)
  })

  it('read a measurement only when data are ready, polling every 500 ms', () => {
    started()
    bus.expectWrite('02 02').expectRead('00 00 81')
      .expectWrite('02 02').expectRead('00 00 81')
      .expectWrite('02 02').expectRead('00 01 B0')
      .expectWrite('03 00').expectRead(FRAME)
    let co2: number | undefined
    driver.sample((_status, reading) => {
      co2 = reading?.co2
    })
    rest()
    expect(co2).toBe(439)
  })

  it('read a torn measurement again after 10 ms', () => {
    started()
    bus.expectWrite('02 02').expectRead('00 01 B0').expectWrite('03 00').expectRead(TORN)
      .expectWrite('03 00').expectRead(FRAME)
    const results: number[] = []
    driver.sample(status => results.push(status))
    rest()
    expect(results).toEqual([OK])
    expect(driver.errors).toBe(1)
  })

  it('climb from a new cycle to stop and start, then to a reset, when measurements stay torn', () => {
    started()
    const cycle = (): ScriptedI2cBus => bus.expectWrite('02 02').expectRead('00 01 B0')
      .expectWrite('03 00').expectRead(TORN).expectWrite('03 00').expectRead(TORN)
    cycle()
    cycle().expectWrite('01 04').expectWrite('00 10 00 00 81')
    cycle().expectWrite('D3 04')
    const results: number[] = []
    driver.sample(status => results.push(status))
    until(clock, () => bus.ended)
    expect(results).toEqual([BAD_CHECKSUM])
    expect(driver.errors).toBe(6)
    driver.stop()
  })

  it('repeat a setting that was not acknowledged, and tell when it never is', () => {
    started()
    bus.expectWrite('00 10 03 F5 DB', NO_ACK).expectWrite('00 10 03 F5 DB', NO_ACK).expectWrite('00 10 03 F5 DB', NO_ACK)
    const results: number[] = []
    driver.set(PRESSURE, 1013, status => results.push(status))
    rest()
    expect(results).toEqual([NO_ACK])
  })

  it('write a non-volatile setting only when it differs', () => {
    started()
    bus.expectWrite('54 03').expectRead('00 C8 7F')
    const results: number[] = []
    driver.set(TEMPERATURE_OFFSET, 200, status => results.push(status))
    rest()
    expect(results).toEqual([OK])
  })

  it('end at once when the driver is stopped', () => {
    bus.expectWrite('D3 04')
    const results: number[] = []
    driver.start(status => results.push(status))
    driver.sample(status => results.push(status))
    until(clock, () => results.length > 0)
    expect(results).toEqual([WARMING])
    driver.stop()
    driver.stop()
    clock.advance(10000)
    expect(results).toEqual([WARMING])
    expect(clock.pending()).toBe(0)
  })
})
