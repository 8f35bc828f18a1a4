import net from 'node:net'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../bench/peers/eventually.ts'
import { InterpreterBridge } from '../support/interpreter-bridge.ts'

describe('the bridge to the console of an interpreter', () => {
  it.each([['kill -s SEGV $$\n', 'it has crashed, exit 139'], ['exit 0\n', '']])('ends after one that has ended by itself (%j), and says how it died', async (line, death) => {
    // A shell takes the interpreter's place: what matters is how it ends.
    const bridge = new InterpreterBridge('/bin/sh')
    const port = Number(new URL(await bridge.start()).port)
    const socket = net.connect(port, '127.0.0.1')
    socket.write(`echo here\n${line}`)
    await eventually(() => bridge.printed === 'here\n' && bridge.ended, 'it has ended')
    await bridge.stop()
    socket.destroy()
    expect(bridge.death).toBe(death)
  })
})
