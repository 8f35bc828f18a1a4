import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import type { DatagramSocket, SendDatagram } from '../../../drivers/hal/datagrams.ts'

/** UDP with a server that sends everything back twice, and nothing for `?`. */
export interface DatagramBench {
  send: SendDatagram
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

/** What `SendDatagram` promises, checked on one implementation. */
export function datagramsContract(name: string, make: () => Promise<DatagramBench>): void {
  describe(`${name} as datagrams`, () => {
    let bench: DatagramBench
    let sockets: (DatagramSocket | undefined)[]
    let heard: Bytes[]

    function send(bytes: Bytes, port = bench.port): DatagramSocket | undefined {
      const socket = bench.send(bench.host, port, bytes, answer => heard.push(answer))
      sockets.push(socket)
      return socket
    }

    beforeEach(async () => {
      bench = await make()
      sockets = []
      heard = []
    })
    afterEach(async () => {
      for (const socket of sockets) socket?.close()
      await bench.stop()
    })

    it('carries 48 bytes of any value there and back, in one piece, and says so not from inside the call', async () => {
      for (const first of [0, 48, 96, 144, 208]) {
        let sent = ''
        for (let i = 0; i < 48; i++) sent += String.fromCharCode(first + i)
        heard = []
        send(sent)
        expect(heard).toEqual([])
        await bench.until(() => heard.length === 2)
        expect(heard).toEqual([sent, sent])
      }
    })

    it('keeps sockets apart', async () => {
      const other: Bytes[] = []
      send('one')
      sockets.push(bench.send(bench.host, bench.port, 'two', answer => other.push(answer)))
      await bench.until(() => heard.length === 2 && other.length === 2)
      expect([heard, other]).toEqual([['one', 'one'], ['two', 'two']])
    })

    it('hears nothing once it is closed', async () => {
      send('early')?.close()
      sockets = []
      await bench.settle()
      expect(heard).toEqual([])
    })

    it('may be closed from the listener, and then hears no more', async () => {
      const socket = bench.send(bench.host, bench.port, 'x', answer => {
        heard.push(answer)
        socket?.close()
      })
      await bench.until(() => heard.length > 0)
      await bench.settle()
      expect(heard).toEqual(['x'])
    })

    it('says nothing of a datagram that nobody answers', async () => {
      send('?')
      send('x', bench.closedPort)
      await bench.settle()
      expect(heard).toEqual([])
    })
  })
}
