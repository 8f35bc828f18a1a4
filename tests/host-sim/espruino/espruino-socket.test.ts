import { describe, expect, it } from 'vitest'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { SandboxSocket } from '../../../host-sim/espruino/espruino-socket.ts'
import { PoweredNetwork } from '../../../host-sim/torture/powered-network.ts'

const connect = (network: PoweredNetwork): SandboxSocket => new SandboxSocket(network, { host: 'broker', port: 1883 }, () => undefined, task => { task() })

describe('a socket of the sandbox', () => {
  // Torture of the flashed bundle, seed 5: a socket that nobody could have had was still open at the next attempt.
  it.each([['and all else is well', []], ['and nothing passes', ['silent']], ['and connections break', ['loss']], ['and both', ['silent', 'loss']]] as const)(
    'does not come to be where the name cannot be looked up %s', (_, faults) => {
      const wire = new MemoryNetwork(new VirtualClock(), 1)
      const network = new PoweredNetwork(wire)
      wire.inject('nameless', true)
      for (const fault of faults) wire.inject(fault, true)
      expect(() => connect(network)).toThrow('Unable to locate host')
      expect(network.sockets).toBe(0)
    })

  it('comes to be again once it can', () => {
    const wire = new MemoryNetwork(new VirtualClock(), 1)
    const network = new PoweredNetwork(wire)
    wire.inject('nameless', true)
    wire.inject('nameless', false)
    connect(network)
    expect(network.sockets).toBe(1)
  })
})
