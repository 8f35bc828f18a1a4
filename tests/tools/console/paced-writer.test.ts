import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PacedWriter } from '../../../tools/console/paced-writer.ts'

/** A port that takes a piece when the test says so. */
class SlowPort {
  readonly sent: string[] = []
  private done: (() => void) | undefined

  readonly send = (bytes: Buffer, done: () => void): void => {
    expect(this.done, 'a piece before the last has gone').toBe(undefined)
    this.sent.push(bytes.toString('latin1'))
    this.done = done
  }

  take(): void {
    const done = this.done
    this.done = undefined
    done?.()
  }
}

describe('text on its way to a console', () => {
  let port: SlowPort

  beforeEach(() => {
    port = new SlowPort()
    vi.useFakeTimers()
  })

  afterEach(() => { vi.useRealTimers() })

  it('goes in pieces, each when the one before has gone', () => {
    const writer = new PacedWriter(4, port.send)
    writer.write('abcdefghij')
    expect(port.sent).toEqual(['abcd'])
    for (let piece = 0; piece < 4; piece++) port.take()
    expect(port.sent).toEqual(['abcd', 'efgh', 'ij'])
    writer.write('\xff')
    expect(port.sent.at(-1)).toBe('\xff')
  })

  it('obeys a smaller size from the next piece on', () => {
    const writer = new PacedWriter(4, port.send)
    writer.write('abcdefgh')
    writer.piece = 3
    port.take()
    port.take()
    expect(port.sent).toEqual(['abcd', 'efg', 'h'])
  })

  it.each([['\x03', '\n'], ['\x10reset()\n', 'x'], ['1;load();\n', 'x']])('waits 250 ms after %j', (order, next) => {
    const writer = new PacedWriter(48, port.send)
    writer.write(order + next)
    expect(port.sent).toEqual([order])
    port.take()
    vi.advanceTimersByTime(249)
    expect(port.sent).toEqual([order])
    vi.advanceTimersByTime(1)
    expect(port.sent).toEqual([order, next])
  })

  it('waits after an order that was sent in two pieces', () => {
    const writer = new PacedWriter(6, port.send)
    writer.write('\x10reset()\nx')
    port.take()
    port.take()
    vi.advanceTimersByTime(249)
    expect(port.sent).toEqual(['\x10reset', '()\n'])
    vi.advanceTimersByTime(1)
    expect(port.sent).toEqual(['\x10reset', '()\n', 'x'])
  })

  it('keeps the order of what is written while it waits', () => {
    const writer = new PacedWriter(48, port.send)
    writer.write('\x03')
    port.take()
    writer.write('later')
    expect(port.sent).toEqual(['\x03'])
    vi.advanceTimersByTime(250)
    expect(port.sent).toEqual(['\x03', 'later'])
  })

  it('sends nothing after its end', () => {
    const writer = new PacedWriter(1, port.send)
    writer.write('ab')
    writer.end()
    port.take()
    writer.write('c')
    expect(port.sent).toEqual(['a'])
  })
})
