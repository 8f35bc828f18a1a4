import type { NodeFacts } from '../station/node-facts.ts'
import { note, recall, type BlackBox } from './black-box.ts'
import type { EspruinoStorage } from './platform.ts'
import type { StartRecord } from './start-record.ts'

declare function require(name: 'Storage'): EspruinoStorage
declare function print(text: string): void
declare const E: { kickWatchdog(): void }
declare const process: { memory(): { usage: number, total: number } }

/** Verified signs of life, one every 2 s, after which this start counts as healthy. */
const HEALTHY = 30

/** The guard's record, and what the application adds to it. */
interface EspruinoFacts extends NodeFacts, StartRecord, BlackBox {
  boot: number
}

function memory(): { used: number, total: number } {
  const now = process.memory()
  return { used: now.usage, total: now.total }
}

function alive(this: EspruinoFacts, verified: boolean): void {
  E.kickWatchdog()
  if (!verified) return
  this.beats++
  if (this.beats !== HEALTHY || !this.file) return
  try {
    require('Storage').write(this.file, 'H', this.offset)
  } catch {
    // a Storage that cannot be written is no reason to stop measuring
  }
}

/**
 * The facts of a node on Espruino, and what its watchdog and boot guard are told: the guard's own record, made more of.
 * `record` is undefined where no guard ran.
 */
export function espruinoFacts(record: StartRecord | undefined, version: string): NodeFacts {
  const facts = (record ?? { boot: 0, reset: 'reset', bundle: '', trouble: '', file: '', offset: 0 }) as EspruinoFacts
  facts.reset = facts.trouble || facts.reset
  facts.firmware = version
  facts.beats = 0
  facts.memory = memory
  facts.box = facts.last = ''
  facts.told = facts.saves = 0
  facts.alive = alive
  facts.note = note
  facts.recall = recall
  facts.say = print
  return facts
}
