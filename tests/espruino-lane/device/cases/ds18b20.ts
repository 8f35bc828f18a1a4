import { maximCrc8 } from '../../../../drivers/checksum/maxim-crc8.ts'
import { decodeScratchpad } from '../../../../drivers/ds18b20/ds18b20-judge.ts'
import type { Ds18b20Probe } from '../../../../drivers/ds18b20/ds18b20-settings.ts'
import { BAD_CHECKSUM, BAD_REPLY, NOT_FOUND, OK, SUSPECT } from '../../../../drivers/hal/status.ts'
import { type Checks, numbersOf } from '../check.ts'

const GENUINE = '28139bbb0b00001f'
const OLD = '10a2b3c4d5000000'

/** ROM, eight bytes, status, temperature, family. */
const ROWS: [string, string, number, number, string][] = [
  [GENUINE, 'D0 07 4B 46 7F FF 10 10', OK, 125, 'A'], [GENUINE, 'F8 FF 4B 46 7F FF 08 10', OK, -0.5, 'A'], [GENUINE, '50 05 4B 46 7F FF 10 10', OK, 85, 'A'],
  [GENUINE, '90 FC 4B 46 7F FF 10 10', OK, -55, 'A'], [GENUINE, '91 01 4B 46 7F FF 0F 10', OK, 25.0625, 'A'], [GENUINE, '00 00 4B 46 7F FF 10 10', OK, 0, 'A'],
  [GENUINE, '08 00 4B 46 7F FF 08 10', OK, 0.5, 'A'], [GENUINE, '90 01 4B 46 1F FF 0F 10', OK, 25, 'A'], [GENUINE, '94 01 4B 46 7F FF 0C 10', OK, 25.25, 'A'],
  [GENUINE, '5E FF 4B 46 7F FF 02 10', OK, -10.125, 'A'], [GENUINE, '97 01 4B 46 1F FF 09 10', OK, 25, 'A'], [GENUINE, '97 01 4B 46 3F FF 09 10', OK, 25.25, 'A'],
  [GENUINE, '97 01 4B 46 5F FF 09 10', OK, 25.375, 'A'], [GENUINE, '97 01 4B 46 7F FF 09 10', OK, 25.4375, 'A'], [GENUINE, 'D7 07 4B 46 1F FF 10 10', OK, 125, 'A'],
  [GENUINE, '50 05 4B 46 7F FF 0C 10', SUSPECT, 999, 'A'],
  [GENUINE, '91 01 4B 46 7E FF 0F 10', BAD_REPLY, 999, '-'], [GENUINE, '91 01 4B 46 00 FF 0F 10', BAD_REPLY, 999, '-'], [GENUINE, '91 01 4B 46 FF FF 0F 10', BAD_REPLY, 999, '-'],
  [GENUINE, '91 01 4B 46 7F FE 0F 10', BAD_REPLY, 999, '-'], [GENUINE, '91 01 4B 46 7F FF 0F 11', BAD_REPLY, 999, '-'], [GENUINE, '91 01 4B 46 7F FF 0F FF', BAD_REPLY, 999, '-'],
  [GENUINE, '91 01 4B 46 7F FF 0F 66', BAD_REPLY, 999, '-'], [GENUINE, '32 00 4B 46 FF FF 0C 10', BAD_REPLY, 999, '-'],
  [GENUINE, 'FF 07 4B 46 7F FF 10 10', BAD_REPLY, 999, 'A'], [GENUINE, 'D1 07 4B 46 7F FF 10 10', BAD_REPLY, 999, 'A'], [GENUINE, '8F FC 4B 46 7F FF 10 10', BAD_REPLY, 999, 'A'],
  [GENUINE, '5E 0F 4B 46 7F FF 10 10', BAD_REPLY, 999, 'A'], [GENUINE, '00 F8 4B 46 7F FF 10 10', BAD_REPLY, 999, 'A'],
  [OLD, 'AA 00 4B 46 FF FF 0B 10', OK, 85.0625, 'A'], [OLD, '32 00 4B 46 FF FF 0C 10', OK, 25, 'A'], [OLD, '33 00 4B 46 FF FF 04 10', OK, 25.5, 'A'],
  [OLD, '01 00 4B 46 FF FF 04 10', OK, 0.5, 'A'], [OLD, '00 00 4B 46 FF FF 0C 10', OK, 0, 'A'], [OLD, 'FF FF 4B 46 FF FF 04 10', OK, -0.5, 'A'],
  [OLD, 'CE FF 4B 46 FF FF 0C 10', OK, -25, 'A'], [OLD, '92 FF 4B 46 FF FF 0C 10', OK, -55, 'A'], [OLD, '32 00 4B 46 FF FF 10 10', OK, 24.75, 'A'],
  [OLD, '33 00 4B 46 FF FF 01 10', OK, 25.6875, 'A'], [OLD, 'AA 00 4B 46 FF FF 0C 10', SUSPECT, 999, 'A'], [OLD, 'D0 07 4B 46 7F FF 10 10', BAD_REPLY, 999, '-'],
  [OLD, '32 00 4B 46 FF FF 0C 11', BAD_REPLY, 999, '-'], [OLD, '32 00 4B 46 FF FF 11 10', BAD_REPLY, 999, '-'], [OLD, '32 00 4B 46 FF FE 0C 10', BAD_REPLY, 999, '-'],
  ['28aa3c61551401f0', '91 01 4B 46 7F FF 0C 10', OK, 25.0625, 'B'], ['28ff7c5a611604ee', '91 01 4B 46 7F FF 7F 10', OK, 25.0625, 'B'],
  ['28ff641dcd96f201', '91 01 55 00 7F FF 0C 10', OK, 25.0625, 'C'], ['281cbc4692100288', '90 01 55 05 7F 21 34 66', OK, 25, 'D'],
  ['28241d77910402ce', '90 01 55 05 7F 7E 81 66', OK, 25, 'D'], ['289e9c1f00008004', '90 01 FF FF 7F FF FF FF', OK, 25, 'E'], [GENUINE, '91 01 4B 46 7F FF 00 10', OK, 25.0625, 'B']
]

