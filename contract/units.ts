/** What the values of `state` are measured in, and to how many decimals. `PER` is what a unit has of the last one. */

export const CO2_UNIT = 'ppm'
export const CO2_DECIMALS = 0

export const TEMPERATURE_UNIT = '\xb0C'
export const TEMPERATURE_DECIMALS = 2
export const TEMPERATURE_PER = 100

export const HUMIDITY_UNIT = '%'
export const HUMIDITY_DECIMALS = 1
export const HUMIDITY_PER = 10
