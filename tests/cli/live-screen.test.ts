import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LiveScreen } from '../../cli/live-screen.ts'

const real = process.stdout.write.bind(process.stdout)
let written: string[]

beforeEach(() => {
  written = []
  process.stdout.write = (text: string | Uint8Array) => {
    written.push(String(text))
    return true
  }
})

afterEach(() => { process.stdout.write = real })

describe('LiveScreen', () => {
  it('takes a screen of its own, draws in place, and gives it back once', () => {
    const listeners = process.listenerCount('exit')
    const screen = new LiveScreen()
    screen.leave()
    expect(written).toEqual([])
    screen.draw(['one', 'two'])
    screen.draw(['three'])
    expect(process.listenerCount('exit')).toBe(listeners + 1)
    screen.leave()
    screen.leave()
    expect(written).toEqual([
      '\x1b[?1049h\x1b[?25l',
      // Each line erases what a longer one has left behind it, and the last all below it.
      '\x1b[Hone\x1b[K\r\ntwo\x1b[K\x1b[J',
      '\x1b[Hthree\x1b[K\x1b[J',
      '\x1b[H\x1b[J\x1b[?1049l\x1b[?25h'
    ])
    expect(process.listenerCount('exit')).toBe(listeners)
  })
})
