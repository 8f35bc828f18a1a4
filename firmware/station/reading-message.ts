import type { Bytes } from '../../drivers/hal/bytes.ts'
import { OK } from '../../drivers/hal/status.ts'
import type { Probe, Sensor } from '../../drivers/sensor.ts'
import type { Sampler } from './sampler.ts'

/**
 * The `state` payload of the slot just ended; `head` is its beginning, up to the value of `uptime`. Of two sensors that
 * measure the same, the first with a value gives it. Put together by hand: `JSON.stringify` costs several times as much
 * on the interpreter and does not keep to a number of digits.
 */
export function readingMessage(head: Bytes, sampler: Sampler): Bytes {
  let values = head
  let qualities = ''
  for (const key of ['co2', 'temperature', 'humidity'] as const) {
    const decimals = key === 'co2' ? 0 : key === 'humidity' ? 1 : 2
    const scale = decimals === 0 ? 1 : decimals === 1 ? 10 : 100
    let text = 'null'
    let quality = ''
    for (const health of sampler.sensors) {
      const sensor = health.item as Sensor
      if (quality === 'ok' || sensor.measures.indexOf(key.charAt(0)) < 0) continue
      const data = health.data
      const value = data && data[key]
      const word = health.quality(value)
      // Rounded before `toFixed`, which alone prints -0.00.
      if (word === 'ok') text = (Math.floor((value as number) * scale + 0.5) / scale).toFixed(decimals)
      if (word === 'ok' || quality === '') quality = word
    }
    if (quality) {
      values += ',"' + key + '":' + text
      qualities += ',"' + key + '":"' + quality + '"'
    }
  }
  for (const bus of sampler.sensors) {
    const sensor = bus.item as Sensor
    if (sensor.measures.indexOf('p') < 0) continue
    let probes = ''
    for (const health of sampler.probes) {
      const probe = health.item as Probe
      const word = health.quality(health.code === OK ? probe.temperature : undefined)
      const text = word === 'ok' ? (Math.floor(probe.temperature * 100 + 0.5) / 100).toFixed(2) : 'null'
      probes += ',"' + health.name + '":' + text
      qualities += ',"' + health.name + '":"' + word + '"'
    }
    values += ',"probes":{' + probes.slice(1) + '}'
  }
  return values + ',"quality":{' + qualities.slice(1) + '}}'
}
