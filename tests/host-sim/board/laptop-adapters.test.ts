import dgram from 'node:dgram'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import type { SocketEvents } from '../../../drivers/hal/network.ts'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { SimulatedFlashPages } from '../../../host-sim/board/simulated-flash-pages.ts'
import { SimulatedStorage } from '../../../host-sim/board/simulated-storage.ts'
import { SimulatedWallClock } from '../../../host-sim/board/simulated-wall-clock.ts'
import { SimulatedWifi } from '../../../host-sim/board/simulated-wifi.ts'
import { TcpNetwork } from '../../../host-sim/board/tcp-network.ts'
import { RealClock } from '../../../host-sim/clock/real-clock.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { Random } from '../../../host-sim/random.ts'
import { DatagramEcho } from '../../support/datagram-echo.ts'
import { EchoServer } from '../../support/echo-server.ts'
import { eventually } from '../../../bench/peers/eventually.ts'
import { clockContract } from '../../drivers/hal/clock-contract.ts'
import { datagramsContract } from '../../drivers/hal/datagrams-contract.ts'
import type { DatagramBench } from '../../drivers/hal/datagrams-contract.ts'
import type { ClockBench } from '../../drivers/hal/clock-contract.ts'
import { flashPagesContract } from '../../drivers/hal/flash-pages-contract.ts'
import { networkContract } from '../../drivers/hal/network-contract.ts'
import type { NetworkBench } from '../../drivers/hal/network-contract.ts'
import { storageContract } from '../../drivers/hal/storage-contract.ts'
import { wallClockContract } from '../../drivers/hal/wall-clock-contract.ts'
import { wifiContract } from '../../drivers/hal/wifi-contract.ts'

function memoryBench(): NetworkBench & { network: MemoryNetwork } {
  const clock = new VirtualClock()
  const network = new MemoryNetwork(clock, 3)
  network.serve(1883, new EchoServer())
  return {
    network,
    host: 'broker',
    port: 1883,
    closedPort: 1884,
    until: condition => {
      for (let i = 0; i < 1000 && !condition(); i++) clock.advance(1)
      if (!condition()) throw new Error('it did not happen within a second')
      return Promise.resolve()
    },
    settle: () => Promise.resolve(clock.advance(30_000)),
    stop: () => Promise.resolve()
  }
}

/** Something sent by another connection has come back: by then, what was under way before has arrived. */
function exchange(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('x'))
    socket.once('error', reject)
    socket.once('data', () => {
      socket.destroy()
      setImmediate(resolve)
    })
  })
}

async function tcpBench(): Promise<NetworkBench & { network: TcpNetwork }> {
  const server = net.createServer(socket => {
    socket.on('error', () => socket.destroy())
    socket.on('data', chunk => { if (chunk.includes('!')) socket.end(); else socket.write(chunk) })
  })
  const closed = net.createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
  const closedPort = (closed.address() as AddressInfo).port
  await new Promise(resolve => closed.close(resolve))
  const network = new TcpNetwork()
  return {
    network,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    closedPort,
    until: condition => eventually(condition, 'the socket did as promised', 3000),
    settle: () => exchange((server.address() as AddressInfo).port),
    stop: () => new Promise(resolve => {
      network.inject('loss', true)
      server.close(() => resolve())
    })
  }
}

function memoryDatagrams(): Promise<DatagramBench & { network: MemoryNetwork }> {
  const bench = memoryBench()
  bench.network.serveDatagrams(123, new DatagramEcho())
  return Promise.resolve({ ...bench, port: 123, closedPort: 124, send: (...request) => bench.network.sendDatagram(...request) })
}