function probeOf(rom: string): Ds18b20Probe {
  return { rom: rom, status: OK, temperature: 999, errors: 0, kind: 0, want: 0 }
}

function sealed(text: string): Uint8Array {
  return numbersOf(text + ' ' + ('0' + maximCrc8(numbersOf(text)).toString(16)).slice(-2))
}

/** Scratchpads of DS18B20, DS18S20 and counterfeits. */
export function ds18b20Cases(checks: Checks): void {
  for (const row of ROWS) {
    const probe = probeOf(row[0])
    const status = decodeScratchpad(sealed(row[1]), probe)
    const family = probe.kind ? String.fromCharCode(probe.kind) : '-'
    checks.check('ds18b20 ' + row[0].slice(0, 2) + ' ' + row[1], status + ' ' + probe.temperature + ' ' + family, row[2] + ' ' + row[3] + ' ' + row[4])
  }
  const nothing = new Uint8Array(9)
  checks.check('ds18b20 all zero', decodeScratchpad(nothing, probeOf(GENUINE)), BAD_REPLY)
  checks.check('ds18s20 all zero', decodeScratchpad(nothing, probeOf(OLD)), BAD_REPLY)
  nothing.fill(255)
  checks.check('ds18b20 all FF', decodeScratchpad(nothing, probeOf(GENUINE)), NOT_FOUND)
  checks.check('ds18b20 no bytes', decodeScratchpad(new Uint8Array(0), probeOf(GENUINE)), BAD_REPLY)
  checks.check('ds18b20 eight bytes', decodeScratchpad(numbersOf('50 05 4B 46 7F FF 0C 10'), probeOf(GENUINE)), BAD_REPLY)
  let refused = 0
  for (let bit = 0; bit < 72; bit++) {
    const bytes = sealed('91 01 4B 46 7F FF 0F 10')
    bytes[bit >> 3] ^= 1 << (bit & 7)
    if (decodeScratchpad(bytes, probeOf(GENUINE)) === BAD_CHECKSUM) refused++
  }
  checks.check('ds18b20 flipped bits refused', refused, 72)
}
