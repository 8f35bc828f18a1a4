import type { EspruinoStorage } from './platform.ts'

declare const E: { CRC32(text: string): number }

/**
 * The node's settings from Storage: the newer of the two copies that is whole. A copy is `<sequence> <CRC-32> <JSON>`
 * with both numbers in decimal; the tools write the older one, so that a power cut leaves one of them.
 * Returns what JSON.parse made of it, or undefined when there is none.
 */
export function storedSettings(storage: EspruinoStorage): unknown {
  let newest = -1
  let settings: unknown
  for (const name of ['settings.a', 'settings.b']) {
    const text = storage.read(name)
    if (text === undefined) continue
    const sequence = parseInt(text, 10)
    const start = text.indexOf(' ') + 1
    const json = text.substr(text.indexOf(' ', start) + 1)
    if (sequence > newest && parseInt(text.substr(start), 10) === E.CRC32(json)) {
      try {
        settings = JSON.parse(json)
        newest = sequence
      } catch {
        // the CRC says that it was written so; the other copy may be better
      }
    }
  }
  return settings
}
