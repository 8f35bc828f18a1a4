import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { EspruinoStorage } from './platform.ts'

declare function require(name: 'Storage'): EspruinoStorage
declare const E: { CRC32(text: string): number }

// `keep` of NodeFacts.
const NEVER = 0
const ALWAYS = 2
/** Bytes of the latest events; older ones give way. */
const LIMIT = 300
/** Healthy beats between two writes to flash: three hours. */
const RARELY = 5400

/** What the black box keeps in memory, besides the guard's and the watchdog's figures. */
export interface BlackBox {
  /** Number of this start. */
  boot: number
  /** Healthy beats of this start. */
  beats: number
  /** The events that are neither told nor in flash, a line each. */
  box: Bytes
  /** The last one: what repeats itself is noted once. */
  last: Bytes
  /** Bytes at the beginning of `box` that are being told, or minus the number of the file that is. */
  told: number
  /** Writes to flash in this start. */
  saves: number
}

/** The name of the first or second file. */
function file(number: number): string {
  return number === 1 ? 'box.a' : 'box.b'
}

/**
 * See `NodeFacts`. In flash the box is a file of `<CRC-32> <events>`: `box.a` is the first trouble that nobody has been
 * told of, `box.b` the latest. One that has been told is erased.
 */
export function note(this: BlackBox, seconds: number, event: Bytes, keep: number): void {
  if (event === this.last) return
  this.last = event
  this.box += this.boot + ' ' + seconds + ' ' + event + '\n'
  while (this.box.length > LIMIT) {
    const cut = this.box.indexOf('\n') + 1
    this.box = this.box.slice(cut)
    if (this.told > 0) this.told = Math.max(0, this.told - cut)
  }
  if (keep === NEVER || (keep !== ALWAYS && this.saves * RARELY > this.beats)) return
  this.saves++
  try {
    const storage = require('Storage')
    storage.write(file(storage.read(file(1)) === undefined ? 1 : 2), E.CRC32(this.box) + ' ' + this.box)
    this.box = ''
    this.told = Math.min(0, this.told)
  } catch {
    // a Storage that cannot be written is no reason to stop measuring
  }
}

/** See `NodeFacts`. */
export function recall(this: BlackBox, told: boolean): Bytes {
  const storage = require('Storage')
  if (told) {
    if (this.told < 0) storage.erase(file(-this.told))
    else this.box = this.box.slice(this.told)
  }
  for (let i = 1; i <= 2; i++) {
    const text = storage.read(file(i))
    if (text === undefined) continue
    this.told = -i
    const events = text.substr(text.indexOf(' ') + 1)
    if (parseInt(text, 10) === E.CRC32(events)) return events
    // Written when the power failed.
    storage.erase(file(i))
  }
  this.told = this.box.length
  return this.box
}
