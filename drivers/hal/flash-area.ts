import type { FlashPages } from './flash-pages.ts'

/** Where a program may use them: `count` pages of 4096 bytes from `start` on. */
export interface FlashArea {
  pages: FlashPages
  start: number
  count: number
  /** The standard CRC-32, unsigned: the platform's own. */
  crc32(bytes: Uint8Array): number
}
