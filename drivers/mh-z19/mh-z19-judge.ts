// Winsen MH-Z19 family: which replies are the air's CO2, and which are boot values, plateaus, clamps and sagging supplies.
// Pure. README.md has the rule in words.
import type { Bytes } from '../hal/bytes.ts'
import type { Status } from '../hal/status.ts'
import { BAD_CHECKSUM, BAD_REPLY, OK, SUSPECT, TIMEOUT, WARMING } from '../hal/status.ts'
import { type Course, LOWEST_CO2 } from '../plausibility/plausibility.ts'
import { READ, numberOf } from './mh-z19-wire.ts'
import { ABC, ASSUMED_RANGE, HIGHEST_RANGE, LOWEST_RANGE, RANGE, RANGE_UNASKED, RANGE_UNTOLD, UNASKED, UNCLAMPED } from './mh-z19-settings.ts'

/** `life`: nothing is known of the sensor's past. */
export const NEW = 0
/** It was silent; whatever answers next has been without power. */
export const LOST = 1
/** It has shown nothing yet but what units show while they boot. */
export const BOOTING = 2
/** It has left its boot values behind. */
export const PREHEATING = 3
export const WARM = 4

/** What is known of the sensor; kept by the driver, in short names for the sake of memory. */
export interface Evidence extends Course {
  /** NEW, LOST, BOOTING, PREHEATING or WARM. */
  life: number
  /** ms: the latest that it may have been powered up, while it preheats. */
  from: number
  /** The newest reading, believed or not. */
  ppm: number
  /** The reading before; 0 for none. */
  last: number
  /** Its range in ppm; RANGE_UNASKED, or RANGE_UNTOLD. */
  top: number
  /** How many more times command 85 may stay without answer before it is no longer asked. */
  asks: number
  /** Its automatic baseline correction, 0 or 1; UNASKED, or UNTOLD by a part that does not answer what is asked. */
  abc: number
}

/** How often command 85 may stay without answer, once it has been answered or the part is new. */
const PATIENCE = 3
/** ppm by which two readings of one air may differ, and by which a boot value is left at least; to each is added the reading through its divisor. */
const NOISE = 50
const NOISE_DIVISOR = 16
const LEAVING = 20
const LEAVING_DIVISOR = 64
/** ppm: the ranges of MH-Z19 1.0 and MH-Z19B 1.5, where a unit clamps that does not tell its own. */
const SMALL_RANGE = 2000
const MIDDLE_RANGE = 5000
/** S and U of a unit that boots: bytes 5, and 6 and 7 (first model only: 15000). */
const BOOT_STATE = 1
const BOOT_HIGH = 0x3a
const BOOT_LOW = 0x98

/** It may have been without power since: nothing that it has told is known any more. */
function forget(evidence: Evidence, now: number): void {
  evidence.life = BOOTING
  evidence.from = now
  evidence.top = RANGE_UNASKED
  evidence.asks = PATIENCE
  evidence.abc = UNASKED
}

/** What it has to be asked first. Its ABC only once, as many units do not tell it. */
function inquiry(evidence: Evidence): number {
  return evidence.abc === UNASKED ? ABC : RANGE
}

/**
 * What the exchange of `command` says about CO2: a status, with the value in `ppm` if OK, or the negated command that
 * has to be asked first. `outcome` and `reply` are those of the exchange, `tries` the number of requests left to this
 * sample, `preheat` the ms that the sensor needs from power-up. What every CO2 must be besides is judged in plausibility.ts.
 * In one piece, since every sample passes here and its conditions lean on one another. @hot
 */
