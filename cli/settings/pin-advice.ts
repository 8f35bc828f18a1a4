import type { Advice } from './host-advice.ts'

/** Pins that an ESP32 module does not have. */
const ABSENT = [20, 24, 28, 29, 30, 31]
/** Of the USB chip. */
const CONSOLE = [1, 3]
/** Pins whose level at power-up decides how an ESP32 starts ("strapping pins" in its data sheet), and what a level does there. */
const STRAPPING: Readonly<Record<number, string>> = {
  0: 'low while the board starts, it waits for a download instead of starting',
  2: 'high while the board is flashed, it refuses the download: take the wire off to flash it',
  5: 'low while the board starts, its SD timing changes, which this firmware does not use',
  15: 'low while the board starts, the boot loader prints nothing'
}
const FLASH_VOLTAGE = 12
/** Settings whose wire idles high: a bus with its pull-up, or the line of the other end. */
const IDLES_HIGH = /\.(sda|scl|pin|rx)$/

/** What an ESP32 will make of a pin (`D12`) that the setting at `path` names. */
export function pinAdvice(path: string, pin: string): Advice | undefined {
  const number = Number(pin.slice(1))
  if (ABSENT.includes(number)) return { level: 'error', text: 'is a pin that an ESP32 does not have; docs/hardware.md has a table of pins' }
  if (CONSOLE.includes(number)) return { level: 'error', text: 'belongs to the USB chip: the console would fall silent, and the board could not be flashed; take another pin' }
  if (number === FLASH_VOLTAGE) {
    return IDLES_HIGH.test(path)
      ? { level: 'error', text: 'sets the voltage of the flash: this wire is high at power-up, and the board would not start; take another pin' }
      : { level: 'warning', text: 'sets the voltage of the flash: if it is high at power-up, the board does not start; take another pin' }
  }
  const effect = STRAPPING[number] as string | undefined
  return effect === undefined ? undefined : { level: 'warning', text: `decides how the board starts. If it is ${effect}. Better take another pin` }
}
