import type { DatagramSource } from '../../drivers/hal/datagrams.ts'
import type { I2cBus } from '../../drivers/hal/i2c-bus.ts'
import type { SocketEvents } from '../../drivers/hal/network.ts'
import type { UartListener } from '../../drivers/hal/uart-port.ts'

/**
 * The part of Espruino's API (release 2v29, ESP32) that the adapters use, as it behaves there: types only. The npm
 * types describe other releases and other boards as well; these say what this firmware relies on.
 */

/** `new I2C()`: a software bus. It stretches, and it never reports a missing acknowledge. */
export interface EspruinoI2c extends I2cBus {
  setup(options: { scl: string; sda: string; bitrate: number }): void
  writeTo(address: number, bytes: Uint8Array | number[]): void
  readFrom(address: number, count: number): Uint8Array
}

/** `Serial2`, `Serial3`. */
export interface EspruinoSerial {
  setup(baud: number, options: { tx: string; rx: string }): void
  write(bytes: string): void
  on(event: 'data', listener: (chunk: string) => void): void
  removeAllListeners(event: 'data'): void
  /** Ours. */
  listen(listener: UartListener): void
}

/** What `net.connect` returns. Listeners run with the socket as `this`. */
export interface EspruinoSocket {
  on(event: 'data', listener: (this: EspruinoSocket, chunk: string) => void): void
  on(event: 'close', listener: (this: EspruinoSocket) => void): void
  write(bytes: string): void
  end(): void
  /** Ours: who is told, until the socket is closed from either side. */
  to?: SocketEvents | undefined
}

/** `require('net')`. */
export interface EspruinoNet {
  connect(options: { host: string; port: number }, onOpen: (socket: EspruinoSocket) => void): EspruinoSocket
}

/** What `dgram.createSocket` returns. */
export interface EspruinoDatagramSocket {
  on(event: 'message', listener: (bytes: string, from: DatagramSource) => void): void
  send(bytes: string, offset: number, length: number, port: number, host: string): void
  close(): void
}

/** `require('dgram')`. A name that cannot be resolved is not reported, and the datagram is lost. */
export interface EspruinoDatagramModule {
  createSocket(type: 'udp4'): EspruinoDatagramSocket
}

/** `require('Wifi')`. In 2v29 the callback of `connect` runs only on success, and nothing reconnects by itself. */
export interface EspruinoWifiModule {
  connect(network: string, options: { password: string }): void
  disconnect(): void
  /** `rssi` only while joined. */
  getStatus(): { rssi?: number }
  getIP(): { mac: string }
  on(event: 'connected' | 'disconnected', listener: (details: { reason: string }) => void): void
  stopAP(): void
}

/** `require('Storage')`. Names longer than 28 characters are cut silently; failures throw. */
export interface EspruinoStorage {
  read(name: string): string | undefined
  write(name: string, text: string, offset?: number, size?: number): boolean
  erase(name: string): void
}
