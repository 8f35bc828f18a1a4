// What the settings ask of the parts. The drivers write it at their start, and only where a part has it otherwise.
import type { Ds18b20 } from '../../drivers/ds18b20/ds18b20.ts'
import type { MhZ19 } from '../../drivers/mh-z19/mh-z19.ts'
import type { Scd30 } from '../../drivers/scd30/scd30.ts'
import type { MhZ19Options, Scd30Options } from '../../contract/settings.ts'

/** Hundredths of a deg C, which the part's offset counts in, in one. */
const HUNDREDTHS = 100

/** The order is that of `Scd30Settings.asked`. */
export function askScd30(driver: Scd30, own: Scd30Options): Scd30 {
  const asked = driver.asked
  if (own.interval !== undefined) asked[0] = own.interval
  if (own.selfCalibration !== undefined) asked[1] = own.selfCalibration ? 1 : 0
  if (own.temperatureOffset !== undefined) asked[2] = Math.round(own.temperatureOffset * HUNDREDTHS)
  if (own.altitude !== undefined) asked[3] = own.altitude
  if (own.pressure !== undefined) driver.pressure = own.pressure
  return driver
}

export function askMhZ19(driver: MhZ19, own: MhZ19Options): MhZ19 {
  if (own.selfCalibration !== undefined) driver.abc = own.selfCalibration ? 1 : 0
  if (own.range !== undefined) driver.range = own.range
  return driver
}

export function askDs18b20(driver: Ds18b20, own: { resolution?: number }): Ds18b20 {
  if (own.resolution !== undefined) driver.resolution = own.resolution
  return driver
}
