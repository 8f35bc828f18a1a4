import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { UartWire } from '../../../host-sim/wires/uart-wire.ts'
import { ListeningUartDevice } from '../../support/listening-uart-device.ts'
import { describeUartPort } from './uart-port-contract.ts'

for (const fault of ['', 'crumble']) {
  describeUartPort(`the simulated wire${fault && `, under the fault ${fault},`}`, () => {
    const clock = new VirtualClock(500)
    const wire = new UartWire(clock, 9600)
    const device = new ListeningUartDevice()
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
