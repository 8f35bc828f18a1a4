import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import type { UartDevice, UartLine } from '../../host-sim/wires/uart-device.ts'
import { UartWire } from '../../host-sim/wires/uart-wire.ts'
import { describeUartPort } from './uart-port-contract.ts'

class Listening implements UartDevice {
  received = ''
  line: UartLine | undefined

  attached(line: UartLine): void {
    this.line = line
  }

  receive(bytes: string): void {
    this.received += bytes
  }
}

for (const fault of ['', 'crumble']) {
  describeUartPort(`the simulated wire${fault && `, under the fault ${fault},`}`, () => {
    const clock = new VirtualClock(500)
    const wire = new UartWire(clock, 9600)
    const device = new Listening()
    wire.attach(device)
    if (fault) wire.inject(fault, true)
    return {
      port: wire,
      received: () => device.received,
      send: bytes => device.line?.transmit(bytes),
      pass: milliseconds => {
        clock.advance(milliseconds)
        return Promise.resolve()
      }
    }
  })
}
