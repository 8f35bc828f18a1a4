import type { UartDevice, UartLine } from '../../host-sim/wires/uart-device.ts'

/** The far end of a serial line: keeps what it hears. */
export class ListeningUartDevice implements UartDevice {
  received = ''
  line: UartLine | undefined

  attached(line: UartLine): void {
    this.line = line
  }

  receive(bytes: string): void {
    this.received += bytes
  }
}
