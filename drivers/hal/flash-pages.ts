/**
 * Raw pages of flash, by address. Erasing takes whole pages and makes all bits 1; writing makes bits 0 and none 1. Nothing
 * here reports a failure: what counts is what is read back. The shape is that of Espruino's `Flash`, so that nothing stands between.
 */
export interface FlashPages {
  /** The page that begins at `address`. */
  erasePage(address: number): void
  /** Address and length are multiples of 4. */
  write(bytes: Uint8Array, address: number): void
  read(length: number, address: number): Uint8Array
}
