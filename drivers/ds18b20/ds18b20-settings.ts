// What a DS18B20 driver can be asked for, and what it keeps of each probe.
import type { Bytes } from '../hal/bytes.ts'
import type { OneWireBus, RomCode } from '../hal/one-wire-bus.ts'
import type { Recovering } from '../hal/recoveries.ts'
import { HELD_LOW, NOT_FOUND, OK, OUT_OF_RANGE, type Status, UNSUPPORTED } from '../hal/status.ts'
import { PARASITE, type Probe, VERIFIED } from '../sensor.ts'

/** LOWEST_RESOLUTION to HIGHEST_RESOLUTION, bits. This and the next two are also the setting's place, in bits, within `want`. */
export const RESOLUTION = 0
/** TL: whole deg C, LOWEST to HIGHEST; at or below it a probe is in alarm. */
export const ALARM_LOW = 8
/** TH: whole deg C, LOWEST to HIGHEST; at or above it a probe is in alarm. */
export const ALARM_HIGH = 16
/** `set` only: settings to EEPROM (command 48), then recalled and compared. Counterfeits of family C survive about eight. */
export const COPY = 0x48
/** `set` only: settings from EEPROM (command B8). */
export const RECALL = 0xb8
/** `get` only: 1 external, 0 parasite (command B4). */
export const POWER = 0xb4
/** `get` only: searches for probes in alarm (command EC); bit i of the value stands for `probes[i]`. */
export const ALARMS = 0xec

// What values and settings can be (042208, "Features" and "Memory").
/** deg C: the scale of the temperature. */
export const LOWEST = -55
export const HIGHEST = 125
/** Bits. */
export const LOWEST_RESOLUTION = 9
export const HIGHEST_RESOLUTION = 12

/** In `Ds18b20Driver.command`: a setting that goes to the scratchpad alone. */
export const SCRATCHPAD = 1

/** In `Probe.want`: TH, TL and configuration, without VERIFIED. */
export const SETTINGS = 0xffffff
/** In `Probe.want` and in a configuration: bits that always read 1. Above them are the 2 bits of the resolution less 9. */
export const ALWAYS_SET = 31
/** By how much the resolution is shifted there. */
export const RESOLUTION_SHIFT = 5

/** `Probe.kind`, without PARASITE: the letter of a family in cpetrich/counterfeit_DS18B20, 0 before first contact. */
export const FAMILY = 127
/** Maxim's own. */
export const FAMILY_A = 65
/** What is none of the others. */
export const FAMILY_B = 66
/** 12 bits only. */
export const FAMILY_C = 67
/** Their EEPROM is not trusted, from D on. */
export const FAMILY_D = 68
export const FAMILY_E = 69

/** Probes of one bus that are read; `Ds18b20.found` says how many there are. */
export const MAX_PROBES = 16

/** The family code of a DS18S20, which has one resolution and no register for it. */
export const OLD_FAMILY = '10'

/** A probe as its driver keeps it: at most 14 variables of the interpreter, hence the packed numbers. */
export interface Ds18b20Probe extends Probe {
  /** TH, TL and configuration (high to low byte) that it must read back, plus VERIFIED; 0 before first contact. */
  want: number
  /** deg C by which it left what was believed, while a second conversion has to confirm that; not there before the first such leap. */
  leap?: number
}

/** The driver as the functions of its other files see it. */
export interface Ds18b20Driver extends Recovering {
  errors: number
  /** Every probe met since `start`, in the order met, at most MAX_PROBES. */
  readonly probes: Ds18b20Probe[]
  /** The one probe that `set` and `get` speak of; '' for all (`set` and ALARMS only). */
  target: RomCode
  /** What the latest search says: OK, NOT_FOUND (nobody), HELD_LOW, UNSUPPORTED (foreign families alone), BAD_CHECKSUM (noise alone). */
  busStatus: Status
  /** Probes that answered the latest search, read or not; and the family codes that no driver is here for, `3b 42`. */
  found: number
  foreign: string
  readonly bus: OneWireBus
  status: Status
  /** What it is about: IDLE, SEARCH, SET_UP, CONVERT, CONVERTING, READ or MEMORY (ds18b20-steps.ts). */
  phase: number
  /** The place in `probes` of the one that is spoken with. */
  index: number
  /**
   * How often what is under way with the bus or with one probe has failed, below ATTEMPTS, or SEARCHES for a search. In MEMORY
   * it says how far a copy or a recall is with one probe: BEGUN, COPIED, or RECALLED plus how often reading back has failed.
   */
  attempt: number
  /** Of a sample: FIRST, DOUBTED, AGAIN, ALONE or OVER (ds18b20-steps.ts). */
  round: number
  /** Nobody took up the conversion, or it goes on for longer than any is known to: what is read may be an old value. */
  lost: boolean
  going: boolean
  /** Questions left whether the conversions have ended. */
  polls: number
  /** Samples to come without a search; at 0 the next one begins with it. */
  untilSearch: number
  resolution: number
  /** Some probe lives on the data line: it is driven high during conversions. */
  hold: boolean
  /** Of a `set`: COPY, RECALL or SCRATCHPAD; 0 for anything else. */
  command: number
}

