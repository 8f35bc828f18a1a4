import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { DatagramSocket, DatagramSource } from '../../drivers/hal/datagrams.ts'
import type { EspruinoDatagramModule, EspruinoDatagramSocket } from './platform.ts'

declare function require(name: 'dgram'): EspruinoDatagramModule

/** UDP over Espruino's `dgram`, a `SendDatagram`. Its own socket has the very method that the interface asks for. */
export function sendDatagram(
  host: string, port: number, bytes: Bytes, onBytes: (bytes: Bytes, from?: DatagramSource) => void
): DatagramSocket | undefined {
  let socket: EspruinoDatagramSocket | undefined
  try {
    socket = require('dgram').createSocket('udp4')
    socket.on('message', onBytes)
    socket.send(bytes, 0, bytes.length, port, host)
  } catch {
    if (socket) socket.close()
    socket = undefined
  }
  return socket
}
