import type { Bytes } from '../../drivers/hal/bytes.ts'

/** Whether an event is written to flash at once, to outlive a restart. */
export const NEVER = 0
/** If none has been for three hours. */
export const RARELY = 1
export const ALWAYS = 2

/** What the station publishes about the device it runs on. */
export interface NodeFacts {
  /** Number of this start. */
  boot: number
  /** Version, `1.0.0`. */
  firmware: string
  /** Hash of the bundle, `sha256:...`. */
  bundle: string
  /** Why the device started, `power-on`. */
  reset: string
  /** Variables of the interpreter. */
  memory(): { used: number, total: number }
  /** One line for a person who looks at the device itself, because MQTT may not work. */
  say(line: Bytes): void
  /**
   * Feeds the watchdog, every 2 s. `verified`: samples come on time and the link is looked after, which a start must have
   * shown for a minute to count as healthy.
   */
  alive(verified: boolean): void
  /**
   * Notes an event of this start in the black box, which holds the latest few hundred bytes. One that is the same as the
   * one before is passed over. `keep`: NEVER, RARELY, ALWAYS; what was noted before is written with it.
   */
  note(seconds: number, event: Bytes, keep: number): void
  /**
   * The events that nobody has been told, lines of `<start> <seconds> <event>`, those of earlier starts first; '' when
   * there are none. `told`: what the call before returned has been, and is forgotten.
   */
  recall(told: boolean): Bytes
}
