import { describe, expect, it } from 'vitest'
import { FieldNode, SCD30, ds18b20, mhZ19, qualities } from '../../support/field-node.ts'

type Counts = Record<string, Record<string, number>>

const ROM = '28139bbb0b00001f'

/** The counts in the latest `health`. */
function recoveries(node: FieldNode): Counts {
  return node.health()['recoveries'] as Counts
}

/** The rungs of one sensor in the order in which they were first climbed, looked at every 500 ms. */
function climbed(node: FieldNode, name: string, minutes: number): string[] {
  const order: string[] = []
  const sensor = (node.station.station as unknown as { sampler: { sensors: { name: string, item: { recoveries?: Record<string, number> } }[] } })
    .sampler.sensors.find(health => health.name === name)!
  for (let half = 0; half < minutes * 120; half++) {
    node.clock.advance(500)
    for (const rung of Object.keys(sensor.item.recoveries ?? {})) if (!order.includes(rung)) order.push(rung)
  }
  return order
}

describe('the recovery ladder of a sensor', () => {
  it('publishes no rung while nothing is wrong but the sensor that still boots when the node is up', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM)], {}, 1, true).start(30)
    expect(recoveries(node)).toEqual({ scd30: { retry: 1 } })
  })

  it('F46 SDA held low by a read that was broken off: the bus is cleared, and values return within three samples', () => {
    const node = new FieldNode([SCD30]).start(2).inject('i2c', 'abort')
    const states = node.during(1)
    expect([qualities(states, 'co2'), states[0].quality['co2']]).toEqual([{ stale: 1, ok: 5 }, 'stale'])
    node.run(1)
    expect(recoveries(node)).toEqual({ scd30: { retry: 8, resynchronise: 1, restart: 1, soft_reset: 1, bus_clear: 1 } })
    expect(node.falsehoods()).toEqual([])
  })

  it.each(['sda-low', 'scl-low', 'nack', 'all-ff', 'all-00'])('F46 the bus fault %s is met rung by rung, at a slow pace in the end, and survived', fault => {
    const node = new FieldNode([SCD30], {}, 1, true).start(2).inject('i2c', fault)
    expect(climbed(node, 'scd30', 4).filter(rung => rung !== 'retry')).toEqual(['resynchronise', 'restart', 'soft_reset', 'bus_clear', 'fault', 'reinitialise', 'power_cycle'])
    const states = node.during(30)
    expect(qualities(states, 'co2')).toEqual({ fault: states.length })
    const counts = recoveries(node)['scd30']
    expect(counts).toMatchObject({ fault: 1, reinitialise: 4, power_cycle: 4 })
    node.inject('i2c', fault, false).run(1)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it.each(['dead', 'modbus'])('F43 an SCD30 that only a power cycle brings back (%s) has its supply switched off and on', fault => {
    const node = new FieldNode([SCD30], {}, 1, true).start(2)
    node.inject('scd30', fault)
    if (fault === 'modbus') {
      node.scd30.powerDown()
      node.scd30.powerUp()
    }
    node.inject('scd30', fault, false)
    node.run(3)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(recoveries(node)['scd30']).toMatchObject({ fault: 1, reinitialise: 1, power_cycle: 1 })
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline', 'online'])
    expect(node.falsehoods()).toEqual([])
  })

  it('F43 without a switch, an SCD30 that only a power cycle brings back stays a fault and nothing else', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM)]).start(2).inject('scd30', 'dead').run(1)
    const states = node.during(30)
    expect([qualities(states, 'co2'), qualities(states, ROM)]).toEqual([{ fault: 180 }, { ok: 180 }])
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline'])
    expect(recoveries(node)['scd30']).not.toHaveProperty('power_cycle')
    expect(recoveries(node)).not.toHaveProperty('ds18b20')
  })

  it('F43 an MH-Z19 that is silent is reset with 8D, then without supply for 2 s, and preheats before its next value', () => {
    const node = new FieldNode([mhZ19('C')], {}, 1, true).start(10).inject('mh-z19', 'hang')
    expect(climbed(node, 'mh-z19', 3)).toEqual(['retry', 'fault', 'reinitialise', 'soft_reset', 'power_cycle'])
    node.inject('mh-z19', 'hang', false)
    expect(qualities(node.during(2.8), 'co2')['ok']).toBeUndefined()
    node.run(1)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.mhZ19.recoveries).toBe(0)
    expect(node.falsehoods()).toEqual([])
  })

  it('F43 probes on a wire that is shorted are searched for, re-initialised, without supply for 2 s, and keep their names', () => {
    const node = new FieldNode([ds18b20(ROM), ds18b20('2839386a0d000044')], {}, 1, true).start(2).inject('ds18b20', 'short')
    expect(climbed(node, 'ds18b20', 4)).toEqual(expect.arrayContaining(['fault', 'reinitialise', 'power_cycle']))
    expect(Object.keys(node.states().at(-1)!.probes).sort()).toEqual([ROM, '2839386a0d000044'])
    node.inject('ds18b20', 'short', false).run(1)
    expect(qualities(node.during(1), ROM)).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it('F49 data ready that never comes is stale, then the ladder to its end, and readings follow when it comes again', () => {
    const node = new FieldNode([SCD30], {}, 1, true).start(2).inject('scd30', 'never-ready')
    expect(climbed(node, 'scd30', 4).filter(rung => rung !== 'retry')).toEqual(['restart', 'soft_reset', 'fault', 'bus_clear', 'reinitialise', 'power_cycle'])
    expect(Object.keys(qualities(node.during(10), 'co2'))).toEqual(['stale'])
    node.inject('scd30', 'never-ready', false).run(1)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.falsehoods()).toEqual([])
  })

  it('takes the supply of one sensor away without a word from the others, nor a slot that is late', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM)], {}, 1, true).start(2).inject('scd30', 'dead').inject('i2c', 'sda-low')
    const states = node.during(30)
    expect(qualities(states, ROM)).toEqual({ ok: states.length })
    for (let i = 1; i < states.length; i++) expect(states[i].uptime - states[i - 1].uptime).toBeLessThan(14_000)
    expect(node.health()).toMatchObject({ late_slots: 0 })
  })
})
