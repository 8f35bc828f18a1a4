import { describe, expect, it } from 'vitest'
import { readSettings } from '../../contract/settings.ts'
import { InProcessStation } from '../../host-sim/board/in-process-station.ts'
import { MemoryNetwork } from '../../host-sim/board/memory-network.ts'
import { buildBoard } from '../../host-sim/scenario/build-board.ts'
import { simulatedSettings } from '../../host-sim/scenario/simulated-settings.ts'
import { SimulatedWallClock } from '../../host-sim/board/simulated-wall-clock.ts'
import { Random } from '../../host-sim/random.ts'
import { FieldNode, SCD30, ds18b20, mhZ19, qualities } from '../support/field-node.ts'
import { plainSettings, StationBench } from '../support/station-bench.ts'

const ROM = '28139bbb0b00001f'
const HOUR = 60

function settled(): FieldNode {
  return new FieldNode([SCD30, ds18b20(ROM)]).start(5)
}

function root(node: FieldNode): string {
  return `breva/${node.plan.id}/`
}

describe('a node and its broker in the field', () => {
  it('field failure 20, arendst/Tasmota#7189, 256dpi/arduino-mqtt#166: birth, will and goodbye are alike in topic, QoS and retain', () => {
    const node = settled().inject('broker', 'loss').run(2)
    node.inject('broker', 'loss', false).run(5)
    node.station.stop(() => undefined)
    node.run(1)
    const said = node.messages.filter(message => message.topic === `${root(node)}status`)
    expect(said.map(message => message.payload)).toEqual(['online', 'offline', 'online', 'offline'])
    for (const message of said) expect(message).toMatchObject({ qos: 1, retain: true })
  })

  it('field failure 20, F1p/Home-Assistant-Mitsubishi-CN105-to-MQTT#60, xoseperez/espurna#2616: a clean stop leaves a retained offline, not online', () => {
    const node = settled()
    expect(node.broker.retained.get(`${root(node)}status`)).toBe('online')
    node.station.stop(() => undefined)
    node.run(1)
    expect(node.broker.retained.get(`${root(node)}status`)).toBe('offline')
  })

  it('field failure 20, arachnetech/homebridge-mqttthing#36: an offline that contradicts a living node is put right within 2 s', () => {
    const node = settled()
    node.broker.publish({ topic: `${root(node)}status`, payload: 'offline', qos: 1, retain: true, client: 'somebody' })
    node.clock.advance(2000)
    expect(node.broker.retained.get(`${root(node)}status`)).toBe('online')
  })

  it('field failure 21, knolleary/pubsubclient#129, mqttjs/MQTT.js#1585: two nodes with one client identifier slow down, and both go on measuring', () => {
    const node = settled()
    const network = new MemoryNetwork(node.clock, 5)
    network.serve(1883, node.broker)
    const plan = { ...node.plan, random: new Random(99) }
    const twinBoard = buildBoard(node.clock, plan, network)
    const settings = simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60 })
    const twin = new InProcessStation(twinBoard, settings, new SimulatedWallClock(node.clock, 0), 1)
    const before = node.broker.connections
    twin.start()
    node.run(HOUR)
    const first = node.broker.connections - before
    node.run(2 * HOUR)
    const later = (node.broker.connections - before - first) / 2
    // Hand over hand at the base delay it would be 3,600 an hour.
    expect(first).toBeGreaterThan(2)
    expect(first).toBeLessThan(200)
    expect(later).toBeLessThan(120)
    expect(node.clock.pending()).toBeLessThan(40)
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 22, knolleary/pubsubclient#776, espressif/esp-idf#14352: a hundred lost links later there is one connection and not one timer more', () => {
    const node = settled()
    const timers = node.clock.pending()
    for (let round = 0; round < 100; round++) {
      const [target, fault] = [['broker', 'loss'], ['broker', 'silent'], ['wifi', 'loss']][round % 3]
      node.inject(target, fault).run(0.2 + 0.05 * round).inject(target, fault, false).run(6)
      expect(node.broker.clients(), `after round ${round}`).toHaveLength(1)
    }
    node.run(5)
    expect(node.clock.pending()).toBeLessThanOrEqual(timers)
    expect(node.broker.retained.get(`${root(node)}status`)).toBe('online')
    expect(node.broker.violations).toBe(0)
  })

  it('field failure 22, plapointe6/EspMQTTClient#33, espressif/esp-mqtt#25: a broker that is silent on an open link is noticed within one and a half keep-alives', () => {
    const node = settled()
    const before = node.broker.connections
    node.inject('broker', 'silent').run(1.5)
    node.inject('broker', 'silent', false).run(0.5)
    node.run(1)
    expect(node.broker.connections).toBe(before + 1)
  })

  it('field failure 23, esphome/issues#994, ratgdo/esphome-ratgdo#262: a week without a broker is no reason to restart, nor to miss a sample', () => {
    const bench = StationBench.plain({ period: 60 })
    bench.start()
    const week = 7 * 24 * 3.6e6
    let fed = 0
    // The longest that the watchdog is left alone; it barks at 90 s.
    for (let second = 0; second < week / 1000; second += 80) {
      bench.clock.advance(80_000)
      expect(bench.alive).toBeGreaterThan(fed)
      fed = bench.alive
    }
    expect(bench.sensor.asked.length).toBe(week / 60_000)
    bench.online()
    bench.clock.advance(60_000)
    expect(bench.samples().at(-1)).toMatchObject({ seq: week / 60_000 + 1, boot: 17, co2: 812 })
  })

  it('field failure 24, marvinroger/async-mqtt-client#135, FlowFuse/flowfuse#453: no sample of an outage goes missing without being counted', () => {
    const node = settled().inject('broker', 'loss').run(20)
    node.inject('broker', 'loss', false).run(10)
    const late = node.payloads('history').flatMap(payload => (JSON.parse(payload) as { seq: number }[]).map(state => state.seq))
    const delivered = new Set([...node.states().map(state => state.seq), ...late])
    const dropped = Object.values(node.health()['drops'] as Record<string, number>).reduce((sum, count) => sum + count, 0)
    expect(Math.max(...delivered)).toBeGreaterThan(200)
    expect(delivered.size + dropped).toBe(Math.max(...delivered))
  })

  it.each(['not-a-number', 'all-ff', 'all-00', 'unplug'])('field failure 25, home-assistant/core#98096, esphome/issues#352: with the fault %s the payload is JSON, null where there is no value, and the sensor has a status of its own', fault => {
    const node = settled().inject('scd30', fault)
    const states = node.during(5)
    for (const state of states) expect(state).toMatchObject({ co2: null, temperature: null, humidity: null, quality: { [ROM]: 'ok' } })
    for (const word of ['co2', 'temperature', 'humidity']) expect(states.at(-1)?.quality[word]).toBe('fault')
    expect(node.payloads('sensor/scd30/status')).toEqual(['online', 'offline'])
    expect(node.payloads('status')).toEqual(['online'])
    expect(node.falsehoods()).toEqual([])
  })

  it('field failure 26, home-assistant/core#6705, 1technophile/OpenMQTTGateway#2121: no reading is retained, every one is numbered, and a dead sensor on a living link shows', () => {
    const node = settled().inject('scd30', 'dead').run(5)
    const states = node.messages.filter(message => message.topic.endsWith('/state'))
    expect(states.every(message => !message.retain)).toBe(true)
    expect(node.states().map(state => state.seq)).toEqual(node.states().map((_, i) => i + 1))
    expect([...node.broker.retained.keys()].filter(topic => topic.endsWith('/state'))).toEqual([])
    expect(node.broker.retained.get(`${root(node)}status`)).toBe('online')
    expect(node.broker.retained.get(`${root(node)}sensor/scd30/status`)).toBe('offline')
    expect(node.broker.retained.get(`${root(node)}sensor/${ROM}/status`)).toBe('online')
  })
})

