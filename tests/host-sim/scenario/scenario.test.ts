import { describe, expect, it } from 'vitest'
import { CommandError } from '../../../cli/command-error.ts'
import { USAGE } from '../../../cli/exit-code.ts'
import { findScenario, scenarioNames } from '../../../host-sim/scenario/find-scenario.ts'
import { nodeId } from '../../../host-sim/scenario/node-id.ts'
import { planNodes } from '../../../host-sim/scenario/node-plan.ts'
import { romChecksum } from '../../../host-sim/scenario/rom-code.ts'
import { checkScenario } from '../../../host-sim/scenario/scenario.ts'

describe('the scenarios', () => {
  it('are the office, which is the default, and four others', () => {
    expect(scenarioNames()).toEqual(['office', 'bedroom-night', 'classroom', 'factory', 'lab-bench'])
  })

  it.each(scenarioNames())('%s is valid and its probes differ', name => {
    const scenario = findScenario(name)
    const roms = scenario.nodes.flatMap(node => node.sensors.flatMap(sensor => (sensor.part === 'ds18b20' ? [sensor.rom] : [])))
    expect(new Set(roms).size).toBe(roms.length)
    expect(roms.length).toBeGreaterThan(0)
  })

  it('have all three kinds of sensor in the office, every 10 s', () => {
    const office = findScenario('office').nodes[0]
    expect(office.period).toBe(10)
    expect(office.sensors.map(sensor => sensor.part)).toEqual(['scd30', 'mh-z19', 'ds18b20', 'ds18b20', 'ds18b20'])
  })

  it('have four nodes in the factory and a sample every 2 s on the lab bench', () => {
    expect(findScenario('factory').nodes.map(node => node.location)).toEqual(['workshop', 'warehouse', 'office', 'server-room'])
    expect(findScenario('lab-bench').nodes[0]).toMatchObject({ period: 2, world: { model: 'noise-and-drift', drift: { temperature: { noise: 0.3, drift: 0.1, bound: 3 } } } })
  })

  it('refuses an unknown name in one sentence that lists the known ones', () => {
    const attempt = (): unknown => findScenario('submarine')
    expect(attempt).toThrow(CommandError)
    expect(attempt).toThrow('There is no scenario \'submarine\'; choose one of office, bedroom-night, classroom, factory, lab-bench, as in --scenario office.')
    try {
      attempt()
    } catch (error) {
      expect((error as CommandError).exitCode).toBe(USAGE)
    }
  })

  it.each([
    ['a period of half a second', (node: Record<string, unknown>) => { node['period'] = 0.5 }, 'nodes.0.period'],
    ['a period of 1 s with an SCD30', (node: Record<string, unknown>) => { node['period'] = 1 }, 'nodes.0.period'],
    ['an unknown field', (node: Record<string, unknown>) => { node['colour'] = 'red' }, 'nodes.0'],
    ['no sensors', (node: Record<string, unknown>) => { node['sensors'] = [] }, 'nodes.0.sensors'],
    ['a ROM with a wrong CRC', (node: Record<string, unknown>) => { node['sensors'] = [{ part: 'ds18b20', family: 'A', rom: '28139bbb0b000020', position: 'room' }] }, 'nodes.0.sensors.0.rom'],
    ['two SCD30', (node: Record<string, unknown>) => { node['sensors'] = [{ part: 'scd30', position: 'room' }, { part: 'scd30', position: 'room' }] }, 'one scd30']
  ])('refuses %s and names the field', (_what, spoil, named) => {
    const data = structuredClone(findScenario('office')) as unknown as { nodes: Record<string, unknown>[] }
    spoil(data.nodes[0])
    expect(() => checkScenario(data)).toThrow(named)
  })
})

describe('the nodes of a run', () => {
  it('have ids of six hex digits that never collide under one seed', () => {
    const ids = new Set(Array.from({ length: 20_000 }, (_, index) => nodeId(42, index)))
    expect(ids.size).toBe(20_000)
    expect([...ids].every(id => /^[0-9a-f]{6}$/.test(id))).toBe(true)
    for (let distance = 1; distance < 0x1000000; distance *= 2) expect(nodeId(42, distance)).not.toBe(nodeId(42, 0))
    expect(nodeId(1, 0)).not.toBe(nodeId(2, 0))
  })

  it('repeat a scenario of one node with rooms and probes of their own', () => {
    const plans = planNodes(findScenario('office'), 3, 1)
    expect(plans.map(plan => plan.location)).toEqual(['office', 'office-2', 'office-3'])
    expect(plans.map(plan => plan.number)).toEqual([1, 2, 3])
    expect(plans[1].world).not.toEqual(plans[0].world)
    const roms = plans.flatMap(plan => plan.sensors.flatMap(sensor => (sensor.part === 'ds18b20' ? [sensor.rom] : [])))
    expect(new Set(roms).size).toBe(9)
    expect(roms.every(rom => romChecksum(rom.slice(0, 14)) === rom.slice(14))).toBe(true)
    expect(plans[0].sensors).toEqual(findScenario('office').nodes[0].sensors)
    for (const plan of plans) expect(() => checkScenario({ ...findScenario('office'), nodes: [{ location: plan.location, period: plan.period, world: plan.world, sensors: plan.sensors }] })).not.toThrow()
  })

  it('are the same for the same seed', () => {
    const strip = (seed: number): unknown => planNodes(findScenario('factory'), 6, seed).map(plan => ({ ...plan, random: plan.random.next() }))
    expect(strip(1)).toEqual(strip(1))
    expect(strip(1)).not.toEqual(strip(2))
  })
})
