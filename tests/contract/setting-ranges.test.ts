import { describe, expect, it } from 'vitest'
import { MH_Z19_RANGES } from '../../contract/setting-kinds.ts'
import { settingRows } from '../../contract/settings.ts'
import { HIGHEST_RESOLUTION, LOWEST_RESOLUTION } from '../../drivers/ds18b20/ds18b20-settings.ts'
import { OK, OUT_OF_RANGE } from '../../drivers/hal/status.ts'
import { type MhZ19Driver, RANGE, refusal } from '../../drivers/mh-z19/mh-z19-settings.ts'
import { accepts, ALTITUDE, INTERVAL, PRESSURE, SHORTEST_INTERVAL, TEMPERATURE_OFFSET } from '../../drivers/scd30/scd30-settings.ts'

/** Least and most of a setting. */
function rangeOf(path: string): [number, number] {
  const [, , least, most] = settingRows('').split('|').find(row => row.startsWith(`${path} `))!.split(' ')
  return [Number(least), Number(most)]
}

describe('what the settings take of a part', () => {
  it.each([['interval', INTERVAL], ['altitude', ALTITUDE], ['pressure', PRESSURE]])('is what the driver of an SCD30 takes: %s', (name, setting) => {
    const [least, most] = rangeOf(`sensors.scd30.${name}`)
    expect([least - 1, least, most, most + 1].map(value => accepts(setting, value))).toEqual([OUT_OF_RANGE, OK, OK, OUT_OF_RANGE])
  })

  it('is within what the driver of an SCD30 takes for an offset, in hundredths there', () => {
    const [least, most] = rangeOf('sensors.scd30.temperatureOffset')
    expect([100 * least, 100 * most].map(value => accepts(TEMPERATURE_OFFSET, value))).toEqual([OK, OK])
    expect(rangeOf('sensors.scd30.interval')[0]).toBe(SHORTEST_INTERVAL)
  })

  it('is every range that the driver of an MH-Z19 takes, and no other', () => {
    const taken = Array.from({ length: 200 }, (_, i) => 100 * i).filter(ppm => refusal({} as MhZ19Driver, RANGE, ppm, true) === OK)
    expect(MH_Z19_RANGES).toBe(`,${taken.join(',')},.`)
  })

  it('is every resolution of a DS18B20', () => {
    expect(rangeOf('sensors.ds18b20.resolution')).toEqual([LOWEST_RESOLUTION, HIGHEST_RESOLUTION])
  })
})