async function udpDatagrams(): Promise<DatagramBench & { network: TcpNetwork }> {
  const echo = new DatagramEcho()
  const server = dgram.createSocket('udp4')
  const closed = dgram.createSocket('udp4')
  for (const socket of [server, closed]) await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  const closedPort = closed.address().port
  await new Promise<void>(resolve => closed.close(resolve))
  server.on('message', (message, from) => {
    for (const answer of echo.answer(message.toString('latin1'))) server.send(Buffer.from(answer, 'latin1'), from.port, from.address)
  })
  const network = new TcpNetwork()
  return {
    network,
    send: (...request) => network.sendDatagram(...request),
    host: '127.0.0.1',
    port: server.address().port,
    closedPort,
    until: condition => eventually(condition, 'the socket did as promised', 3000),
    settle: () => new Promise(resolve => {
      // A datagram of somebody else has come back: by then, what was under way before has arrived.
      const other = dgram.createSocket('udp4')
      other.once('message', () => other.close(() => { setImmediate(resolve) }))
      other.send('x', server.address().port, '127.0.0.1')
    }),
    stop: () => new Promise(resolve => server.close(resolve))
  }
}

clockContract('VirtualClock', () => {
  const clock = new VirtualClock()
  return { clock, pass: milliseconds => Promise.resolve(clock.advance(milliseconds)) }
})
it('the virtual clock fires every alarm in its order, and cancels it, after its room was given back', () => {
  const clock = new VirtualClock()
  const fired: number[] = []
  const timers = Array.from({ length: 50 }, (_, i) => clock.after((i * 37) % 50, () => fired.push((i * 37) % 50), undefined))
  clock.advance(20)
  clock.trim()
  clock.cancel(timers.find((_, i) => (i * 37) % 50 === 40))
  clock.after(5, () => fired.push(100), undefined)
  clock.advance(100)
  expect(fired).toEqual([...Array.from({ length: 26 }, (_, i) => i), 100, ...Array.from({ length: 24 }, (_, i) => 26 + i).filter(due => due !== 40)])
  expect(clock.pending()).toBe(0)
})
/** Real time passes on the clock itself, however late a busy machine is. */
function realBench(speed: number): ClockBench {
  const clock = new RealClock(speed)
  return { clock, pass: milliseconds => new Promise(resolve => clock.after(milliseconds, () => resolve(), undefined)) }
}

clockContract('RealClock', () => realBench(1))
clockContract('RealClock at tenfold speed', () => realBench(10))
describe.each([['VirtualClock', () => new VirtualClock()], ['RealClock', () => new RealClock()]])('%s under a blocking transfer', (_name, make) => {
  it('lets the time pass in which the interpreter is blocked', () => {
    const clock = make()
    const before = clock.now()
    clock.block(500)
    expect(clock.now() - before).toBeGreaterThanOrEqual(500)
    expect(clock.now() - before).toBeLessThan(5000)
  })
})
networkContract('MemoryNetwork', true, () => Promise.resolve(memoryBench()))
networkContract('TcpNetwork', true, tcpBench)
datagramsContract('MemoryNetwork', memoryDatagrams)
datagramsContract('TcpNetwork', udpDatagrams)
wallClockContract('SimulatedWallClock', () => {
  const clock = new VirtualClock()
  return { clock, wallClock: new SimulatedWallClock(clock, 0), pass: milliseconds => clock.advance(milliseconds) }
})
flashPagesContract('SimulatedFlashPages', () => new SimulatedFlashPages())
storageContract('SimulatedStorage', () => new SimulatedStorage())
wifiContract('SimulatedWifi', () => {
  const clock = new VirtualClock()
  const wifi = new SimulatedWifi(clock, new Random(1), () => undefined)
  return {
    wifi,
    lose: () => { wifi.inject('loss', true) },
    restore: () => { wifi.inject('loss', false) },
    refuse: () => { wifi.inject('refuse', true) },
    pass: milliseconds => clock.advance(milliseconds)
  }
})

