import { describe, expect, it } from 'vitest'
import { Random } from '../../../host-sim/random.ts'
import { drawFaults } from '../../../host-sim/torture/draw-faults.ts'
import { describeFaults, FaultSummary } from '../../../host-sim/torture/fault-summary.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
const SEEDS = 300
const TARGETS = Object.fromEntries(Object.entries({
  command: ['bytes', 'oversized', 'huge', 'too-long', 'nul', 'utf8'],
  limit: ['300', '600', '1000', '2000'],
  probes: ['removed', 'added', 'exchanged', 'none-left'],
  power: ['cut', 'cuts', 'cut-in-write', 'reset'],
  wifi: ['loss', 'absent', 'refuse', 'weak', 'silent']
}).map(([target, faults]) => [target, { faults, inject: () => true }]))
const SOFT = { scd30: ['zero', 'stick'] }
const DAYS = Array.from({ length: SEEDS }, (_, seed) => drawFaults(new Random(seed), { ...TARGETS, scd30: { faults: ['unplug'], inject: () => true } }, DAY, SOFT))

describe('the faults of a day', () => {
  it('have every kind in a good part of all seeds, and something of the commands, the limits or the probes in each', () => {
    const summary = new FaultSummary()
    for (const faults of DAYS) {
      summary.add(faults, Infinity)
      expect(faults.some(({ target }) => ['command', 'limit', 'probes'].includes(target))).toBe(true)
    }
    const counts = summary.byKind()
    for (const [target, { faults }] of Object.entries(TARGETS)) for (const fault of faults) expect(counts[`${target}:${fault}`].nodes, `${target}:${fault}`).toBeGreaterThan(SEEDS / 5)
  })

  it('have a soft failure of hours at a third of the sensors', () => {
    const long = DAYS.filter(faults => faults.some(({ target, fault, duration }) => target === 'scd30' && fault !== 'unplug' && duration >= HOUR))
    expect(long.length).toBeGreaterThan(SEEDS / 3)
  })

  it('end more than an hour before the day does, and are in the order of their beginning', () => {
    for (const faults of DAYS) {
      expect(Math.max(...faults.map(({ start, duration }) => start + duration))).toBeLessThan(DAY - HOUR)
      expect(faults.map(({ start }) => start)).toEqual(faults.map(({ start }) => start).sort((a, b) => a - b))
    }
  })
})

describe('the summary of faults', () => {
  it('counts nodes and times by kind, any probe as one, and only what has begun', () => {
    const summary = new FaultSummary()
    const fault = (target: string, start: number): Parameters<typeof summary.add>[0][number] => ({ text: '', node: undefined, target, fault: 'unplug', start, duration: 1 })
    summary.add([fault('28ed88080c00002f', 1), fault('28ed88080c00002e', 2), fault('i2c', 3), fault('i2c', 50)], 10)
    summary.add([fault('i2c', 1)], 10)
    expect(summary.byKind()).toEqual({ 'i2c:unplug': { nodes: 2, times: 2 }, 'probe:unplug': { nodes: 1, times: 2 } })
    expect(describeFaults(summary.byKind())).toBe('  i2c: unplug 2/2\n  probe: unplug 1/2\n')
  })
})
