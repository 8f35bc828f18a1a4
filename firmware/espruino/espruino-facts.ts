import type { StartRecord } from './start-record.ts'
import type { NodeFacts } from '../station/node-facts.ts'
import type { EspruinoStorage } from './platform.ts'

declare function require(name: 'Storage'): EspruinoStorage
declare const E: { kickWatchdog(): void }
declare const process: { memory(): { usage: number, total: number } }

/** Signs of life, one every 2 s, after which this start counts as healthy. */
const HEALTHY = 30

/** The facts of a node on Espruino, and what its watchdog and boot guard are told. */
export class EspruinoFacts implements NodeFacts {
  readonly boot: number
  readonly firmware: string
  readonly bundle: string
  readonly model: string
  readonly reset: string
  private readonly record: StartRecord | undefined
  private beats: number

  /** `record` is what the guard left, if one ran. */
  constructor(record: StartRecord | undefined, version: string) {
    this.boot = record ? record.boot : 0
    this.firmware = version
    this.bundle = record ? record.hash : ''
    this.model = 'ESP32 Espruino'
    this.reset = record ? record.trouble || record.reset : 'reset'
    this.record = record
    this.beats = 0
  }

  memory(): { used: number, total: number } {
    const memory = process.memory()
    return { used: memory.usage, total: memory.total }
  }

  alive(): void {
    E.kickWatchdog()
    this.beats++
    const record = this.record
    if (this.beats !== HEALTHY || !record) return
    try {
      require('Storage').write(record.file, 'H', record.offset)
    } catch {
      // a Storage that cannot be written is no reason to stop measuring
    }
  }
}
