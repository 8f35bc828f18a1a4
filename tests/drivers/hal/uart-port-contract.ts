import { beforeEach, describe, expect, it } from 'vitest'
import type { UartPort } from '../../../drivers/hal/uart-port.ts'

/** A port, its far end, and a way to let time pass. */
export interface UartBench {
  port: UartPort
  /** Everything that the far end has received since it was made. */
  received(): string
  /** The far end sends. */
  send(bytes: string): void
  /** Returns once `milliseconds` of the port's time have passed and what was due has been delivered. */
  pass(milliseconds: number): Promise<void>
}

let everyByte = ''
for (let byte = 0; byte < 256; byte++) everyByte += String.fromCharCode(byte)

/** What `UartPort` promises, checked on one implementation. */
export function describeUartPort(name: string, make: () => UartBench): void {
  describe(`${name} as a UartPort`, () => {
    let bench: UartBench

    beforeEach(() => {
      bench = make()
    })

    it('sends every byte value, in order', async () => {
      // In frames: bursts over 64 bytes are nothing to rely on.
      for (let at = 0; at < 256; at += 8) {
        bench.port.write(everyByte.slice(at, at + 8))
        await bench.pass(50)
      }
      expect(bench.received()).toBe(everyByte)
    })

    it('sends what is written at once in the order of writing', async () => {
      bench.port.write('\xff\x01')
      bench.port.write('\x86')
      await bench.pass(100)
      expect(bench.received()).toBe('\xff\x01\x86')
    })

    it('sends nothing for nothing', async () => {
      bench.port.write('')
      await bench.pass(100)
      expect(bench.received()).toBe('')
    })

    it('delivers every byte value, in order, in chunks of any size but none', async () => {
      const chunks: string[] = []
      bench.port.listen({ onBytes: chunk => chunks.push(chunk) })
      for (let at = 0; at < 256; at += 8) {
        bench.send(everyByte.slice(at, at + 8))
        await bench.pass(50)
      }
      expect(chunks.join('')).toBe(everyByte)
      expect(chunks).not.toContain('')
    })

    it('delivers nothing from inside write or listen', async () => {
      let inside = true
      let deliveredInside = false
      bench.port.listen({ onBytes: () => { deliveredInside ||= inside } })
      bench.send('\x01')
      bench.port.write('\x02')
      inside = false
      await bench.pass(100)
      expect(deliveredInside).toBe(false)
    })

    it('has one listener, the latest', async () => {
      const heard: string[] = []
      bench.port.listen({ onBytes: () => heard.push('first') })
      bench.port.listen({ onBytes: chunk => heard.push(chunk) })
      bench.send('\x42')
      await bench.pass(100)
      expect(heard).toEqual(['\x42'])
    })

    it('survives bytes that nobody listens to', async () => {
      bench.send('\x42')
      await bench.pass(100)
      const heard: string[] = []
      bench.port.listen({ onBytes: chunk => heard.push(chunk) })
      bench.send('\x43')
      await bench.pass(100)
      expect(heard.join('').endsWith('\x43')).toBe(true)
    })

    it('may be written to from the listener', async () => {
      bench.port.listen({ onBytes: chunk => bench.port.write(chunk) })
      bench.send('\x11\x22')
      await bench.pass(200)
      expect(bench.received()).toBe('\x11\x22')
    })
  })
}
