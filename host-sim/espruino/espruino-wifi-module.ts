import { OK, REFUSED, TIMEOUT } from '../../drivers/hal/status.ts'
import type { Wifi } from '../../drivers/hal/wifi.ts'
import type { SimulatedClock } from '../clock/simulated-clock.ts'
import { EspruinoEmitter } from './espruino-emitter.ts'

/** What the sandbox needs of a board's radio. */
export interface SandboxWifi {
  readonly clock: SimulatedClock
  readonly wifi: Wifi
  /** Twelve hex digits. */
  readonly mac: string
}

/** Calls into the firmware: an exception is printed and the loop goes on, as on the device. */
export type Run = (task: () => void) => void

/** `require('Wifi')` over a board's radio. */
export function wifiModule(board: SandboxWifi, run: Run): unknown {
  const wifi = new EspruinoEmitter()
  const gone = (): void => { run(() => { wifi.tell('disconnected', { reason: '8', msg: 'ASSOC_LEAVE' }) }) }
  board.wifi.onLost(gone)
  const mac = (board.mac.match(/../g) ?? []).join(':')
  return Object.assign(wifi, {
    connect(network: string, options: { password: string }): void {
      board.wifi.join(network, options.password, status => {
        // An access point that never answers causes no event: the firmware needs a time-out of its own.
        if (status !== TIMEOUT) run(() => { wifi.tell(status === OK ? 'connected' : 'disconnected', { reason: status === REFUSED ? '15' : '201' }) })
      })
    },
    disconnect(): void {
      board.wifi.leave()
      board.clock.after(0, gone, undefined)
    },
    stopAP(): void { /* it never opens one */ },
    getStatus: () => ({ rssi: board.wifi.signal() }),
    getIP: () => ({ mac })
  })
}
