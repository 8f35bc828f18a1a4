import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { UartListener, UartPort } from '../../drivers/hal/uart-port.ts'
import type { EspruinoSerial } from './platform.ts'

/** Who hears the port: a node has one part on a serial line. */
let heardBy: UartListener | undefined

function onData(chunk: Bytes): void {
  if (heardBy) heardBy.onBytes(chunk)
}

function listen(listener: UartListener): void {
  heardBy = listener
}

/**
 * One of the ESP32's serial ports, at 9600 baud, 8N1: Espruino's own object, which has the very `write`, with a `listen`
 * beside it. `tx` and `rx` are the node's pins, 'D17' and 'D16'.
 */
export function espruinoUartPort(serial: EspruinoSerial, tx: string, rx: string): UartPort {
  serial.setup(9600, { tx: tx, rx: rx })
  serial.removeAllListeners('data')
  serial.on('data', onData)
  serial.listen = listen
  return serial
}
