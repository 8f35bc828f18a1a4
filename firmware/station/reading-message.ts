import type { Bytes } from '../../drivers/hal/bytes.ts'
import { OK } from '../../drivers/hal/status.ts'
import { HUMIDITY_PER, TEMPERATURE_PER } from '../../contract/units.ts'
import type { Probe, Reading, Sensor } from '../../drivers/sensor.ts'
import { SAMPLE_END, written } from './sample-text.ts'
import type { Sampler } from './sampler.ts'

/**
 * The `state` payload of the slot just ended; `head` is its beginning, up to the value of `uptime`. Of two sensors that
 * measure the same, the first with a value gives it. Put together by hand: `JSON.stringify` costs several times as much
 * on the interpreter and does not keep to a number of digits. In one piece and one pass over the sensors, as passes and
 * calls are dear; what a sensor or probe measures is finite once it has settled, or not there.
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
          values += label + written(3, Math.floor(probe.temperature * TEMPERATURE_PER + 0.5))
          probeWords += label + '"ok"'
        } else {
          values += label + 'null'
          probeWords += label + '"' + known.qualityOf('t') + '"'
        }
      }
      probes = ',"probes":{' + values.slice(1) + '}'
      // The bus has a quality of its own while it has no probe that could have one.
      if (probeWords === '') probeWords = ',"probes":"' + health.qualityOf('p') + '"'
    } else {
      const data = health.data as Reading
      if (co2Word !== 'ok' && measures.indexOf('c') >= 0) {
        const word = isFinite(data.co2 as number) ? 'ok' : health.qualityOf('c')
        if (word === 'ok') co2 = written(0, Math.floor(data.co2! + 0.5))
        if (word === 'ok' || co2Word === '') co2Word = word
      }
      if (temperatureWord !== 'ok' && measures.indexOf('t') >= 0) {
        const word = isFinite(data.temperature as number) ? 'ok' : health.qualityOf('t')
        if (word === 'ok') temperature = written(1, Math.floor(data.temperature! * TEMPERATURE_PER + 0.5))
        if (word === 'ok' || temperatureWord === '') temperatureWord = word
      }
      if (humidityWord !== 'ok' && measures.indexOf('h') >= 0) {
        const word = isFinite(data.humidity as number) ? 'ok' : health.qualityOf('h')
        if (word === 'ok') humidity = written(2, Math.floor(data.humidity! * HUMIDITY_PER + 0.5))
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
  return head + probes + ',"quality":{' + words.slice(1) + SAMPLE_END
}
