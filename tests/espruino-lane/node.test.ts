import { beforeEach, describe, expect, it } from 'vitest'
import { BrokerLog } from '../support/broker-log.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { eachNode } from '../support/each-interpreter.ts'
import type { InterpreterNode } from '../support/interpreter-node.ts'
import { Mosquitto, mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { FaultProxy } from '../support/fault-proxy.ts'

const PROBES = ['2839386a0d000044', '28ff641dcd96f201', '28139bbb0b00001f']

describe.skipIf(mosquittoMissing)(`the flashed firmware on the real interpreter${mosquittoHint}`, () => {
  const own = eachNode()
  let broker: Mosquitto
  let node: InterpreterNode

  beforeEach(() => { node = own.node })

  async function online(settings: { keepAlive?: number } = {}, port?: number): Promise<BrokerLog> {
    const opened = own.log = await BrokerLog.open(broker.port)
    await node.flash({ port: port ?? broker.port, ...settings })
    await node.powerOn()
    await eventually(() => opened.said('/status').includes('online'), 'the node is online', 20_000)
    return opened
  }

  it('publishes 20 samples of all three kinds of sensor, a broker restart among them, and leaves its will', async () => {
    broker = own.broker = await Mosquitto.start()
    const log = await online()
    await log.samples(20, 0, 90_000)
    const states = log.states()
    // On a busy machine a sample may come before the connection, or before the last one has arrived, and then travel as `history`.
    const numbers = Array.from({ length: states[states.length - 1].seq }, (_, i) => i + 1)
    await eventually(() => {
      const late = log.payloads('/history').flatMap(payload => JSON.parse(payload) as { seq: number }[])
      const come = [...states, ...late].map(({ seq }) => seq)
      return numbers.every(seq => come.includes(seq))
    }, 'no sample is missing', 60_000)
    expect(states.map(({ seq }) => seq)).toEqual([...new Set(states.map(({ seq }) => seq))].sort((a, b) => a - b))
    let whole = 0
    for (const state of states) {
      expect(state).toMatchObject({ node: 'a1b2c3', location: 'lane', boot: 1 })
      const well = Object.values(state.quality).every(word => word === 'ok')
      // The first ones tell of sensors that are still being got to know, which takes a slow interpreter longer.
      if (state.seq < 6 || (whole === 0 && !well)) continue
      expect(Object.keys(state.probes!).sort()).toEqual([...PROBES].sort())
      // Emulated wires are slower than copper, so that on a busy machine an answer may miss its slot.
      if (well) whole++
      for (const word of Object.values(state.quality)) expect(['ok', 'stale']).toContain(word)
      // With the SCD30 late, the MH-Z19 gives the CO2, from where it hangs.
      if (typeof state.co2 === 'number') expect(Math.abs(state.co2 - (state.humidity === null ? 1600 : 800))).toBeLessThan(200)
      for (const degrees of Object.values(state.probes!)) if (degrees !== null) expect(Math.abs(degrees - 12)).toBeLessThan(4)
    }
    expect(whole).toBeGreaterThan(8)
    expect(new Set(states.slice(5).map(state => state.temperature)).size).toBeGreaterThan(5)
    expect(new Set(states.slice(5).map(state => state.probes![PROBES[0]])).size).toBeGreaterThan(5)
    for (const sensor of ['scd30', 'mh-z19', ...PROBES]) expect(log.said(`/sensor/${sensor}/status`)).toContain('online')

    const before = log.messages.length
    await broker.kill()
    await broker.resume()
    await log.samples(3, before, 60_000)
    expect(log.said('/a1b2c3/status', before)).toContain('online')
    log.states(before)

    const last = log.messages.length
    node.stop()
    await eventually(() => log.payloads('/a1b2c3/status', last).includes('offline'), 'the broker publishes the will', 20_000)
  })

  it('says that a sensor is unplugged, goes on with the others, and takes it back', async () => {
    broker = own.broker = await Mosquitto.start()
    const log = await online()
    await eventually(() => log.states().at(-1)?.quality.humidity === 'ok', 'the SCD30 measures', 30_000)
    let from = log.messages.length
    await node.fault('scd30', 'unplug', true)
    await eventually(() => log.payloads('/sensor/scd30/status', from).includes('offline'), 'the SCD30 is offline', 60_000)
    const without = log.states(from).at(-1)!
    expect([without.humidity, without.temperature]).toEqual([null, null])
    // What is left is the MH-Z19, which hangs in other air, and nobody knows yet how long it has been on.
    expect(without.co2).toBeNull()
    await eventually(() => log.states(from).at(-1)?.quality.co2 === 'ok', 'the MH-Z19 is warm', 240_000)
    expect(Math.abs(log.states(from).at(-1)!.co2! - 1600)).toBeLessThan(150)
    from = log.messages.length
    await node.fault('scd30', 'unplug', false)
    await eventually(() => log.payloads('/sensor/scd30/status', from).includes('online'), 'the SCD30 is online', 60_000)
    await eventually(() => (log.states(from).at(-1)?.co2 ?? 9999) < 1000, 'its CO2 is taken again', 60_000)
  }, 420_000)

  it('survives the loss of a probe, a short on its wire, noise on the UART and the loss of Wi-Fi', async () => {
    broker = own.broker = await Mosquitto.start()
    const log = await online()
    await eventually(() => Object.keys(log.states().at(-1)?.probes ?? {}).length === 3, 'the probes measure', 30_000)
    let from = log.messages.length
    await node.fault(PROBES[0], 'unplug', true)
    await node.fault('uart', 'flood', true)
    await eventually(() => log.payloads(`/sensor/${PROBES[0]}/status`, from).includes('offline'), 'the probe is offline', 60_000)
    await eventually(() => log.states(from).at(-1)?.quality[PROBES[1] as 'co2'] === 'ok', 'the other probes measure on', 30_000)
    await node.fault('one-wire', 'short', true)
    await eventually(() => log.payloads(`/sensor/${PROBES[1]}/status`, from).includes('offline'), 'the bus is offline', 60_000)
    from = log.messages.length
    await node.fault(PROBES[0], 'unplug', false)
    await node.fault('uart', 'flood', false)
    await node.fault('one-wire', 'short', false)
    await node.fault('wifi', 'lost', true)
    await eventually(() => {
      const state = log.states(from).at(-1)
      return state !== undefined && Object.values(state.quality).every(word => word === 'ok')
    }, 'all is well again', 60_000)
    expect(log.states(from).at(-1)?.quality[PROBES[0] as 'co2']).toBe('ok')
    await node.printed(/Wi-Fi lane lost[^]*Wi-Fi lane joined/, 60_000)
  })

  it('notices a link that is open and dead, and connects anew', async () => {
    broker = own.broker = await Mosquitto.start()
    const proxy = await FaultProxy.start(broker.port)
    try {
      const log = await online({ keepAlive: 10 }, proxy.port)
      await log.samples(2, 0, 30_000)
      const from = log.messages.length
      const began = performance.now()
      proxy.halfOpen()
      await eventually(() => proxy.connections === 2, 'the node connects again', 40_000)
      // 7.5 s to the ping, 10 s for its answer, and the shortest wait before the next attempt.
      expect(performance.now() - began).toBeGreaterThan(10_000)
      await log.samples(3, from, 30_000)
      log.states(from)
    } finally {
      await proxy.stop()
    }
  })

  it('with a refused login is never connected and does not hammer', async () => {
    broker = own.broker = await Mosquitto.start({ accounts: { observer: 'let me look', breva: 'the right one' } })
    const proxy = await FaultProxy.start(broker.port)
    const answers = (): string[] => proxy.of('connack').map(({ bytes }) => bytes.toString('hex'))
    try {
      const opened = own.log = await BrokerLog.open(broker.port, { username: 'observer', password: 'let me look' })
      await node.flash({ port: proxy.port, user: 'breva', password: 'not the one' })
      await node.powerOn()
      // It waits 46 s at most after the first refusal, and twice as long after each further one: two are enough to see.
      await eventually(() => answers().length >= 2, 'the node has been refused twice', 90_000)
      expect(answers()).toEqual(['20020005', '20020005'])
      const [first, second] = proxy.of('connack')
      expect(second.at - first.at).toBeGreaterThan(1000)
      expect(proxy.connections).toBe(2)
      expect(opened.messages).toEqual([])
    } finally {
      await proxy.stop()
    }
  })
})
