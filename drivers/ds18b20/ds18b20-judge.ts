// Scratchpads of DS18B20 (Maxim 042208, "Memory"), DS1822 and MAX31820, which are alike, and of DS18S20 (19-5474), which is not.
// Counterfeits: cpetrich/counterfeit_DS18B20. Bytes: T low, T high, TH, TL, configuration, FF, (6), 10, checksum.
import { maximCrc8 } from '../checksum/maxim-crc8.ts'
import { BAD_CHECKSUM, BAD_REPLY, NOT_FOUND, OK, SUSPECT, type Status } from '../hal/status.ts'
import type { Ds18b20Probe } from './ds18b20-settings.ts'

/**
 * Nine bytes of the probe to its `temperature` in deg C, which is written only where the result is OK, and to the
 * family in `kind` where that is not known yet.
 * NOT_FOUND: all FF, nobody drives the bus. BAD_CHECKSUM. BAD_REPLY: all zero (a bus held low has a good checksum), a
 * structure no known part has, or a value outside -55..125, which is what a failed conversion leaves behind.
 * SUSPECT: the power-on value, no conversion has taken place.
 * In one piece, as every probe of every sample passes here.
 * @hot
 */
export function decodeScratchpad(bytes: Uint8Array, probe: Ds18b20Probe): Status {
  const config = bytes[4]
  const sixth = bytes[6]
  const seventh = bytes[7]
  const raw = ((bytes[0] | (bytes[1] << 8)) << 16) >> 16
  let sixteenths = 0
  let powerOn = 0x550
  if (bytes.length !== 9) return BAD_REPLY
  if (maximCrc8(bytes) !== 0) {
    for (const byte of bytes) if (byte !== 0xff) return BAD_CHECKSUM
    return NOT_FOUND
  }
  if (probe.rom.startsWith('10')) {
    // Bit 0 is the half degree, replaced by the finer count: whole - 0.25 + (per degree - remain) / per degree.
    if (config !== 0xff || bytes[5] !== 0xff || seventh !== 0x10 || sixth > 16) return BAD_REPLY
    sixteenths = (raw >> 1) * 16 + 12 - sixth
    powerOn = 0xaa
  } else {
    // FF .. 10 is the datasheet's; (not FF) .. 66 are counterfeits D1 and D2, FF FF FF is counterfeit E.
    if ((config & 0x9f) !== 0x1f) return BAD_REPLY
    if (bytes[5] === 0xff ? seventh !== 0x10 && (seventh !== 0xff || sixth !== 0xff) : seventh !== 0x66) return BAD_REPLY
    // The low 3, 2, 1 or 0 bits are undefined at 9 to 12 bits.
    sixteenths = raw & -(8 >> (config >> 5))
  }
  if (!(probe.kind & 127)) {
    // 'A' Maxim (ROM 28-xx-xx-xx-xx-00-00), 'C' (ROM 28-xx-64, 12 bits only), 'D', 'E', else 'B'.
    const genuine = probe.rom.slice(10, 14) === '0000' && sixth > 0 && sixth <= 16
    probe.kind |= seventh === 0x66 ? 68 : seventh === 0xff ? 69 : genuine ? 65 : probe.rom.slice(4, 6) === '64' && config === 0x7f ? 67 : 66
  }
  if (raw === powerOn && sixth === 0x0c) return SUSPECT
  if (sixteenths < -880 || sixteenths > 2000) return BAD_REPLY
  probe.temperature = sixteenths / 16
  return OK
}
