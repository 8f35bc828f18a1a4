import { describe, expect, it } from 'vitest'
import { MemoryNetwork } from '../../../host-sim/board/memory-network.ts'
import type { SimulatedBoard } from '../../../host-sim/board/simulated-board.ts'
import { buildBoard } from '../../../host-sim/scenario/build-board.ts'
import { simulatedSettings } from '../../../host-sim/scenario/simulated-settings.ts'
import { SimulatedWallClock } from '../../../host-sim/board/simulated-wall-clock.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { findScenario, scenarioNames } from '../../../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../../../host-sim/scenario/node-plan.ts'
import { readSettings } from '../../../contract/settings.ts'

const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '28c7f240050000f4']

function board(clock: VirtualClock): SimulatedBoard {
  const [plan] = planNodes(findScenario('office'), 1, 1)
  return buildBoard(clock, plan, new MemoryNetwork(clock, 1))
}

describe('the simulated board', () => {
  it('has the parts of its plan on their wires once it has power', () => {
    const clock = new VirtualClock()
    const office = board(clock)
    expect(office.parts.map(part => part.name)).toEqual(['scd30', 'mh-z19', ...ROMS])
    expect(office.oneWire.search(0xf0)).toEqual([])
    office.powerUp()
    clock.advance(3000)
    expect([...office.oneWire.search(0xf0)].sort()).toEqual([...ROMS].sort())
    expect(office.i2c.write(0x61, [0xd1, 0x00])).toBe(0)
  })

  it('lists every fault target of the command line', () => {
    const targets = board(new VirtualClock()).targets
    expect(Object.keys(targets).sort()).toEqual([...ROMS, 'broker', 'ds18b20', 'i2c', 'mh-z19', 'scd30', 'uart', 'wifi'].sort())
    for (const target of Object.values(targets)) expect(target.faults.length).toBeGreaterThan(0)
    for (const name of ['scd30', 'mh-z19', 'ds18b20', ...ROMS]) expect(targets[name].faults).toContain('unplug')
  })

  it('understands every fault that it lists, on and off', () => {
    const clock = new VirtualClock()
    const office = board(clock)
    office.powerUp()
    for (const target of Object.values(office.targets)) {
      for (const fault of target.faults) {
        expect(target.inject(fault, true)).toBe(true)
        clock.advance(100)
        expect(target.inject(fault, false)).toBe(true)
      }
      expect(target.inject('earthquake', true)).toBe(false)
    }
  })

  it('unplugs every probe with the fault unplug of ds18b20', () => {
    const clock = new VirtualClock()
    const office = board(clock)
    office.powerUp()
    office.targets['ds18b20'].inject('unplug', true)
    expect(office.oneWire.search(0xf0)).toEqual([])
    office.targets['ds18b20'].inject('unplug', false)
    expect(office.oneWire.search(0xf0)).toHaveLength(3)
  })

  it('leaves no timer behind without power', () => {
    const clock = new VirtualClock()
    const office = board(clock)
    office.powerUp()
    clock.advance(60_000)
    office.powerDown()
    clock.advance(10_000)
    expect(clock.pending()).toBe(0)
  })

  it.each(scenarioNames())('has settings for %s that the firmware accepts', name => {
    for (const plan of planNodes(findScenario(name), 6, 1)) {
      const settings = simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60 })
      expect(readSettings(structuredClone(settings), 'ffffff')).toEqual(settings)
    }
  })
})

describe('the simulated wall clock', () => {
  it('is unset until somebody sets it, then goes with the clock', () => {
    const clock = new VirtualClock(500)
    const wallClock = new SimulatedWallClock(clock, 0)
    expect(wallClock.read()).toBe(0)
    wallClock.set(1_700_000_000_000)
    clock.advance(1500)
    expect(wallClock.read()).toBe(1_700_000_001_500)
  })
})
