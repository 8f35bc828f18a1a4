/** Water vapour in air: Magnus formula over water with the coefficients of Sonntag (1990), good from -45 to 60 deg C. */

/** How much vapour air can hold, g/m3, at a temperature in deg C. */
export function saturation(temperature: number): number {
  const pressure = 6.112 * Math.exp((17.62 * temperature) / (243.12 + temperature))
  return (216.7 * pressure) / (temperature + 273.15)
}

/** Relative humidity in %, of air at `temperature` deg C that holds `vapour` g/m3; never above 100. */
export function relativeHumidity(vapour: number, temperature: number): number {
  const percent = (100 * vapour) / saturation(temperature)
  return percent > 100 ? 100 : percent
}
