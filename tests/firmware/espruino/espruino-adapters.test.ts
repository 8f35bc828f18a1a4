import { beforeAll, describe, expect, it } from 'vitest'
import { OK } from '../../../drivers/hal/status.ts'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { SimulatedWifi } from '../../../host-sim/board/simulated-wifi.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Ds18b20Part } from '../../../host-sim/parts/ds18b20-part.ts'
import { Random } from '../../../host-sim/random.ts'
import { I2cWire } from '../../../host-sim/wires/i2c-wire.ts'
import { OneWireLine } from '../../../host-sim/wires/one-wire-line.ts'
import { UartWire } from '../../../host-sim/wires/uart-wire.ts'
import { adapterBench, adapterScript } from '../../support/adapter-sandbox.ts'
import { EchoServer } from '../../support/echo-server.ts'
import { DatagramEcho } from '../../support/datagram-echo.ts'
import { ListeningUartDevice } from '../../support/listening-uart-device.ts'
import { clockContract } from '../../drivers/hal/clock-contract.ts'
import { datagramsContract } from '../../drivers/hal/datagrams-contract.ts'
import { describeI2cBus } from '../../drivers/hal/i2c-bus-contract.ts'
import { flashPagesContract } from '../../drivers/hal/flash-pages-contract.ts'
import { describePin } from '../../drivers/hal/pin-contract.ts'
import { networkContract } from '../../drivers/hal/network-contract.ts'
import { describeOneWireBus } from '../../drivers/hal/one-wire-bus-contract.ts'
import { storageContract } from '../../drivers/hal/storage-contract.ts'
import { describeUartPort } from '../../drivers/hal/uart-port-contract.ts'
import { wallClockContract } from '../../drivers/hal/wall-clock-contract.ts'
import { wifiContract } from '../../drivers/hal/wifi-contract.ts'

let script: string
beforeAll(async () => {
  script = await adapterScript()
})

clockContract('EspruinoClock', () => {
  const { clock, adapters } = adapterBench(script, {})
  return { clock: adapters.clock(), pass: milliseconds => Promise.resolve(clock.advance(milliseconds)) }
})

wallClockContract('EspruinoClock', () => {
  const { clock, adapters } = adapterBench(script, {})
  const both = adapters.clock()
  return { clock: both, wallClock: both, pass: milliseconds => clock.advance(milliseconds) }
})

describeI2cBus('EspruinoI2cBus', false, device => {
  const clock = new VirtualClock()
  const wire = new I2cWire(clock)
  wire.attach(device)
  return adapterBench(script, { clock, i2c: (scl, sda) => scl === 'D22' && sda === 'D21' ? wire : undefined }).adapters.i2c()
})

describe('EspruinoI2cBus', () => {
  it('says that SDA stays low when clocks do not free it', () => {
    const wire = new I2cWire(new VirtualClock())
    wire.inject('sda-low', true)
    expect(adapterBench(script, { i2c: () => wire }).adapters.i2c().clear()).toBe(false)
  })
})

describePin('Espruino\'s Pin', () => {
  let level = false
  const { adapters } = adapterBench(script, { pin: name => name === 'D25' ? { write: high => { level = high } } : undefined })
  return { pin: adapters.pin(), high: () => level }
})

describeUartPort('EspruinoUartPort', () => {
  const clock = new VirtualClock(500)
  const wire = new UartWire(clock, 9600)
  const device = new ListeningUartDevice()
  wire.attach(device)
  const { adapters } = adapterBench(script, { clock, uart: (tx, rx) => tx === 'D17' && rx === 'D16' ? wire : undefined })
  return {
    port: adapters.uart(),
    received: () => device.received,
    send: bytes => device.line?.transmit(bytes),
    pass: milliseconds => Promise.resolve(clock.advance(milliseconds))
  }
})

describeOneWireBus('Espruino\'s OneWire', () => {
  const clock = new VirtualClock()
  const random = new Random(1)
  const line = new OneWireLine(clock, random)
  return {
    bus: adapterBench(script, { clock, oneWire: pin => pin === 'D4' ? line : undefined }).adapters.oneWire(),
    occupy(): void {
      line.attach(new Ds18b20Part(clock, random, '28139bbb0b00001f', 'A'))
      line.attach(new Ds18b20Part(clock, random, '10a2b3c4d50000d3', 'A'))
    }
  }
})

