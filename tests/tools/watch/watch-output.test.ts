import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LiveOutput, lineOutput } from '../../../tools/watch/watch-output.ts'
import { WatchedNodes } from '../../../tools/watch/watched-nodes.ts'

const WHAT = 'no node has been heard yet.'
const NEXT = 'Does one run at this broker? For a try: breva sim'

describe('what watch says beside its events', () => {
  const real = { out: process.stdout.write.bind(process.stdout), err: process.stderr.write.bind(process.stderr) }
  let written = { out: '', err: '' }

  beforeEach(() => {
    written = { out: '', err: '' }
    process.stdout.write = (text: unknown) => { written.out += String(text); return true }
    process.stderr.write = (text: unknown) => { written.err += String(text); return true }
  })
  afterEach(() => {
    process.stdout.write = real.out
    process.stderr.write = real.err
  })

  it('goes to stderr beside lines and JSON', () => {
    for (const json of [false, true]) lineOutput(json).say(WHAT, NEXT)
    expect(written).toEqual({ out: '', err: `breva: ${WHAT} ${NEXT}\n`.repeat(2) })
  })

  it('stands below the live table, a sentence a line, where nothing writes over it', () => {
    const output = new LiveOutput(false, new WatchedNodes('breva', undefined, () => 0))
    output.event({ event: 'started', time: '', version: '1.2.3', broker: 'mqtt://127.0.0.1', brokerFrom: null, root: 'breva', nodes: [], statistics: false })
    output.say(WHAT, NEXT)
    process.stdout.emit('resize')
    output.close()
    expect(written.err).toBe('')
    for (const screen of written.out.split('\x1b[?1049l')) {
      for (const line of ['No node has been heard yet.', 'Does one run at this broker?', 'For a try: breva sim']) expect(screen).toContain(line)
    }
  })
})
