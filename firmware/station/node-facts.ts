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
  /** The broker answered CONNECT with this code, 1-255: somebody has to be told, and not over MQTT. */
  refused(code: number): void
  /** Every 2 s for as long as samples come on time: what feeds a watchdog. */
  alive(): void
}
