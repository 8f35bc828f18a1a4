import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { OneWireLine } from '../../../host-sim/wires/one-wire-line.ts'
import { describeOneWireBus, type OneWireBench } from './one-wire-bus-contract.ts'

function line(disturbance: number): OneWireBench {
  const clock = new VirtualClock()
  const random = new Random(1)
  const bus = new OneWireLine(clock, random)
  // Disturbances that never happen still take the way over single slots.
  if (disturbance >= 0) bus.inject('corrupt', true)
  bus.errorRate = disturbance
  return {
    bus,
    occupy(): void {
      bus.attach(new Ds18b20Part(clock, random, '28139bbb0b00001f', 'A'))
      bus.attach(new Ds18b20Part(clock, random, '10a2b3c4d50000d3', 'A'))
    }
  }
}

describeOneWireBus('OneWireLine, byte by byte', () => line(-1))
describeOneWireBus('OneWireLine, slot by slot', () => line(0))
