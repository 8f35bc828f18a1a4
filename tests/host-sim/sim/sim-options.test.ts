import { describe, expect, it } from 'vitest'
import type { Surroundings } from '../../../cli/broker-options.ts'
import type { CommandError } from '../../../cli/command-error.ts'
import { readSimOptions, type SimArguments } from '../../../host-sim/sim/sim-options.ts'

const DEFAULTS: SimArguments = { scenario: 'office', seed: '1', speed: '1', fault: [] }

function surroundings(environment: Record<string, string> = {}): Surroundings {
  return { environment, folder: import.meta.dirname, warn: message => { throw new Error(message) } }
}

function refusal(given: Partial<SimArguments>): CommandError {
  try {
    readSimOptions({ ...DEFAULTS, ...given }, surroundings())
  } catch (error) {
    return error as CommandError
  }
  throw new Error('accepted')
}

describe('readSimOptions', () => {
  it('leaves open what the scenario and the machine decide', () => {
    expect(readSimOptions(DEFAULTS, surroundings())).toMatchObject({ broker: undefined, nodes: undefined, port: undefined, seconds: undefined, seed: 1, speed: 1, json: false })
  })

  it.each([
    ['nodes', '1', '500', '0', '501'],
    ['seed', '0', '4294967295', '-1', '4294967296'],
    ['speed', '1', '300', '0.9', '301'],
    ['seconds', '1', '31536000', '0', '31536001'],
    ['qos', '0', '2', '-1', '3'],
    ['port', '1', '65535', '0', '65536']
  ] as const)('takes --%s from %s to %s', (name, least, most, below, above) => {
    expect(readSimOptions({ ...DEFAULTS, [name]: least }, surroundings())[name]).toBe(Number(least))
    expect(readSimOptions({ ...DEFAULTS, [name]: most }, surroundings())[name]).toBe(Number(most))
    for (const value of [below, above, 'many', '', 'NaN', '1e3', '0x10']) {
      const error = refusal({ [name]: value })
      expect(error.exitCode).toBe(2)
      expect(error.message).toContain(`--${name}`)
      expect(error.message).toContain(`from ${least} to ${most}`)
    }
  })

  it('knows whether the root is that of the command line, which goes before a settings file', () => {
    const named = surroundings({ BREVA_BROKER_ROOT: 'home/sensors' })
    expect(readSimOptions(DEFAULTS, surroundings())).toMatchObject({ root: 'breva', rootGiven: false, qos: undefined })
    expect(readSimOptions({ ...DEFAULTS, port: '1884' }, named)).toMatchObject({ root: 'home/sensors', rootGiven: false })
    expect(readSimOptions({ ...DEFAULTS, root: 'lab' }, named)).toMatchObject({ root: 'lab', rootGiven: true })
    expect(refusal({ root: 'a/' })).toMatchObject({ exitCode: 2, message: expect.stringContaining('--root: "a/" is refused') as string })
  })

  it('takes whole nodes, seeds and ports only', () => {
    for (const name of ['nodes', 'seed', 'port'] as const) expect(refusal({ [name]: '2.5' }).message).toContain('a whole number')
    expect(readSimOptions({ ...DEFAULTS, speed: '2.5', seconds: '1.5' }, surroundings())).toMatchObject({ speed: 2.5, seconds: 1.5 })
  })

  it('proposes the end of the range that a number is beyond, and a port that is mostly free', () => {
    const proposed = (given: Partial<SimArguments>): string | undefined => /try (--.*)\.$/.exec(refusal(given).message)?.[1]
    expect([proposed({ speed: '1000' }), proposed({ speed: '0.1' }), proposed({ speed: 'fast' })]).toEqual(['--speed 300', '--speed 1', '--speed 60'])
    expect([proposed({ nodes: '900' }), proposed({ nodes: '-3' }), proposed({ qos: '3' })]).toEqual(['--nodes 500', '--nodes 1', '--qos 2'])
    expect([proposed({ port: '70000' }), proposed({ port: '0' })]).toEqual(['--port 1883', '--port 1883'])
  })

  it('refuses what contradicts itself', () => {
    expect(refusal({ broker: 'mqtt://h', port: '1884' }).message).toContain('only one of them')
    expect(refusal({ quiet: true, verbose: true }).message).toContain('only one of them')
  })

  it('finds the broker password in the environment', () => {
    expect(readSimOptions({ ...DEFAULTS, broker: 'mqtt://u@h' }, surroundings({ BREVA_BROKER_PASSWORD: 'hidden' })).broker?.address.password).toBe('hidden')
  })

  it('publishes to the broker of the surroundings, unless a port asks for the embedded one', () => {
    const named = surroundings({ BREVA_BROKER: 'mqtts://broker.lan' })
    expect(readSimOptions(DEFAULTS, named).broker).toEqual({ source: 'BREVA_BROKER', address: { host: 'broker.lan', port: 8883, tls: {} } })
    expect(readSimOptions({ ...DEFAULTS, port: '1884' }, named)).toMatchObject({ broker: undefined, port: 1884 })
  })
})
