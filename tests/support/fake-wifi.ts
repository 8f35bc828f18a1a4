import type { Clock } from '../../drivers/hal/clock.ts'
import { OK } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'

/** An access point that answers an attempt to join with `status` after `delay` ms, or never when that is Infinity. */
export class FakeWifi implements Wifi {
  status: Status = OK
  delay = 100
  strength = -61
  /** When each attempt to join began, and with what. */
  readonly joins: number[] = []
  readonly credentials: string[] = []
  /** Attempts that have had their answer. */
  answered = 0
  /** When the network was left. */
  readonly leaves: number[] = []
  /** How often the listener was set. */
  listened = 0
  private readonly clock: Clock
  private lost: (() => void) | undefined

  constructor(clock: Clock) {
    this.clock = clock
  }

  join(network: string, password: string, done: (status: Status) => void): void {
    this.joins.push(this.clock.now())
    this.credentials.push(`${network}/${password}`)
    if (this.delay === Infinity) return
    this.clock.after(this.delay, () => {
      this.answered++
      done(this.status)
    }, undefined)
  }

  leave(): void {
    this.leaves.push(this.clock.now())
  }

  onLost(lost: () => void): void {
    this.listened++
    this.lost = lost
  }

  signal(): number {
    return this.strength
  }

  /** The association breaks. */
  drop(): void {
    if (this.lost) this.lost()
  }
}