/** OK, OUT_OF_RANGE or UNSUPPORTED for a `set`. */
function accepts(setting: number, value: number): Status {
  // The setting, its least and its most.
  const ranges = [
    RESOLUTION, LOWEST_RESOLUTION, HIGHEST_RESOLUTION, ALARM_LOW, LOWEST, HIGHEST, ALARM_HIGH, LOWEST, HIGHEST,
    COPY, value, value, RECALL, value, value
  ]
  for (let i = 0; i < ranges.length; i += 3) {
    if (ranges[i] !== setting) continue
    return setting > ALARM_HIGH || (value >= ranges[i + 1] && value <= ranges[i + 2] && value === Math.floor(value)) ? OK : OUT_OF_RANGE
  }
  return UNSUPPORTED
}

/** Puts a setting into what one probe is to read back. */
function wantOf(probe: Ds18b20Probe, setting: number, value: number): void {
  if (!probe.want || (setting === RESOLUTION && probe.rom.startsWith(OLD_FAMILY))) return
  const byte = setting === RESOLUTION ? ((value - LOWEST_RESOLUTION) << RESOLUTION_SHIFT) | ALWAYS_SET : value & 255
  probe.want = (probe.want & SETTINGS & ~(255 << setting)) | (byte << setting)
}

/** Puts a setting into what the probes meant are to read back. OK, or why there is nothing to be done. */
export function want(driver: Ds18b20Driver, setting: number, value: number): Status {
  const accepted = accepts(setting, value)
  if (accepted !== OK) return accepted
  let status: Status = NOT_FOUND
  if (setting === RESOLUTION && !driver.target) driver.resolution = value
  for (const probe of driver.probes) {
    if (driver.target && driver.target !== probe.rom) continue
    status = OK
    if (setting <= ALARM_HIGH) wantOf(probe, setting, value)
  }
  return status
}

/** A setting of the one probe meant as last verified on the wire; NOT_FOUND in `driver.status` without such a probe. */
export function told(driver: Ds18b20Driver, setting: number): number {
  driver.status = setting > ALARM_HIGH && setting !== POWER ? UNSUPPORTED : NOT_FOUND
  for (const probe of driver.probes) {
    if (driver.status === UNSUPPORTED || probe.rom !== driver.target || !(probe.want & VERIFIED)) continue
    driver.status = OK
    if (setting === POWER) return probe.kind & PARASITE ? 0 : 1
    return setting ? ((probe.want >> setting) << 24) >> 24 : LOWEST_RESOLUTION + ((probe.want >> RESOLUTION_SHIFT) & 3)
  }
  return 0
}

/** Which probes are in alarm: bit i stands for `probes[i]`. */
export function alarms(driver: Ds18b20Driver): number {
  const alarmed = driver.bus.search(ALARMS)
  let bits = 0
  for (let i = 0; i < driver.probes.length; i++) if (alarmed.includes(driver.probes[i].rom)) bits |= 1 << i
  return bits
}

/** What `info` says of the bus: what the latest search found, how many probes are read, and the families that no driver is here for. */
export function description(driver: Ds18b20Driver): Bytes {
  const status = driver.busStatus
  const bus = status === OK ? 'ok' : status === HELD_LOW ? 'held_low' : status === UNSUPPORTED ? 'foreign' : status === NOT_FOUND ? 'empty' : 'noise'
  const foreign = driver.foreign ? '"' + driver.foreign.split(' ').join('","') + '"' : ''
  return ',"type":"DS18B20","range":{"temperature":[' + LOWEST + ',' + HIGHEST + ']},"bus":"' + bus + '","found":' + driver.found +
    ',"read":' + driver.probes.length +
    ',"foreign":[' + foreign + ']'
}
