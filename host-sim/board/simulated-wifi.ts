import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import { NOT_FOUND, OK, REFUSED, TIMEOUT } from '../../drivers/hal/status.ts'
import type { Status } from '../../drivers/hal/status.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { Random } from '../random.ts'
import type { FaultTarget } from './fault-target.ts'

/** How long association and an address take, ms: 0.8-1.5 s. */
const JOIN_LEAST = 800
const JOIN_SPREAD = 700
/** How long a join is tried while no access point answers. */
const JOIN_TIMEOUT = 30_000

/**
 * An access point that takes any network name and password. Faults: `loss` (out of range: the association is lost and
 * joining ends in TIMEOUT), `absent` (no such network: NOT_FOUND), `refuse` (the password is wrong: REFUSED), `weak` (-88 dBm) and
 * `silent`: what is joined stays joined and carries nothing from then on, until the network is joined anew after the fault.
 */
export class SimulatedWifi implements Wifi, FaultTarget {
  readonly faults = ['loss', 'absent', 'refuse', 'weak', 'silent'] as const
  /** True while packets can pass. */
  joined = false
  /** Associated, for all that the station can see. */
  private associated = false
  private readonly clock: Clock
  private readonly random: Random
  private readonly onChange: (joined: boolean) => void
  private readonly active = new Set<string>()
  private lost: () => void = () => undefined
  private timer: Timer
  private done: ((status: Status) => void) | undefined

  /** `onChange` is told when the association comes and goes, before the station is. */
  constructor(clock: Clock, random: Random, onChange: (joined: boolean) => void) {
    this.clock = clock
    this.random = random
    this.onChange = onChange
  }

  join(_network: string, _password: string, done: (status: Status) => void): void {
    this.clock.cancel(this.timer)
    this.done = done
    const delay = this.active.has('loss') ? JOIN_TIMEOUT : JOIN_LEAST + JOIN_SPREAD * this.random.next()
    this.timer = this.clock.after(delay, SimulatedWifi.settle, this)
  }

  onLost(lost: () => void): void {
    this.lost = lost
  }

  signal(): number {
    if (!this.associated) return 0
    return (this.active.has('weak') ? -88 : -58) - this.random.below(7)
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.some(known => known === fault)) return false
    if (active) this.active.add(fault)
    else this.active.delete(fault)
    if (fault === 'silent' && active) this.change(false)
    if (fault === 'loss' && active && this.associated) {
      this.associated = false
      this.change(false)
      this.lost()
    }
    return true
  }

  leave(): void {
    this.powerDown()
  }

  /** Joined, and nothing passes: only joining anew helps. */
  get silent(): boolean {
    return this.associated && !this.joined
  }

  /** The board lost its power: nobody is told. */
  powerDown(): void {
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.done = undefined
    this.associated = false
    this.change(false)
  }

  private static settle(wifi: SimulatedWifi): void {
    const done = wifi.done
    wifi.timer = undefined
    wifi.done = undefined
    const active = wifi.active
    const status = active.has('loss') ? TIMEOUT : active.has('absent') ? NOT_FOUND : active.has('refuse') ? REFUSED : OK
    if (status === OK) {
      wifi.associated = true
      wifi.change(!active.has('silent'))
    }
    if (done) done(status)
  }

  private change(joined: boolean): void {
    if (this.joined === joined) return
    this.joined = joined
    this.onChange(joined)
  }
}