networkContract('EspruinoNetwork', false, () => {
  const clock = new VirtualClock()
  const network = new MemoryNetwork(clock, 3)
  network.serve(1883, new EchoServer())
  return Promise.resolve({
    network: adapterBench(script, { clock, network }).adapters.network(),
    host: 'broker',
    port: 1883,
    closedPort: 1884,
    until: (condition: () => boolean) => {
      for (let i = 0; i < 1000 && !condition(); i++) clock.advance(1)
      if (!condition()) throw new Error('it did not happen within a second')
      return Promise.resolve()
    },
    settle: () => Promise.resolve(clock.advance(30_000)),
    stop: () => Promise.resolve()
  })
})

datagramsContract('Espruino\'s dgram', () => {
  const clock = new VirtualClock()
  const network = new MemoryNetwork(clock, 3)
  network.serveDatagrams(123, new DatagramEcho())
  const { adapters } = adapterBench(script, { clock, sendDatagram: (...request) => network.sendDatagram(...request) })
  return Promise.resolve({
    send: adapters.sendDatagram,
    host: 'server',
    port: 123,
    closedPort: 124,
    until: (condition: () => boolean) => {
      clock.advance(1000)
      if (!condition()) throw new Error('it did not happen within a second')
      return Promise.resolve()
    },
    settle: () => Promise.resolve(clock.advance(1000)),
    stop: () => Promise.resolve()
  })
})

flashPagesContract('espruinoFlashArea', () => adapterBench(script, {}).adapters.flash())
storageContract('EspruinoStorage', () => adapterBench(script, {}).adapters.storage())

wifiContract('EspruinoWifi', () => {
  const clock = new VirtualClock()
  const radio = new SimulatedWifi(clock, new Random(1), () => undefined)
  return {
    wifi: adapterBench(script, { clock, wifi: radio }).adapters.wifi(),
    lose: () => { radio.inject('loss', true) },
    restore: () => { radio.inject('loss', false) },
    refuse: () => { radio.inject('refuse', true) },
    pass: milliseconds => clock.advance(milliseconds)
  }
})

describe('EspruinoNetwork over an interpreter that throws', () => {
  it('turns a connection refused inside the call into a close after it', () => {
    const refusing = { connect: () => { throw new Error('Unable to create socket') } }
    const { clock, adapters } = adapterBench(script, { network: refusing })
    const told: string[] = []
    const socket = adapters.network().connect('broker', 1883, {
      onOpen: () => told.push('open'),
      onBytes: () => told.push('bytes'),
      onClose: () => told.push('close')
    })
    expect(told).toEqual([])
    expect(socket.write('x')).toBe(false)
    socket.close()
    clock.advance(1000)
    expect(told).toEqual(['close'])
  })
})

describe('Espruino\'s dgram without a socket to give', () => {
  it('sends nothing, and throws nothing', () => {
    const { clock, adapters } = adapterBench(script, {})
    expect(adapters.sendDatagram('server', 123, 'x', () => undefined)).toBeUndefined()
    clock.advance(1000)
  })
})

describe('EspruinoWifi', () => {
  it('ignores a second event that the association is gone, and one without an association', () => {
    const clock = new VirtualClock()
    const radio = new SimulatedWifi(clock, new Random(1), () => undefined)
    let tell = (): void => undefined
    const wired = Object.assign(Object.create(radio) as SimulatedWifi, { onLost: (lost: () => void) => { tell = lost } })
    const wifi = adapterBench(script, { clock, wifi: wired }).adapters.wifi()
    const statuses: number[] = []
    let losses = 0
    wifi.onLost(() => { losses++ })
    tell()
    expect(losses).toBe(0)
    wifi.join('breva', '', status => statuses.push(status))
    clock.advance(5000)
    tell()
    tell()
    expect([statuses, losses]).toEqual([[OK], 1])
  })
})
