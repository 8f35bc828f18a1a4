import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { infoMessage } from '../../contract/schemas/info-message.ts'
import { InProcessStation } from '../../host-sim/board/in-process-station.ts'
import { SimulatedWallClock } from '../../host-sim/board/simulated-wall-clock.ts'
import { simulatedSettings } from '../../host-sim/scenario/simulated-settings.ts'
import { FieldNode, SCD30, ds18b20, qualities } from '../support/field-node.ts'
import { StationBench } from '../support/station-bench.ts'

const ROM = '28139bbb0b00001f'
const OTHER = '2839386a0d000044'

function root(node: FieldNode): string {
  return `breva/${node.plan.id}/`
}

/** The node goes off, this happens to it, and it is on again for three minutes. */
function restarted(node: FieldNode, running: InProcessStation, change: () => void): InProcessStation {
  running.stop(() => undefined)
  node.run(1)
  change()
  const settings = simulatedSettings(node.plan, { host: 'broker', port: 1883, keepAlive: 60 })
  const next = new InProcessStation(node.board, settings, new SimulatedWallClock(node.clock, 0), 2)
  next.start()
  node.run(3)
  return next
}

describe('field case 4, arendst/Tasmota#20531, heishamon/HeishaMon#931, nielsonm236/NetMod-ServerApp#55: lost while nobody looked', () => {
  it('a probe that was unplugged while the power was off is offline, its key is null with quality fault', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM), ds18b20(OTHER)]).start(3)
    expect(node.broker.retained.get(`${root(node)}sensor/${ROM}/status`)).toBe('online')
    restarted(node, node.station, () => node.inject(ROM, 'unplug'))
    const states = node.during(2)
    expect(states.every(state => state.probes[ROM] === null && state.probes[OTHER] !== null)).toBe(true)
    expect([qualities(states, ROM), qualities(states, OTHER)]).toEqual([{ fault: 12 }, { ok: 12 }])
    expect(node.broker.retained.get(`${root(node)}sensor/${ROM}/status`)).toBe('offline')
  })

  it('and forget is the way out, over a restart as well', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM), ds18b20(OTHER)]).start(3)
    const running = restarted(node, node.station, () => node.inject(ROM, 'unplug'))
    node.broker.publish({ topic: `${root(node)}command/forget`, payload: `{"id":"c-1","sensor":"${ROM}"}`, qos: 1, retain: false, client: 'somebody' })
    node.run(1)
    expect(node.payloads('reply/forget')).toEqual(['{"id":"c-1","ok":true}'])
    expect(node.broker.retained.get(`${root(node)}sensor/${ROM}/status`) ?? '').toBe('')
    restarted(node, running, () => undefined)
    expect(Object.keys(node.during(1)[0].probes)).toEqual([OTHER])
  })
})

describe('field case 15, eclipse-mosquitto/mosquitto#2934: a kept session that is deaf', () => {
  it('the node asks for its subscriptions with each CONNACK, also where a session is present, and hears commands', () => {
    const bench = StationBench.plain().online()
    bench.client.disconnect()
    bench.client.connect(true)
    bench.settle()
    expect(bench.client.filters).toHaveLength(2)
    expect(bench.client.filters[1]).toEqual(bench.client.filters[0])
  })

  it('and it does so on every link of any series, whatever the broker says of a session', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 300_000 })), { minLength: 1, maxLength: 10 }), links => {
      const bench = StationBench.plain().online()
      for (const [resumed, wait] of links) {
        bench.clock.advance(wait)
        bench.client.disconnect()
        bench.client.connect(resumed)
        bench.settle()
      }
      expect(bench.client.filters).toEqual(Array.from({ length: links.length + 1 }, () => bench.client.filters[0]))
      bench.client.deliver('breva/a1b2c3/command/ping', '{"id":"c-1"}')
      bench.settle()
      expect(bench.client.payloads('/reply/ping')).toEqual(['{"id":"c-1","ok":true}'])
    }), { numRuns: 30 })
  })
})

describe('said once, for machines too', () => {
  it('info fits its schema, and has the unit of each key of state', () => {
    const node = new FieldNode([SCD30, ds18b20(ROM)]).start(3)
    const info = infoMessage.parse(JSON.parse(node.payloads('info').at(-1)!))
    expect(info.units).toEqual({ co2: 'ppm', temperature: '\xb0C', humidity: '%', probes: '\xb0C' })
    const measured = Object.keys(node.states().at(-1)!).filter(key => !['node', 'location', 'boot', 'seq', 'time', 'uptime', 'quality', 'alerts'].includes(key))
    expect(Object.keys(info.units).sort()).toEqual(measured.sort())
  })
})
