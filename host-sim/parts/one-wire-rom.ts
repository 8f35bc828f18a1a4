import type { RomCode } from '../../drivers/hal/one-wire-bus.ts'
import { dallasCrc8 } from './dallas-crc8.ts'

/** The ROM of a part from its first seven bytes, 14 hex digits in bus order beginning with the family code (10, 22, 28). */
export function oneWireRom(first: string): RomCode {
  const bytes: number[] = []
  for (let i = 0; i < 14; i += 2) bytes.push(parseInt(first.slice(i, i + 2), 16))
  const check = dallasCrc8(bytes)
  return first.toLowerCase() + (check < 16 ? '0' : '') + check.toString(16)
}
