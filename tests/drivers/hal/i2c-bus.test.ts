import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { I2cWire } from '../../../host-sim/wires/i2c-wire.ts'
import type { I2cDevice } from '../../../host-sim/wires/i2c-device.ts'
import { describeI2cBus } from './i2c-bus-contract.ts'

function wireWith(device: I2cDevice): I2cWire {
  const wire = new I2cWire(new VirtualClock())
  wire.attach(device)
  return wire
}

describeI2cBus('I2cWire', true, wireWith)
describeI2cBus('I2cWire that cannot see failures', false, device => {
  const wire = wireWith(device)
  wire.seesFailure = false
  return wire
})
