import type { Bytes } from '../../drivers/hal/bytes.ts'

/**
 * The `state` message of a sample as in `live-sample.ts`, the one just taken or one that was kept. `head` is its beginning with its number, `uptime` its
 * uptime in ms, `zero` the date of uptime 0 in ms, or 0; `probes` their names, each of 16 characters. Put together by hand: `JSON.stringify` costs several
 * times as much on the interpreter and does not keep to a number of digits. A word is greater than any number. Nothing raises an alert yet, and a reader
 * finds the list all the same. In one piece, as every sample passes here.
 * @hot
 */
export function stateMessage(head: Bytes, uptime: number, zero: number, sample: Bytes, probes: Bytes): Bytes {
  const cells = sample.split(',')
  const bus = cells[0]
  const co2 = cells[1]
  const temperature = cells[2]
  const humidity = cells[3]
  // eslint-disable-next-line no-restricted-globals -- it formats the injected clock's time, and asks for none
  let text = head + ',"time":' + (zero > 0 ? '"' + new Date(zero + uptime).toISOString() + '"' : 'null') + ',"uptime":' + uptime
  let words = ''
  if (co2) {
    text += ',"co2":' + (co2 < 'a' ? co2 : 'null')
    words += ',"co2":"' + (co2 < 'a' ? 'ok' : co2) + '"'
  }
  if (temperature) {
    text += ',"temperature":' + (temperature < 'a' ? temperature : 'null')
    words += ',"temperature":"' + (temperature < 'a' ? 'ok' : temperature) + '"'
  }
  if (humidity) {
    text += ',"humidity":' + (humidity < 'a' ? humidity : 'null')
    words += ',"humidity":"' + (humidity < 'a' ? 'ok' : humidity) + '"'
  }
  if (bus) {
    let values = ''
    for (let i = 4; i < cells.length; i++) {
      const cell = cells[i]
      const label = ',"' + probes.substr(16 * i - 64, 16) + '":'
      if (cell < 'a') {
        values += label + cell
        words += label + '"ok"'
      } else {
        values += label + 'null'
        words += label + '"' + cell + '"'
      }
    }
    text += ',"probes":{' + values.slice(1) + '}'
    // The bus has a quality of its own while it has no probe that could have one.
    if (!values) words += ',"probes":"' + bus + '"'
  }
  return text + ',"quality":{' + words.slice(1) + '},"alerts":[]}'
}
