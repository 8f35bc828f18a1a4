import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import type { UartDevice, UartLine } from '../../../host-sim/wires/uart-device.ts'
import { UartWire } from '../../../host-sim/wires/uart-wire.ts'

const FRAME = '\xff\x86\x02\x20\x00\x00\x00\x00\x58'

describe('the UART wire', () => {
  let clock: VirtualClock
  let wire: UartWire
  let line: UartLine
  let received: [number, string][]
  let heard: [number, string][]

  beforeEach(() => {
    clock = new VirtualClock()
    wire = new UartWire(clock, 9600)
    received = []
    heard = []
    const device: UartDevice = {
      attached: to => { line = to },
      receive: bytes => received.push([clock.now(), bytes])
    }
    wire.attach(device)
    wire.listen({ onBytes: chunk => heard.push([clock.now(), chunk]) })
  })

  const all = (log: [number, string][]): string => log.map(([, bytes]) => bytes).join('')

  /** The device sends a frame every 100 ms. */
  function burst(count: number): void {
    for (let i = 0; i < count; i++) {
      line.transmit(FRAME)
      clock.advance(100)
    }
  }

  it('takes 1.04 ms a byte, both ways', () => {
    wire.write(FRAME)
    clock.advance(9.3)
    expect(received).toEqual([])
    clock.advance(0.2)
    expect(received).toEqual([[9.375, FRAME]])
    burst(20)
    expect(all(heard)).toBe(FRAME.repeat(20))
    for (const [at] of heard) expect((at - 9.5) % 100).toBeGreaterThan(0.9)
    for (const [at] of heard) expect((at - 9.5) % 100).toBeLessThan(9.4)
  })

  it('splits some replies and delivers most in one piece', () => {
    burst(200)
    const whole = heard.filter(([, chunk]) => chunk === FRAME).length
    expect(whole).toBeGreaterThan(100)
    expect(whole).toBeLessThan(195)
    expect(new Set(heard.map(([, chunk]) => chunk.length)).size).toBe(9)
  })

  it('joins what arrives while the host is busy', () => {
    line.transmit(FRAME)
    line.transmit(FRAME)
    clock.block(50)
    clock.advance(0)
    expect(heard.map(([, chunk]) => chunk)).toEqual([FRAME + FRAME])
  })

  it('is the same at every run', () => {
    burst(50)
    const first = heard.splice(0)
    const again = new UartWire(clock, 9600)
    again.attach({ attached: to => { line = to }, receive: () => undefined })
    again.listen({ onBytes: chunk => heard.push([clock.now(), chunk]) })
    burst(50)
    expect(heard.map(([, chunk]) => chunk)).toEqual(first.map(([, chunk]) => chunk))
  })

  it('needs one timer for each direction', () => {
    for (let i = 0; i < 5; i++) {
      wire.write(FRAME)
      line.transmit(FRAME)
    }
    expect(clock.pending()).toBe(2)
    clock.advance(200)
    expect(clock.pending()).toBe(0)
  })

  it('knows its faults by name and no others', () => {
    for (const fault of wire.faults) {
      expect(wire.inject(fault, true)).toBe(true)
      expect(wire.inject(fault, false)).toBe(true)
    }
    expect(wire.inject('gremlins', true)).toBe(false)
  })

  it('unplug: nothing passes, and all is well afterwards', () => {
    line.transmit(FRAME)
    wire.inject('unplug', true)
    wire.write(FRAME)
    burst(3)
    expect(received).toEqual([])
    expect(heard).toEqual([])
    wire.inject('unplug', false)
    wire.write(FRAME)
    burst(1)
    expect(all(received)).toBe(FRAME)
    expect(all(heard)).toBe(FRAME)
  })

  it('drop: some bursts lack one byte', () => {
    wire.inject('drop', true)
    burst(100)
    expect(all(heard).length).toBeGreaterThan(850)
    expect(all(heard).length).toBeLessThan(885)
  })

  it('garbage: each burst has something before it', () => {
    wire.inject('garbage', true)
    burst(10)
    expect(all(heard).length).toBeGreaterThan(100)
    expect(all(heard).split(FRAME)).toHaveLength(11)
    expect(all(heard).startsWith(FRAME)).toBe(false)
  })

  it('echo: the host hears itself', () => {
    wire.inject('echo', true)
    wire.write('\xff\x01')
    clock.advance(100)
    expect(all(heard)).toBe('\xff\x01')
    expect(all(received)).toBe('\xff\x01')
  })

  it('foreign: frames of another sensor come first', () => {
    wire.inject('foreign', true)
    burst(1)
    expect(all(heard).slice(0, 4)).toBe('\x42\x4d\x00\x1c')
    expect(all(heard)).toHaveLength(32 + 9)
    expect(all(heard).endsWith(FRAME)).toBe(true)
  })

  it('noise: bits flip at the rate asked for', () => {
    wire.inject('noise', true)
    wire.bitErrorRate = 0.01
    burst(200)
    const bytes = all(heard)
    let flipped = 0
    for (let i = 0; i < bytes.length; i++) {
      for (let bits = bytes.charCodeAt(i) ^ FRAME.charCodeAt(i % 9); bits > 0; bits >>= 1) flipped += bits & 1
    }
    expect(flipped / (bytes.length * 8)).toBeGreaterThan(0.007)
    expect(flipped / (bytes.length * 8)).toBeLessThan(0.013)
  })

  it('crumble: every byte is a chunk of its own', () => {
    wire.inject('crumble', true)
    burst(3)
    expect(heard).toHaveLength(27)
  })

  it('flood: the line is never quiet, and nothing piles up', () => {
    wire.inject('flood', true)
    wire.inject('flood', false)
    wire.inject('flood', true)
    burst(100)
    expect(all(heard).length).toBeGreaterThan(4000)
    wire.inject('flood', false)
    clock.advance(2000)
    expect(clock.pending()).toBe(0)
  })
})
