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
  /** The broker answered CONNECT with this code, 1-255, or 0: the access point does not take the password; somebody has to be told, and not over MQTT. */
  refused(code: number): void
  /**
   * Feeds the watchdog, every 2 s. `verified`: samples come on time and the link is looked after, which a start must have
   * shown for a minute to count as healthy.
   */
  alive(verified: boolean): void
}
