import type { Status } from './status.ts'

/** The station side of Wi-Fi. */
export interface Wifi {
  /** Joins and waits for an address: OK, TIMEOUT, NOT_FOUND without such an access point, REFUSED with a wrong password. `done` runs once. */
  join(network: string, password: string, done: (status: Status) => void): void
  /** Lets the network go, joined or not: nobody is told, and no `done` runs any more. */
  leave(): void
  /** Replaces the one listener for a lost association. */
  onLost(lost: () => void): void
  /** Received signal strength in dBm, 0 when not joined. */
  signal(): number
}
