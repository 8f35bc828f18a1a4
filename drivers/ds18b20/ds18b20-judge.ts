// Scratchpads of DS18B20 (Maxim 042208, "Memory"), DS1822 and MAX31820, which are alike, and of DS18S20 (19-5474), which is not.
// Counterfeits: cpetrich/counterfeit_DS18B20. Bytes: T low, T high, TH, TL, configuration, FF, (6), 10, checksum.
import { maximCrc8 } from '../checksum/maxim-crc8.ts'
import { BAD_CHECKSUM, BAD_REPLY, NOT_FOUND, OK, SUSPECT, type Status } from '../hal/status.ts'
import { type Ds18b20Probe, FAMILY, FAMILY_A, FAMILY_B, FAMILY_C, FAMILY_D, FAMILY_E, HIGHEST, LOWEST, OLD_FAMILY } from './ds18b20-settings.ts'

/** Sixteenths of a degree in a deg C, the unit of what is measured. */
const SIXTEENTHS = 16
/** The power-on value, 85 deg C, as a DS18B20 and a DS18S20 have it, and byte 6 that goes with it. */
const POWER_ON = 0x550
const OLD_POWER_ON = 0xaa
const POWER_ON_SIXTH = 0x0c
/** Byte 7 of the data sheet, and of counterfeits D1 and D2. */
const SEVENTH = 0x10
const SEVENTH_OF_D = 0x66
/** Bits of a configuration without the resolution, what they are, and a whole one for 12 bits. */
const CONFIG_MASK = 0x9f
const CONFIG = 0x1f
const CONFIG_12_BITS = 0x7f

/**
 * Nine bytes of the probe to its `temperature` in deg C, which is written only where the result is OK, and to the
 * family in `kind` where that is not known yet.
 * NOT_FOUND: all FF, nobody drives the bus. BAD_CHECKSUM. BAD_REPLY: all zero (a bus held low has a good checksum), a
 * structure no known part has, or a value outside LOWEST..HIGHEST, which is what a failed conversion leaves behind.
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
  let powerOn = POWER_ON
  if (bytes.length !== 9) return BAD_REPLY
  if (maximCrc8(bytes) !== 0) {
    for (const byte of bytes) if (byte !== 0xff) return BAD_CHECKSUM
    return NOT_FOUND
  }
  if (probe.rom.startsWith(OLD_FAMILY)) {
    // Bit 0 is the half degree, replaced by the finer count: whole - 0.25 + (per degree - remain) / per degree.
    if (config !== 0xff || bytes[5] !== 0xff || seventh !== SEVENTH || sixth > 16) return BAD_REPLY
    sixteenths = (raw >> 1) * 16 + 12 - sixth
    powerOn = OLD_POWER_ON
  } else {
    // FF .. 10 is the datasheet's; (not FF) .. 66 are counterfeits D1 and D2, FF FF FF is counterfeit E.
    if ((config & CONFIG_MASK) !== CONFIG) return BAD_REPLY
    if (bytes[5] === 0xff ? seventh !== SEVENTH && (seventh !== 0xff || sixth !== 0xff) : seventh !== SEVENTH_OF_D) return BAD_REPLY
    // The low 3, 2, 1 or 0 bits are undefined at 9 to 12 bits.
    sixteenths = raw & -(8 >> (config >> 5))
  }
  if (!(probe.kind & FAMILY)) {
    // 'A' Maxim (ROM 28-xx-xx-xx-xx-00-00), 'C' (ROM 28-xx-64, 12 bits only), 'D', 'E', else 'B'.
    const genuine = probe.rom.slice(10, 14) === '0000' && sixth > 0 && sixth <= 16
    probe.kind |= seventh === SEVENTH_OF_D ? FAMILY_D : seventh === 0xff ? FAMILY_E : genuine ? FAMILY_A
      : probe.rom.slice(4, 6) === '64' && config === CONFIG_12_BITS ? FAMILY_C : FAMILY_B
  }
  if (raw === powerOn && sixth === POWER_ON_SIXTH) return SUSPECT
  if (sixteenths < LOWEST * SIXTEENTHS || sixteenths > HIGHEST * SIXTEENTHS) return BAD_REPLY
  probe.temperature = sixteenths / SIXTEENTHS
  return OK
}
