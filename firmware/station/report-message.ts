import type { Bytes } from '../../drivers/hal/bytes.ts'
import { NO_CHOICE, PARASITE, VERIFIED } from '../../drivers/sensor.ts'
import type { Probe, Sensor } from '../../drivers/sensor.ts'
import type { NodeFacts } from './node-facts.ts'
import type { Sampler } from './sampler.ts'

/**
 * The payload of `health`, with `link` between variables and checksum errors and `counts` at the end, each beginning
 * with a comma; or that of `info` when `link` is empty, which begins with `counts`.
 * @hot
 */
export function reportMessage(facts: NodeFacts, sampler: Sampler, link: Bytes, counts: Bytes): Bytes {
  let entries = ''
  let recoveries = ''
  for (const list of [sampler.sensors, sampler.probes]) {
    for (const health of list) {
      const item = health.item as Sensor
      if (link) {
        entries += ',"' + health.name + '":' + item.errors
        if (item.recoveries) recoveries += ',"' + health.name + '":' + JSON.stringify(item.recoveries)
      } else {
        const text = list === sampler.probes ? describeProbe(health.item as Probe) : item.describe ? item.describe() : ''
        entries += ',"' + health.name + '":{' + text.slice(1) + '}'
      }
    }
  }
  entries = entries.slice(1)
  if (!link) {
    return '{' + counts + ',"firmware":"' + facts.firmware + '","bundle":"' + facts.bundle + '","model":"ESP32 Espruino' +
      '","reset":"' + facts.reset + '","sensors":{' + entries + '}}'
  }
  const memory = facts.memory()
  return '{"vars":{"used":' + memory.used + ',"total":' + memory.total + '}' + link + ',"crc_errors":{' + entries + '}' +
    counts + ',"recoveries":{' + recoveries.slice(1) + '}}'
}

/** What `info` says of a probe, as `Sensor.describe` does. */
function describeProbe(probe: Probe): Bytes {
  const kind = probe.kind
  const want = probe.want || 0
  return ',"family":' + (kind & 127 ? '"' + String.fromCharCode(kind & 127) + '"' : 'null') + ',"power":"' + (kind & PARASITE ? 'parasite' : 'external') + '"' +
    ((want & (VERIFIED | NO_CHOICE)) === VERIFIED ? ',"stored":{"resolution":' + (9 + ((want >> 5) & 3)) + '}' : '')
}
