import type { Status } from '../../drivers/hal/status.ts'
import { FULL, OK, OUT_OF_RANGE } from '../../drivers/hal/status.ts'
import type { Storage } from '../../drivers/hal/storage.ts'
import type { EspruinoStorage as StorageModule } from './platform.ts'

/** `require('Storage')` cuts longer names without a word. */
const LONGEST_NAME = 28

/** Files in Espruino's flash Storage. */
export class EspruinoStorage implements Storage {
  private readonly module: StorageModule

  constructor(module: StorageModule) {
    this.module = module
  }

  read(name: string): string | undefined {
    return this.module.read(name)
  }

  write(name: string, text: string): Status {
    if (!text || !name || name.length > LONGEST_NAME) return OUT_OF_RANGE
    try {
      return this.module.write(name, text) ? OK : FULL
    } catch {
      return FULL
    }
  }

  erase(name: string): void {
    this.module.erase(name)
  }
}
