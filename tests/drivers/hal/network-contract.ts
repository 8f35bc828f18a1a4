import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import type { Network, SocketEvents } from '../../../drivers/hal/network.ts'

/** A network with a server that echoes, and that closes the link on the byte `!`. */
export interface NetworkBench {
  network: Network
  host: string
  port: number
  /** A port on which nobody listens. */
  closedPort: number
  /** Lets time pass until the condition holds; throws when it does not come true. */
  until(condition: () => boolean): Promise<void>
  /** Lets a moment pass in which something wrong could still happen. */
  settle(): Promise<void>
  stop(): Promise<void>
}

/** Writes down what a socket tells. */
class Witness implements SocketEvents {
  opened = 0
  closed = 0
  received: Bytes = ''
  late = 0

  onOpen(): void {
    this.opened++
  }

  onBytes(chunk: Bytes): void {
    if (this.closed > 0) this.late++
    this.received += chunk
  }

  onClose(): void {
    this.closed++
  }
}

/**
 * What `Network` and `Socket` promise, checked on one implementation. `several` is false for a network that carries one
 * connection at a time, where a new one ends the one before.
 */
export function networkContract(name: string, several: boolean, make: () => Promise<NetworkBench>): void {
  describe(`${name} as a Network`, () => {
    let bench: NetworkBench
    let witness: Witness

    beforeEach(async () => {
      bench = await make()
      witness = new Witness()
    })
    afterEach(() => bench.stop())

    it('opens after the call has returned, once', async () => {
      bench.network.connect(bench.host, bench.port, witness)
      expect(witness.opened).toBe(0)
      await bench.until(() => witness.opened > 0)
      await bench.settle()
      expect(witness).toMatchObject({ opened: 1, closed: 0 })
    })

    it('carries every byte value both ways, in order', async () => {
      const socket = bench.network.connect(bench.host, bench.port, witness)
      await bench.until(() => witness.opened > 0)
      let sent = ''
      for (let i = 0; i < 2000; i++) sent += String.fromCharCode(i % 256 === 33 ? 0 : i % 256)
      expect(socket.write(sent.slice(0, 700))).toBe(true)
      expect(socket.write(sent.slice(700))).toBe(true)
      await bench.until(() => witness.received.length >= sent.length)
      expect(witness.received).toBe(sent)
    })

    it('tells a refused connection by a close without an open, after the call has returned', async () => {
      bench.network.connect(bench.host, bench.closedPort, witness)
      expect(witness.closed).toBe(0)
      await bench.until(() => witness.closed > 0)
      await bench.settle()
      expect(witness).toMatchObject({ opened: 0, closed: 1 })
    })

    it('tells once that the other side has closed, and refuses to write afterwards', async () => {
      const socket = bench.network.connect(bench.host, bench.port, witness)
      await bench.until(() => witness.opened > 0)
      socket.write('!')
      await bench.until(() => witness.closed > 0)
      await bench.settle()
      expect(witness.closed).toBe(1)
      expect(socket.write('x')).toBe(false)
      socket.close()
      await bench.settle()
      expect(witness.closed).toBe(1)
    })

    it('closes safely twice; the close is told once and never from inside the call', async () => {
      const socket = bench.network.connect(bench.host, bench.port, witness)
      await bench.until(() => witness.opened > 0)
      socket.close()
      socket.close()
      expect(witness.closed).toBe(0)
      expect(socket.write('x')).toBe(false)
      await bench.until(() => witness.closed > 0)
      await bench.settle()
      expect(witness).toMatchObject({ closed: 1, late: 0 })
    })

    it('closes a connection that is not open yet', async () => {
      const socket = bench.network.connect(bench.host, bench.port, witness)
      socket.close()
      await bench.until(() => witness.closed > 0)
      await bench.settle()
      expect(witness).toMatchObject({ opened: 0, closed: 1 })
    })

    it.runIf(several)('keeps connections apart', async () => {
      const other = new Witness()
      const first = bench.network.connect(bench.host, bench.port, witness)
      const second = bench.network.connect(bench.host, bench.port, other)
      await bench.until(() => witness.opened + other.opened === 2)
      first.write('first')
      second.write('second')
      await bench.until(() => witness.received.length === 5 && other.received.length === 6)
      expect([witness.received, other.received]).toEqual(['first', 'second'])
    })

    it.runIf(!several)('ends the connection before, and says so, when another is made', async () => {
      const other = new Witness()
      bench.network.connect(bench.host, bench.port, witness)
      await bench.until(() => witness.opened > 0)
      const second = bench.network.connect(bench.host, bench.port, other)
      expect(witness.closed).toBe(0)
      await bench.until(() => witness.closed + other.opened === 2)
      second.write('second')
      await bench.until(() => other.received.length === 6)
      expect([witness.received, witness.closed, other.received, other.closed]).toEqual(['', 1, 'second', 0])
    })
  })
}
