import { BAD_CHECKSUM, BAD_REPLY, OK, SUSPECT } from '../../../../drivers/hal/status.ts'
import { type Climate, judgeMeasurement } from '../../../../drivers/scd30/scd30-judge.ts'
import { NONE } from '../../../../drivers/scd30/scd30-settings.ts'
import { checkReply, encodeCommand } from '../../../../drivers/scd30/scd30-wire.ts'
import type { Reading } from '../../../../drivers/sensor.ts'
import { floats } from '../../../../host-sim/parts/scd30-reply.ts'
import { AGAIN } from '../../../../drivers/plausibility/plausibility.ts'
import { type Checks, hex, numbersOf } from '../check.ts'

const GOOD = '43 DB CB 8C 2E 8F 41 D9 70 E7 FF F5 42 43 BF 3A 1B 74'

/** Command, argument, and the bytes of the document. */
const COMMANDS: [number, number, string][] = [
  [0x0010, 0, '0010000081'], [0x0010, 1013, '001003f5db'], [0x0104, NONE, '0104'], [0xd304, NONE, 'd304'],
  [0x4600, 2, '46000002e3'], [0x4600, 60, '4600003c39'], [0x5306, 1, '53060001b0'], [0x5306, 0, '5306000081'], [0x5204, 400, '520401904c'],
  [0x5204, 450, '520401c250'], [0x5403, 500, '540301f433'], [0x5403, 200, '540300c87f'], [0x5102, 1000, '510203e8d4'], [0x5102, 440, '510201b873'],
  [0x0202, NONE, '0202'], [0x0300, NONE, '0300'], [0xd100, NONE, 'd100'], [0xd033, NONE, 'd033']
]

function outcome(status: number, reading: Reading): string {
  const co2 = reading.co2
  const temperature = reading.temperature
  const humidity = reading.humidity
  return status + ':' + (co2 === undefined ? '-' : co2) + '/' + (temperature === undefined ? '-' : Math.floor(temperature * 1000)) +
    '/' + (humidity === undefined ? '-' : Math.floor(humidity * 1000))
}

/** Of a part that has read `believed` ppm and the same temperature before. */
function climateOf(believed: number, bytes: Uint8Array): Climate {
  const view = new DataView(new Uint8Array([bytes[6], bytes[7], bytes[9], bytes[10]]).buffer)
  return { believed: believed, leap: 0, latest: believed, since: 0, discard: 0, warmth: { temperature: view.getFloat32(0) } }
}

function decoded(bytes: Uint8Array, believed: number): string {
  const reading: Reading = {}
  let status: number = checkReply(bytes)
  if (status === OK && bytes.length === 18) status = judgeMeasurement(bytes, climateOf(believed, bytes), 1000, reading)
  return outcome(status, reading)
}

function measured(co2: number, temperature: number, humidity: number): string {
  return decoded(new Uint8Array(floats([co2, temperature, humidity])), 500)
}

function filled(length: number, byte: number): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.fill(byte)
  return bytes
}

/** SCD30 on the wire: every command of the document, and replies that are right, wrong and impossible. */
export function scd30Cases(checks: Checks): void {
  for (const row of COMMANDS) {
    let text = ''
    for (const byte of encodeCommand(row[0], row[1])) text += String.fromCharCode(byte)
    checks.check('scd30 command ' + row[0].toString(16) + ' ' + row[1], hex(text), row[2])
  }
  checks.check('scd30 example', decoded(numbersOf(GOOD), 440), OK + ':439/27238/48806')
  for (const word of ['00 01 B0', '00 00 81', '03 42 F3']) checks.check('scd30 word ' + word, decoded(numbersOf(word), 440), OK + ':-/-/-')
  checks.check('scd30 after a reset', decoded(numbersOf('00 00 81 00 00 81 41 B4 87 00 00 81 42 34 D0 00 00 81'), 440), SUSPECT + ':-/22500/45000')
  let refused = 0
  for (let bit = 0; bit < 144; bit++) {
    const bytes = numbersOf(GOOD)
    bytes[bit >> 3] ^= 1 << (bit & 7)
    if (decoded(bytes, 440) === BAD_CHECKSUM + ':-/-/-') refused++
  }
  checks.check('scd30 flipped bits refused', refused, 144)
  for (const length of [3, 18, 48]) {
    checks.check('scd30 FF x ' + length, decoded(filled(length, 255), 440), BAD_CHECKSUM + ':-/-/-')
    checks.check('scd30 00 x ' + length, decoded(filled(length, 0), 440), BAD_CHECKSUM + ':-/-/-')
  }
  checks.check('scd30 nothing a number', measured(NaN, NaN, NaN), BAD_REPLY + ':-/-/-')
  for (const co2 of [NaN, Infinity, -Infinity, 0, -1, -400, 0.4, 353.4, 40000, 40001]) {
    checks.check('scd30 CO2 ' + co2, measured(co2, 20, 50), SUSPECT + ':-/20000/50000')
  }
  for (const temperature of [NaN, Infinity, -40.1, -600, 125.1]) checks.check('scd30 ' + temperature + ' deg C', measured(500, temperature, 50), OK + ':500/-/50000')
  for (const humidity of [NaN, -Infinity, -0.1, 105.1, 10000]) checks.check('scd30 ' + humidity + ' %', measured(500, 20, humidity), OK + ':500/20000/-')
  checks.check('scd30 lower limits', measured(500, -40, 0), OK + ':500/-40000/0')
  checks.check('scd30 upper limits', measured(500, 125, 105), OK + ':500/125000/100000')
  for (const co2 of [499.5, 500.4, 510.5]) checks.check('scd30 CO2 ' + co2 + ' is rounded', measured(co2, 20, 50), OK + ':' + Math.floor(co2 + 0.5) + '/20000/50000')
  checks.check('scd30 CO2 leaps', measured(900, 20, 50), AGAIN + ':-/20000/50000')
}
