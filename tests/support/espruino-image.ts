import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Each file of an image for the ESP32, and the byte that it begins with. */
const IMAGE = { 'bootloader.bin': 0xe9, 'partitions_espruino.bin': 0xaa, 'espruino_esp32.bin': 0xe9 }

/** A new folder in `folder` that looks like an unpacked image of Espruino. */
export function espruinoImage(folder: string): string {
  const path = join(folder, 'image')
  mkdirSync(path)
  for (const [file, first] of Object.entries(IMAGE)) writeFileSync(join(path, file), Buffer.from([first, 1, 2, 3]))
  return path
}
