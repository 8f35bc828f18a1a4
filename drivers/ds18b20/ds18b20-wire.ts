// What passes on the wire between a reset and the next one. Maxim DS18B20 (042208), "ROM Commands" and "Function Commands".
import { maximCrc8 } from '../checksum/maxim-crc8.ts'
import type { OneWireBus, RomCode } from '../hal/one-wire-bus.ts'
import { BAD_CHECKSUM, BAD_REPLY, HELD_LOW, NOT_FOUND, OK, type Status, SUSPECT, UNSUPPORTED, WARMING } from '../hal/status.ts'
import { decodeScratchpad } from './ds18b20-judge.ts'
import { PARASITE, VERIFIED } from '../sensor.ts'
import {
  ALWAYS_SET, type Ds18b20Driver, type Ds18b20Probe, FAMILY, FAMILY_D, LOWEST_RESOLUTION, MAX_PROBES, OLD_FAMILY, POWER, RESOLUTION_SHIFT, SETTINGS
} from './ds18b20-settings.ts'

// Commands; those that a `set` or `get` asks for by name stand in ds18b20-settings.ts.
/** "Search ROM": names, bit by bit. */
const SEARCH_ROM = 0xf0
/** "Convert T". */
export const CONVERT_T = 0x44
/** "Read Scratchpad": nine bytes. */
const READ_SCRATCHPAD = 0xbe
/** "Write Scratchpad": TH, TL and, but for a DS18S20, configuration. */
const WRITE_SCRATCHPAD = 0x4e

/** Bytes of a scratchpad. */
const SCRATCHPAD_LENGTH = 9
/** What is read once every part that was told to has converted. */
export const CONVERTED = 0xff
/** What is read after POWER: all parts have a supply of their own, or one lives on the data line. */
const SUPPLIED = 0xff
const ON_THE_LINE = 0
/** Characters of a name, two hex digits a byte. */
const ROM_LENGTH = 16
/** No EEPROM holds TH 125 and TL -55. So they show a reset of families D and E, whose power-on value looks real. */
const MARKER = 0x7dc900

/** A status in the low 4 bits, and above them TH, TL and configuration, 0 when the scratchpad was not sound. */
export type ProbeReply = number

/**
 * One attempt to read the scratchpad (BE): SUSPECT too when the settings are not the ones given to the probe.
 * @hot
 */
export function readProbe(bus: OneWireBus, probe: Ds18b20Probe): ProbeReply {
  if (!bus.reset()) return NOT_FOUND
  bus.select(probe.rom)
  bus.write(READ_SCRATCHPAD, false)
  const bytes = bus.read(SCRATCHPAD_LENGTH)
  const status = /* @__NOINLINE__ */ decodeScratchpad(bytes, probe)
  const found = (bytes[2] << 16) | (bytes[3] << 8) | bytes[4]
  if (status === OK && (found | VERIFIED) === probe.want) return (found << 4) | OK
  if (status === BAD_CHECKSUM) probe.errors++
  if (status === BAD_CHECKSUM || status === NOT_FOUND) return status
  probe.want &= SETTINGS
  return ((found & ALWAYS_SET) === ALWAYS_SET ? found << 4 : 0) | (status === OK ? SUSPECT : status)
}

/** The power mode (B4) into `probe.kind`; false when the answer is neither. */
function askPower(bus: OneWireBus, probe: Ds18b20Probe): boolean {
  bus.reset()
  bus.select(probe.rom)
  bus.write(POWER, false)
  const bits = bus.read(1)
  const supply = bits[0]
  if (supply !== ON_THE_LINE && supply !== SUPPLIED) return false
  probe.kind = (probe.kind & FAMILY) | (supply ? 0 : PARASITE)
  return true
}

/** What a probe is to read back that nothing was asked of yet; `found` is what it has. */
function firstWant(probe: Ds18b20Probe, found: number, resolution: number): number {
  const settings = (probe.kind & FAMILY) < FAMILY_D ? found : MARKER | (found & 255)
  return probe.rom.startsWith(OLD_FAMILY) ? settings : (settings & 0xffff00) | ((resolution - LOWEST_RESOLUTION) << RESOLUTION_SHIFT) | ALWAYS_SET
}

