import type { Bytes } from '../../drivers/hal/bytes.ts'
import { OK } from '../../drivers/hal/status.ts'
import { CO2_DECIMALS, HUMIDITY_DECIMALS, HUMIDITY_PER, TEMPERATURE_DECIMALS, TEMPERATURE_PER } from '../../contract/units.ts'
import type { Probe, Sensor } from '../../drivers/sensor.ts'
import type { Sampler } from './sampler.ts'

/**
 * The `state` payload of the slot just ended; `head` is its beginning, up to the value of `uptime`. Of two sensors that
 * measure the same, the first with a value gives it. Put together by hand: `JSON.stringify` costs several times as much
 * on the interpreter and does not keep to a number of digits. One pass over the sensors, as passes are dear; what a
 * sensor or probe measures is finite where it has settled as OK.
 * @hot
 */
export function readingMessage(head: Bytes, sampler: Sampler): Bytes {
  let co2 = 'null'
  let temperature = 'null'
  let humidity = 'null'
  let probes = ''
  let co2Word = ''
  let temperatureWord = ''
  let humidityWord = ''
  let probeWords = ''
  for (const health of sampler.sensors) {
    const sensor = health.item as Sensor
    const measures = sensor.measures
    if (measures === 'p') {
      let values = ''
      for (const known of sampler.probes) {
        const label = ',"' + known.name + '":'
        if (known.code === OK) {
          const probe = known.item as Probe
          values += label + (Math.floor(probe.temperature * TEMPERATURE_PER + 0.5) / TEMPERATURE_PER).toFixed(TEMPERATURE_DECIMALS)
          probeWords += label + '"ok"'
        } else {
          values += label + 'null'
          probeWords += label + '"' + known.quality(undefined) + '"'
        }
      }
      probes += ',"probes":{' + values.slice(1) + '}'
    } else {
      const data = health.data || {}
      const ok = health.code === OK
      if (co2Word !== 'ok' && measures.indexOf('c') >= 0) {
        const word = ok ? 'ok' : health.quality(data.co2)
        if (word === 'ok') co2 = Math.floor(data.co2! + 0.5).toFixed(CO2_DECIMALS)
        if (word === 'ok' || co2Word === '') co2Word = word
      }
      if (temperatureWord !== 'ok' && measures.indexOf('t') >= 0) {
        const word = ok ? 'ok' : health.quality(data.temperature)
        // Rounded before `toFixed`, which alone prints -0.00.
        if (word === 'ok') temperature = (Math.floor(data.temperature! * TEMPERATURE_PER + 0.5) / TEMPERATURE_PER).toFixed(TEMPERATURE_DECIMALS)
        if (word === 'ok' || temperatureWord === '') temperatureWord = word
      }
      if (humidityWord !== 'ok' && measures.indexOf('h') >= 0) {
        const word = ok ? 'ok' : health.quality(data.humidity)
        if (word === 'ok') humidity = (Math.floor(data.humidity! * HUMIDITY_PER + 0.5) / HUMIDITY_PER).toFixed(HUMIDITY_DECIMALS)
        if (word === 'ok' || humidityWord === '') humidityWord = word
      }
    }
  }
  let words = ''
  if (co2Word) {
    head += ',"co2":' + co2
    words += ',"co2":"' + co2Word + '"'
  }
  if (temperatureWord) {
    head += ',"temperature":' + temperature
    words += ',"temperature":"' + temperatureWord + '"'
  }
  if (humidityWord) {
    head += ',"humidity":' + humidity
    words += ',"humidity":"' + humidityWord + '"'
  }
  words += probeWords
  return head + probes + ',"quality":{' + words.slice(1) + '}}'
}