describe.each([
  ['MemoryNetwork', () => Promise.resolve(memoryBench())],
  ['TcpNetwork', tcpBench]
])('%s, broken on purpose', (_name, make) => {
  interface Log { opened: number, closed: number, received: Bytes }

  function events(log: Log): SocketEvents {
    return {
      onOpen: () => { log.opened++ },
      onBytes: chunk => { log.received += chunk },
      onClose: () => { log.closed++ }
    }
  }

  it('breaks connections and refuses new ones while the broker is lost, and works again afterwards', async () => {
    const bench = await make()
    const log = { opened: 0, closed: 0, received: '' }
    bench.network.connect(bench.host, bench.port, events(log))
    await bench.until(() => log.opened === 1)
    expect(bench.network.inject('loss', true)).toBe(true)
    await bench.until(() => log.closed === 1)
    bench.network.connect(bench.host, bench.port, events(log))
    await bench.until(() => log.closed === 2)
    expect(log.opened).toBe(1)
    bench.network.inject('loss', false)
    bench.network.connect(bench.host, bench.port, events(log))
    await bench.until(() => log.opened === 2)
    await bench.stop()
  })

  it.each(['silent', 'association'])('holds bytes back during %s and delivers them in order afterwards', async fault => {
    const bench = await make()
    const log = { opened: 0, closed: 0, received: '' }
    const apply = (active: boolean): void => {
      if (fault === 'silent') bench.network.inject('silent', active)
      else bench.network.associate(!active)
    }
    const socket = bench.network.connect(bench.host, bench.port, events(log))
    await bench.until(() => log.opened === 1)
    apply(true)
    expect(socket.write('one ')).toBe(true)
    expect(socket.write('two')).toBe(true)
    await bench.settle()
    expect(log).toEqual({ opened: 1, closed: 0, received: '' })
    apply(false)
    await bench.until(() => log.received.length === 7)
    expect(log.received).toBe('one two')
    await bench.stop()
  })

  it('opens no connection while nothing passes', async () => {
    const bench = await make()
    const log = { opened: 0, closed: 0, received: '' }
    bench.network.inject('silent', true)
    bench.network.connect(bench.host, bench.port, events(log))
    await bench.settle()
    expect(log).toMatchObject({ opened: 0, closed: 1 })
    await bench.stop()
  })

  it('does not know other faults', async () => {
    const bench = await make()
    expect(bench.network.inject('earthquake', true)).toBe(false)
    await bench.stop()
  })
})

describe.each([['MemoryNetwork', memoryDatagrams], ['TcpNetwork', udpDatagrams]])('%s, broken on purpose', (_name, make) => {
  it.each(['loss', 'silent', 'association'])('loses datagrams during %s, and carries them afterwards', async fault => {
    const bench = await make()
    const apply = (active: boolean): void => {
      if (fault === 'association') bench.network.associate(!active)
      else bench.network.inject(fault, active)
    }
    const heard: string[] = []
    apply(true)
    const lost = bench.send(bench.host, bench.port, 'lost', bytes => heard.push(bytes))
    await bench.settle()
    apply(false)
    const kept = bench.send(bench.host, bench.port, 'kept', bytes => heard.push(bytes))
    await bench.until(() => heard.length === 2)
    expect(heard).toEqual(['kept', 'kept'])
    lost?.close()
    kept?.close()
    await bench.stop()
  })
})

describe('TcpNetwork', () => {
  it('delivers what was written before a close, although the other side is still talking and the board loses its power', async () => {
    const heard: string[] = []
    let ended = false
    const server = net.createServer(socket => {
      socket.on('error', error => heard.push(error.message))
      socket.on('data', chunk => {
        heard.push(chunk.toString())
        socket.write('x'.repeat(1000))
      })
      socket.on('end', () => { ended = true })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const network = new TcpNetwork()
    let opened = false
    const socket = network.connect('127.0.0.1', (server.address() as AddressInfo).port, {
      onOpen: () => { opened = true },
      onBytes: () => undefined,
      onClose: () => undefined
    })
    await eventually(() => opened, 'the connection is open')
    socket.write('offline ')
    await eventually(() => heard.length > 0, 'the first message has arrived')
    socket.write('disconnect')
    socket.close()
    network.associate(false)
    await eventually(() => ended, 'the other side saw an orderly end')
    expect(heard.join('')).toBe('offline disconnect')
    await new Promise(resolve => server.close(resolve))
  })
})