/**
 * One attempt to ask for the power mode (B4) and to see the wanted settings in the scratchpad; they are written (4E) only
 * where they differ. UNSUPPORTED: on the `last` attempt, all but the resolution is as wanted; the part's own is accepted.
 */
export function setUpProbe(bus: OneWireBus, probe: Ds18b20Probe, resolution: number, last: boolean): Status {
  let reply = readProbe(bus, probe)
  if (reply < 16) return (reply & 15) as Status
  if (!askPower(bus, probe)) return BAD_REPLY
  const wanted = (probe.want & SETTINGS) || firstWant(probe, reply >> 4, resolution)
  probe.want = wanted
  if (reply >> 4 !== wanted) {
    bus.reset()
    bus.select(probe.rom)
    bus.write(WRITE_SCRATCHPAD, false)
    bus.write(wanted >> 16, false)
    bus.write((wanted >> 8) & 255, false)
    // The DS18S20 takes two bytes.
    if (!probe.rom.startsWith(OLD_FAMILY)) bus.write(wanted & 255, false)
    reply = readProbe(bus, probe)
    if (reply >> 4 !== wanted) {
      if (reply < 16) return (reply & 15) as Status
      if (((reply >> 4) ^ wanted) > 255 || !last) return BAD_REPLY
      probe.want = (reply >> 4) | VERIFIED
      return UNSUPPORTED
    }
  }
  probe.want = wanted | VERIFIED
  return OK
}

/** The family code of a whole name, two hex digits; '' when its check byte is wrong. */
function familyOf(rom: RomCode): string {
  const bytes = []
  for (let i = 0; i < ROM_LENGTH; i += 2) bytes.push(parseInt(rom.slice(i, i + 2), 16))
  return rom.length !== ROM_LENGTH || maximCrc8(bytes) !== 0 ? '' : rom.slice(0, 2)
}

/** Why a search brought no name of ours: foreign ones, broken ones, nobody, or HELD_LOW for a line that is low though nobody drives it. */
function whyNone(bus: OneWireBus, foreign: string, broken: number): Status {
  if (foreign) return UNSUPPORTED
  if (broken) return BAD_CHECKSUM
  if (!bus.reset()) return NOT_FOUND
  // A part that listens takes the slots for written ones.
  const slots = bus.read(1)
  return slots[0] === 0 ? HELD_LOW : NOT_FOUND
}

/**
 * Searches (F0) and appends what is new, to be proved by `setUpProbe`. Returns the broken names among them, -1 for no
 * name at all. What it says of the bus goes to `busStatus`, `found` and `foreign`.
 * @hot
 */
export function findProbes(driver: Ds18b20Driver): number {
  const probes = driver.probes
  const roms = driver.bus.search(SEARCH_ROM)
  let broken = 0
  let foreign = ''
  let found = 0
  for (const rom of roms) {
    let known = false
    // A known name was whole when it was met, and taking names apart is dear.
    for (const probe of probes) if (probe.rom === rom) known = true
    const family = known ? '' : familyOf(rom)
    if (known) found++
    // 22: DS1822. 28: DS18B20 and MAX31820. Only numbers are inlined: a name would cost a variable.
    else if ([OLD_FAMILY, '22', '28'].includes(family)) {
      found++
      if (probes.length < MAX_PROBES) {
        probes.push({ rom, status: WARMING, temperature: NaN, errors: 0, kind: 0, want: 0 })
      }
    } else if (!family) broken++
    else if (!(foreign + '.').includes(family)) foreign += ' ' + family
  }
  driver.found = found
  driver.foreign = foreign.slice(1)
  driver.busStatus = found ? OK : whyNone(driver.bus, foreign, broken)
  return roms.length > 0 ? broken : -1
}
