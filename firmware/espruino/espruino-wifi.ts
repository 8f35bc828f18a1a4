import type { Timer } from '../../drivers/hal/clock.ts'
import type { Status } from '../../drivers/hal/status.ts'
import { NOT_FOUND, OK, REFUSED, TIMEOUT } from '../../drivers/hal/status.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { EspruinoWifiModule } from './platform.ts'

declare function setTimeout<T>(task: (context: T) => void, delay: number, context: T): Timer
declare function clearTimeout(timer: Timer): void

/** An address must have come by then; in 2v29 the firmware itself never says that it has given up. */
const JOIN_TIMEOUT = 30000

/** Wi-Fi station mode over `require('Wifi')`. */
export class EspruinoWifi implements Wifi {
  /** The one that the module's events are for; a field costs less than two closures. */
  private static only: EspruinoWifi
  private readonly module: EspruinoWifiModule
  private done: ((status: Status) => void) | undefined
  private lost: (() => void) | undefined
  private timer: Timer
  private joined: boolean

  constructor(module: EspruinoWifiModule) {
    this.module = module
    this.joined = false
    this.timer = undefined
    EspruinoWifi.only = this
    module.on('connected', EspruinoWifi.onJoined)
    module.on('disconnected', EspruinoWifi.onGone)
  }

  join(network: string, password: string, done: (status: Status) => void): void {
    this.done = done
    this.timer = setTimeout(EspruinoWifi.expired, JOIN_TIMEOUT, this)
    try {
      this.module.connect(network, { password: password })
    } catch {
      // the time-out answers
    }
  }

  leave(): void {
    this.done = undefined
    this.joined = false
    if (this.timer) clearTimeout(this.timer)
    this.timer = undefined
    try {
      this.module.disconnect()
    } catch {
      // it was not joining any more
    }
  }

  onLost(lost: () => void): void {
    this.lost = lost
  }

  signal(): number {
    const state = this.module.getStatus()
    return state.rssi ?? 0
  }

  /** Ends a join that is under way; without one, the first disconnection after a success is a loss. */
  private settle(status: Status): void {
    const done = this.done
    const lost = this.joined
    this.joined = status === OK
    if (done) {
      this.done = undefined
      clearTimeout(this.timer)
      this.timer = undefined
      done(status)
    } else if (status !== OK && lost && this.lost) this.lost()
  }

  private static onJoined(): void {
    EspruinoWifi.only.settle(OK)
  }

  /** Reasons of ESP-IDF's `wifi_err_reason_t`: authentication expired or failed, and the two time-outs of a handshake. */
  private static onGone(details: { reason: string }): void {
    EspruinoWifi.only.settle(' 2 15 202 204 .'.indexOf(' ' + details.reason + ' ') >= 0 ? REFUSED : NOT_FOUND)
  }

  private static expired(wifi: EspruinoWifi): void {
    const done = wifi.done
    wifi.timer = undefined
    // The radio may still try to join. The next attempt begins without that.
    wifi.leave()
    if (done) done(TIMEOUT)
  }
}
