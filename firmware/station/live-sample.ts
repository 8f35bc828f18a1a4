import type { Bytes } from '../../drivers/hal/bytes.ts'
import { OK } from '../../drivers/hal/status.ts'
import { CO2_DECIMALS, HUMIDITY_DECIMALS, HUMIDITY_PER, TEMPERATURE_DECIMALS, TEMPERATURE_PER } from '../../contract/units.ts'
import type { Probe, Reading, Sensor } from '../../drivers/sensor.ts'
import { qualityOf } from './sensor-health.ts'
import type { Sampler } from './sampler.ts'

/**
 * The slot just ended as a sample, in words with commas between: `ok` where the node has a bus for probes, the bus's own word while it has no probe, else
 * nothing; then co2, temperature, humidity and every probe, each a value, the word for why it has none, or nothing where it is not measured.
 *
 * Of two sensors that measure the same, the first with a value gives it. What a sensor or probe measures is finite once it has settled, or not there. Rounded
 * first: `toFixed` alone prints -0.00. In one piece and one pass, as every slot passes here.
 * @hot
 */
export function liveSample(sampler: Sampler): Bytes {
  let bus = ''
  let co2 = ''
  let temperature = ''
  let humidity = ''
  let probes = ''
  for (const health of sampler.sensors) {
    const sensor = health.item as Sensor
    const measures = sensor.measures
    if (measures === 'p') {
      bus = 'ok'
      for (const known of sampler.probes) {
        const probe = known.item as Probe
        if (known.code === OK) probes += ',' + (Math.floor(probe.temperature * TEMPERATURE_PER + 0.5) / TEMPERATURE_PER).toFixed(TEMPERATURE_DECIMALS)
        else probes += ',' + qualityOf(known, 't')
      }
      if (!probes) bus = qualityOf(health, 'p')
      continue
    }
    const data = health.data as Reading
    for (const quantity of measures) {
      if (quantity === 'c') {
        if (co2 && co2 < 'a') continue
        if (isFinite(data.co2 as number)) co2 = Math.floor(data.co2! + 0.5).toFixed(CO2_DECIMALS)
        else if (!co2) co2 = qualityOf(health, 'c')
      } else if (quantity === 't') {
        if (temperature && temperature < 'a') continue
        if (isFinite(data.temperature as number)) temperature = (Math.floor(data.temperature! * TEMPERATURE_PER + 0.5) / TEMPERATURE_PER).toFixed(TEMPERATURE_DECIMALS)
        else if (!temperature) temperature = qualityOf(health, 't')
      } else {
        if (humidity && humidity < 'a') continue
        if (isFinite(data.humidity as number)) humidity = (Math.floor(data.humidity! * HUMIDITY_PER + 0.5) / HUMIDITY_PER).toFixed(HUMIDITY_DECIMALS)
        else if (!humidity) humidity = qualityOf(health, 'h')
      }
    }
  }
  return bus + ',' + co2 + ',' + temperature + ',' + humidity + probes
}
