import { FULL, OK, OUT_OF_RANGE } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Storage } from '../../drivers/hal/storage.ts'

/** What a file costs beside its text: the header of Espruino's Storage. */
const HEADER = 32
const LONGEST_NAME = 28

/** Files in memory, as many as fit into `capacity` bytes. Outlives the station, as flash outlives a power cut. */
export class SimulatedStorage implements Storage {
  private readonly files = new Map<string, string>()
  private readonly capacity: number

  /** An ESP32 with 4 MB of flash has 896 KB for files. */
  constructor(capacity = 896 * 1024) {
    this.capacity = capacity
  }

  read(name: string): string | undefined {
    return this.files.get(name)
  }

  write(name: string, text: string): Status {
    if (!text || !name || name.length > LONGEST_NAME) return OUT_OF_RANGE
    let used = HEADER + text.length
    for (const [other, content] of this.files) if (other !== name) used += HEADER + content.length
    if (used > this.capacity) return FULL
    this.files.set(name, text)
    return OK
  }

  erase(name: string): void {
    this.files.delete(name)
  }
}
