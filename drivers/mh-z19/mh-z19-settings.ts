// Winsen MH-Z19 family: what can be set and read besides the measurement (MH-Z19B 1.5 and 1.3, "communication protocol").
// Each constant is the command that reads it, or the only one there is.
import type { Bytes } from '../hal/bytes.ts'
import { BAD_REPLY, BUSY, OK, OUT_OF_RANGE, type Status, UNSUPPORTED, WARMING } from '../hal/status.ts'
import { climbed, type Recovering } from '../hal/recoveries.ts'
import { LOWEST_CO2 } from '../plausibility/plausibility.ts'
import { ABC_ON, NOTHING, numberOf, SET_ABC, SET_RANGE } from './mh-z19-wire.ts'

/** Automatic baseline correction: get and set, 0 or 1. The part assumes its lowest reading of a day to be 400 ppm. */
export const ABC = 0x7d
/** Detection range: get and set, 1000, 2000, 3000, 5000 or 10000 ppm. The part may restart. */
export const RANGE = 0x9b
/** Set, 400 only: declares the present air to be 400 ppm. Cannot be undone. The part may restart. */
export const ZERO = 0x87
/** Set, 1000-2000 ppm: declares the present air to be that, after a zero. Cannot be undone. The part may restart. */
export const SPAN = 0x88
/** Set, any value: restarts the part, which preheats again. */
export const RESET = 0x8d
/** Get: four digits, '0515'. */
export const FIRMWARE = 0xa0
/** Get: ppm before the clamp to the range. */
export const UNCLAMPED = 0x85
/** Get: the six data bytes as they came, whose meaning nobody documents. */
export const RAW = 0x84
/** Get: six bytes, see `RAW`. */
export const BACKGROUND = 0x9c
/** Get: six bytes, see `RAW`. */
export const LAST_REPLY = 0xa2
/** Get: six bytes, see `RAW`. */
export const TEMPERATURE_ADJUSTMENT = 0xa3

// What its values and settings can be; MH-Z19B 1.5, where nothing else is said.
/** ppm: the ranges that there are; for the full stop see mh-z19-judge.ts. The data sheets of the family together. */
const RANGES = ' 1000 2000 3000 5000 10000 .'
/** ppm: the least and the largest range that units are known to tell. */
export const LOWEST_RANGE = 500
export const HIGHEST_RANGE = 20000
/** ppm: what the end of the scale is taken for where a unit does not tell its range, the largest of the data sheets. */
export const ASSUMED_RANGE = 10000
/** Two values of the same air differ by at most 50 ppm + 5 % ("main functions and performance"). */
export const ACCURACY = 50
export const SHARE = 0.05
/** ms from power-up to the first value: 3 minutes ("main functions and performance"). */
export const PREHEAT = 180000
/** ppm: what ZERO declares the air to be, and the least and the most that SPAN does. */
const OUTDOORS = 400
const LOWEST_SPAN = 1000
const HIGHEST_SPAN = 2000

/** In place of an ABC: not asked for yet, or no answer to that. */
export const UNASKED = -2
const UNTOLD = -1
/** In place of a range: not asked for yet, or no answer to that. */
export const RANGE_UNASKED = 0
export const RANGE_UNTOLD = 1
/** `purpose` of an exchange, if not the command of a `get` or `set`. */
export const SAMPLE = 0
export const START = 1
/** In place of a value that was chosen: none was. */
export const UNCHOSEN = -1
/** How often a `get`, and what reads a setting back, is sent at most. */
export const ATTEMPTS = 3

/** Called once per `get` or `set`, and never before that call has returned. */
export type SettingDone = (status: Status, value?: number | Bytes) => void

/** The driver as the functions below see it. */
export interface MhZ19Driver extends Recovering {
  /** The choice made by `set`: 0, 1 or UNCHOSEN. */
  abc: number
  /** `top` is its range in ppm, `abc` what it has told of its ABC. */
  readonly evidence: { top: number, abc: number }
  /** What is to be called at the end of what is under way; undefined while nothing is. */
  readonly done: unknown
  /** The command whose reply is waited for, or NOTHING. */
  readonly expected: number
  /** SAMPLE, START, or the command of a `get` or `set`. */
  readonly purpose: number
  /** What the exchange has come to so far, TIMEOUT at first; between two samples the status of the latest. */
  readonly outcome: Status
  /** Requests left to what is under way. */
  tries: number
  ask(command: number, first: number, last: number): void
  finish(status: Status, result: number | Bytes | undefined): void
}