export function judge(
  evidence: Evidence, command: number, outcome: Status, reply: Bytes, tries: number, now: number, preheat: number
): number {
  let unclamped = 0
  if (command === READ) {
    if (outcome !== OK) {
      if (tries > 1) return -READ
      // MH-Z19: frames with wrong sums belong to the boot sequence (bencorrado/pmsensor#8).
      const heating = evidence.life > LOST && evidence.life < WARM && now - evidence.from < preheat
      if (heating && outcome !== TIMEOUT) return WARMING
      if (evidence.life !== WARM || outcome !== BAD_CHECKSUM) evidence.life = LOST
      return outcome
    }
    evidence.last = evidence.ppm
    evidence.ppm = reply.charCodeAt(2) * 256 + reply.charCodeAt(3)
    // S = 1 and U = 15000 (first model only). All other values of these bytes go with good readings (SmingHub/Sming#2415).
    const booting = reply.charCodeAt(5) === BOOT_STATE || (reply.charCodeAt(6) === BOOT_HIGH && reply.charCodeAt(7) === BOOT_LOW)
    if (booting || evidence.life <= LOST) {
      forget(evidence, now)
      if (booting) return WARMING
    }
    if (evidence.top === RANGE_UNASKED && tries > 0) return -inquiry(evidence)
  } else if (command === RANGE) {
    if (outcome === OK) evidence.top = numberOf(reply)
    if (outcome === TIMEOUT || (outcome === OK && (evidence.top < LOWEST_RANGE || evidence.top > HIGHEST_RANGE))) evidence.top = RANGE_UNTOLD
  } else if (outcome === OK) {
    unclamped = numberOf(reply)
    evidence.asks = PATIENCE
  } else evidence.asks--

  const ppm = evidence.ppm
  const limit = evidence.top > RANGE_UNTOLD ? evidence.top : ASSUMED_RANGE
  // What units hold flat while they boot and warm up. The full stop is for the interpreter, whose `indexOf` takes the
  // beginning of a text at the very end of another for the whole. Here, not above: it takes memory only while in use.
  const plateaus = ' 0 400 410 500 505 510 1000 1215 2000 5000 15000 .'
  const flat = plateaus.indexOf(` ${ppm} `) >= 0
  // A boot value is left with a leap: a cold lamp reads high.
  const leapt = ppm - evidence.last > LEAVING + ppm / LEAVING_DIVISOR && evidence.last > 0 && plateaus.indexOf(` ${evidence.last} `) >= 0
  if (evidence.life === WARM && !flat && !leapt && ppm >= LOWEST_CO2 && ppm < limit) return OK
  const noise = NOISE + ppm / NOISE_DIVISOR
  const jumped = Math.abs(ppm - evidence.last) > noise
  const clamped = ppm === limit || (evidence.top <= RANGE_UNTOLD && (ppm === SMALL_RANGE || ppm === MIDDLE_RANGE))
  if ((flat || clamped) && command !== UNCLAMPED && evidence.asks > 0 && tries > 0 && evidence.life !== BOOTING) return -UNCLAMPED
  // Raw, a cold lamp's value is air's as well, but neither near what 86 says nor where the reading before was.
  const moved = evidence.last > 0 ? Math.abs(unclamped - evidence.last) : 0
  const near = Math.abs(unclamped - ppm) <= noise && moved <= noise
  const above = clamped && unclamped > ppm && (moved <= noise || evidence.last === ppm)
  const restarted = leapt || (unclamped > 0 ? !near && !above : flat && !clamped && jumped)
  if (evidence.life !== WARM) {
    if (restarted) evidence.life = BOOTING
    else if (!flat || ppm === evidence.top) evidence.life = PREHEATING
    // 0 is also what a sagging supply leaves of it: that is not waited for.
    if (evidence.life === BOOTING && ppm > 0) evidence.from = now
    if (now - evidence.from < preheat) return WARMING
    evidence.life = WARM
    evidence.from = now
  }
  if (ppm === 0 || ppm > limit) return BAD_REPLY
  if (ppm < LOWEST_CO2) return SUSPECT
  if (restarted) {
    evidence.life = BOOTING
    evidence.from = now
    return WARMING
  }
  if (clamped || flat) {
    if (unclamped >= LOWEST_CO2 && unclamped <= HIGHEST_RANGE && plateaus.indexOf(` ${unclamped} `) < 0) evidence.ppm = unclamped
    else if (clamped || plateaus.indexOf(` ${evidence.last} `) >= 0) return SUSPECT
  }
  return OK
}
