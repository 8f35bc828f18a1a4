import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { UartPort } from '../../drivers/hal/uart-port.ts'
import type { EspruinoSerial } from './platform.ts'

/** One of the ESP32's serial ports, at 9600 baud, 8N1. */
export class EspruinoUartPort implements UartPort {
  private readonly serial: EspruinoSerial

  /** `tx` and `rx` are the node's pins, 'D17' and 'D16'. */
  constructor(serial: EspruinoSerial, tx: string, rx: string) {
    this.serial = serial
    serial.setup(9600, { tx: tx, rx: rx })
  }

  write(bytes: Bytes): void {
    this.serial.write(bytes)
  }

  listen(onBytes: (chunk: Bytes) => void): void {
    this.serial.removeAllListeners('data')
    this.serial.on('data', onBytes)
  }
}