/** OK, OUT_OF_RANGE or UNSUPPORTED for a `set`. */
function accepts(setting: number, value: number): Status {
  // The setting, its least and its most.
  const ranges = [ABC, 0, 1, SPAN, LOWEST_SPAN, HIGHEST_SPAN, ZERO, OUTDOORS, OUTDOORS, RESET, value, value]
  if (setting === RANGE) return RANGES.indexOf(` ${value} `) >= 0 ? OK : OUT_OF_RANGE
  for (let i = 0; i < ranges.length; i += 3) {
    if (ranges[i] !== setting) continue
    return setting === RESET || (value >= ranges[i + 1] && value <= ranges[i + 2] && value === Math.floor(value)) ? OK : OUT_OF_RANGE
  }
  return UNSUPPORTED
}

/** Why a `set` is not carried out; OK when it is to be. `warm`: the preheat is over. */
export function refusal(driver: MhZ19Driver, setting: number, value: number, warm: boolean): Status {
  const status = accepts(setting, value)
  if (status !== OK) return status
  if (!warm && (setting === ZERO || setting === SPAN)) return WARMING
  return driver.done ? BUSY : OK
}

/** The command that sets it. */
export function commandOf(setting: number): number {
  return setting === ABC ? SET_ABC : setting === RANGE ? SET_RANGE : setting
}

/** Sends what a `set` asks for; bytes 3 and 4 hold the argument, or 6 and 7 for a range. */
export function send(driver: MhZ19Driver, setting: number, value: number): void {
  driver.ask(commandOf(setting), setting === ABC ? value * ABC_ON : setting === SPAN ? value : 0, setting === RANGE ? value : 0)
}

/** Whether a `get` may ask for it. */
export function tells(setting: number): boolean {
  return [ABC, RANGE, FIRMWARE, UNCLAMPED, RAW, BACKGROUND, LAST_REPLY, TEMPERATURE_ADJUSTMENT].indexOf(setting) >= 0
}

/** What the reply to a `get` of `setting` says. */
function valueOf(setting: number, reply: Bytes): number | Bytes {
  if (setting === ABC) return reply.charCodeAt(7)
  if (setting === RANGE || setting === UNCLAMPED) return numberOf(reply)
  return setting === FIRMWARE ? reply.slice(2, 6) : reply.slice(2, 8)
}

/** Whether the part can mean it; `wanted` is what it was set to, UNCHOSEN where it was only asked for. */
function isMeant(setting: number, value: number | Bytes, wanted: number): boolean {
  if (wanted >= 0 && value !== wanted) return false
  if (typeof value === 'string') return setting !== FIRMWARE || /^\d+$/.test(value)
  return setting === ABC ? value <= 1 : setting !== RANGE || (value >= LOWEST_RANGE && value <= HIGHEST_RANGE)
}

/** An exchange of a `get` or `set` is over. */
export function concludeSetting(driver: MhZ19Driver, reply: Bytes): void {
  const purpose = driver.purpose
  const setting = driver.expected
  let status = driver.outcome
  let result: number | Bytes | undefined
  if (setting === NOTHING) {
    if (purpose === SET_ABC || purpose === SET_RANGE) {
      driver.tries = ATTEMPTS
      driver.ask(purpose === SET_ABC ? ABC : RANGE, 0, 0)
      return
    }
    status = OK
  } else if (status === OK) {
    result = valueOf(setting, reply)
    if (!isMeant(setting, result, purpose === SET_ABC ? driver.abc : purpose === SET_RANGE ? driver.evidence.top : UNCHOSEN)) status = BAD_REPLY
  } else if (driver.tries > 0) {
    climbed(driver, 'retry')
    driver.ask(setting, 0, 0)
    return
  }
  note(driver, setting, status, result)
  driver.finish(status, result)
}

/** What is known of the part after a `get` or `set`. */
function note(driver: MhZ19Driver, setting: number, status: Status, result: number | Bytes | undefined): void {
  if (driver.purpose === SET_RANGE && status !== OK) driver.evidence.top = RANGE_UNASKED
  if (setting === ABC && status === OK) driver.evidence.abc = result as number
}

/** Before its first value it has been asked for its ABC. The range is next, whatever the answer. */
export function concludeAbc(driver: MhZ19Driver, reply: Bytes): void {
  const abc = reply.charCodeAt(7)
  driver.evidence.abc = driver.outcome === OK && abc <= 1 ? abc : UNTOLD
  driver.ask(RANGE, 0, 0)
}

/**
 * What `info` says of the part: its range, null at the end that it does not tell, and its ABC, left out where it does not tell it. `unasked`: it is off,
 * as it is not from the factory, and nobody asked for that.
 */
export function description(driver: MhZ19Driver): Bytes {
  const top = driver.evidence.top
  const abc = driver.evidence.abc
  return ',"type":"MH-Z19","range":{"co2":[' + LOWEST_CO2 + ',' + (top > RANGE_UNTOLD ? top : 'null') + ']},"stored":{' + (abc < 0 ? '' : '"abc":' + abc) +
    '},"unasked":[' + (abc || driver.abc >= 0 ? '' : '"abc"') + ']'
}