describe('commands and input', () => {
  const nested = `{"id":"c-1","a":${'['.repeat(260)}${']'.repeat(260)}}`
  const inputs = [
    '', '\0', '{', '}', '[]', 'null', '1e999', '{"id":1e999}', '{"id":"c-1","id":"c-2"}', '{"id":"c-1"}x', '{"__proto__":{"id":"c-1"}}',
    '{"id":"c-1","constructor":{"prototype":{"x":1}}}', nested, `{"id":"${'x'.repeat(540)}"}`, '\xff'.repeat(550), '{"id":"c-1\\u0000"}', 'x'.repeat(550)
  ]

  it.each(inputs)('F50 the command payload %j is refused with a reason, and changes nothing', payload => {
    const node = settled()
    const before = node.clock.pending()
    node.broker.publish({ topic: `${root(node)}command/ping`, payload, qos: 1, retain: false, client: '' })
    node.clock.advance(1000)
    const replies = node.payloads('reply/ping')
    expect(replies).toHaveLength(1)
    expect(JSON.parse(replies[0])).toMatchObject({ ok: false, error: expect.stringMatching(/^[a-z ]+$/) as string })
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(node.clock.pending()).toBeLessThanOrEqual(before)
    expect(node.broker.connections).toBe(1)
  })

  it('F51 a retained command is ignored and counted', () => {
    const node = settled()
    node.broker.retained.set(`${root(node)}command/ping`, '{"id":"c-1"}')
    node.inject('broker', 'loss').run(0.5).inject('broker', 'loss', false).run(5)
    expect(node.payloads('reply/ping')).toEqual([])
    expect(node.health()).toMatchObject({ refused_commands: 1 })
  })

  it('F52 a thousand commands a second get some replies, and every sample is on time', () => {
    const node = settled()
    const before = node.states().length
    for (let second = 0; second < 20; second++) {
      for (let i = 0; i < 1000; i++) {
        if (i % 100 === 0) node.clock.advance(100)
        node.broker.publish({ topic: `${root(node)}command/ping`, payload: `{"id":"c-${i}"}`, qos: 0, retain: false, client: '' })
      }
    }
    const states = node.states().slice(before)
    expect(states.length).toBe(2)
    for (let i = 1; i < states.length; i++) expect(Math.abs(states[i].uptime - states[i - 1].uptime - 10_000)).toBeLessThan(200)
    const replies = node.payloads('reply/ping').length
    expect(replies).toBeGreaterThan(40)
    expect(replies).toBeLessThan(60)
    node.run(2)
    expect(node.health()['refused_commands']).toBeGreaterThan(19_900)
  })

  it.each(['calibrate', 'reboot', 'factory-reset', 'set', 'update'])('F53 the command %s does nothing: there is none yet', verb => {
    const node = settled()
    node.broker.publish({ topic: `${root(node)}command/${verb}`, payload: '{"id":"c-1"}', qos: 1, retain: false, client: '' })
    node.run(2)
    expect(node.payloads(`reply/${verb}`)).toEqual(['{"id":"c-1","ok":false,"error":"unknown verb"}'])
    expect(node.scd30.memory.wear).toBe(0)
    expect(node.states().at(-1)).toMatchObject({ quality: { co2: 'ok' } })
  })

  it.each(['a+b', 'a#', 'a/b', '$sys', 'a\0b', '', ' ', '\xc3\xa9', 'A1', 'x'.repeat(65536)])('F54 the node name %j is refused before anything connects', name => {
    const refusal = readSettings({ ...plainSettings(), node: name }, 'a1b2c3')
    expect(typeof refusal).toBe('string')
    expect((refusal as string).length).toBeLessThan(200)
    expect(refusal).toMatch(/^node/)
  })
})

describe('sensors on bad wires', () => {
  it.each([0.01, 0.1, 1])('F44 at %d of all bits or slots wrong nothing false is published, no sample is late, and the errors are published', rate => {
    const node = new FieldNode([SCD30, mhZ19('B'), ds18b20(ROM)]).start(6)
    node.board.i2c.noiseRate = rate
    node.board.oneWire.errorRate = rate
    node.inject('i2c', 'noise').inject('uart', 'noise').inject('ds18b20', 'corrupt')
    const states = node.during(10)
    expect(states.map(state => state.seq)).toEqual(states.map((_, i) => states[0].seq + i))
    expect(states.length).toBe(60)
    expect(node.falsehoods()).toEqual([])
    const errors = node.health()['crc_errors'] as Record<string, number>
    // With every bit wrong no part is even addressed.
    if (rate < 1) for (const sensor of ['scd30', ROM]) expect(errors[sensor]).toBeGreaterThan(0)
    node.inject('i2c', 'noise', false).inject('uart', 'noise', false).inject('ds18b20', 'corrupt', false).run(4)
    expect(qualities(node.during(1), 'co2')).toEqual({ ok: 6 })
    expect(qualities(node.during(1), ROM)).toEqual({ ok: 6 })
  })
})
