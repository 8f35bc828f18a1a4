import type { FlashArea } from '../../drivers/hal/flash-area.ts'
import type { FlashPages } from '../../drivers/hal/flash-pages.ts'

declare const E: { CRC32(bytes: Uint8Array): number }

/** `count` pages from `start` on, by Espruino's own `Flash`, which has the very methods. They must be nobody else's. */
export function espruinoFlashArea(flash: FlashPages, start: number, count: number): FlashArea {
  return { pages: flash, start: start, count: count, crc32: E.CRC32 }
}
