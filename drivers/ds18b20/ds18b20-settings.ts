// What a DS18B20 driver can be asked for, and what it keeps of each probe. Constants and types only.
import type { Probe } from '../sensor.ts'

/** 9-12 bits. This and the next two are also the setting's place, in bits, within `want`. */
export const RESOLUTION = 0
/** TL: whole deg C, -55..125; at or below it a probe is in alarm. */
export const ALARM_LOW = 8
/** TH: whole deg C, -55..125; at or above it a probe is in alarm. */
export const ALARM_HIGH = 16
/** `set` only: settings to EEPROM (command 48), then recalled and compared. Counterfeits of family C survive about eight. */
export const COPY = 0x48
/** `set` only: settings from EEPROM (command B8). */
export const RECALL = 0xb8
/** `get` only: 1 external, 0 parasite (command B4). */
export const POWER = 0xb4
/** `get` only: searches for probes in alarm (command EC); bit i of the value stands for `probes[i]`. */
export const ALARMS = 0xec

/** A probe as its driver keeps it: at most 14 variables of the interpreter, hence the packed numbers. */
export interface Ds18b20Probe extends Probe {
  /** TH, TL and configuration (high to low byte) that it must read back, plus VERIFIED; 0 before first contact. */
  want: number
}

/** In `want`: known to be in the probe. Cleared by whatever may mean that it was reset. */
export const VERIFIED = 0x1000000
