import { describe, expect, it } from 'vitest'
import { BAD_CHECKSUM, NO_ACK, OK, WARMING } from '../../../drivers/hal/status.ts'
import type { Sensor } from '../../../drivers/sensor.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { StationBench } from '../../support/station-bench.ts'

const ROOT = 'breva/a1b2c3/'
const AIR = { co2: 812, temperature: 21.44, humidity: 45.1 }
const ROM = '28139bbb0b00001f'
/** ms after the start: the first slot is 5 s after it, and its readings are there. */
const FIRST_SAMPLE = 6000

/** The topics, without the root, of what was published since the last look; `online` and `offline` beside theirs. */
function said(bench: StationBench): string[] {
  return bench.client.take().map(line => line.replace(ROOT, '').replace(/ \{.*/, ''))
}

/** With an SCD30 and a bus with one probe, three slots old and connected by then or not. */
function house(): { bench: StationBench, scd30: FakeSensor, bus: FakeSensor } {
  const sensors: FakeSensor[] = []
  const bench = new StationBench(clock => {
    sensors.push(new FakeSensor(clock, 'scd30', 'cth', AIR))
    sensors.push(new FakeSensor(clock, 'ds18b20', 'p', { probes: [{ rom: ROM, status: OK, temperature: 20.81, errors: 3, kind: 65 }] }))
    return sensors
  })
  bench.start()
  return { bench, scd30: sensors[0], bus: sensors[1] }
}

describe('a station', () => {
  it('subscribes to its own status and info and to commands, and says nothing before the SUBACK', () => {
    const { bench } = house()
    bench.clock.advance(FIRST_SAMPLE)
    bench.client.connect()
    bench.clock.advance(9)
    expect(bench.client.filters).toEqual([[`${ROOT}status`, `${ROOT}info`, `${ROOT}command/+`]])
    expect(bench.client.published).toEqual([])
    bench.clock.advance(1)
    expect(said(bench)).toEqual(['status online'])
  })

  it('says online, the status of each sensor, the live sample and info, in this order and one at a time', () => {
    const { bench } = house()
    bench.clock.advance(FIRST_SAMPLE)
    bench.client.connect()
    bench.settle()
    expect(bench.client.published.map(({ qos, retain, at }) => [qos, retain, at])).toEqual(
      [[1, true, 6010], [1, true, 6020], [1, true, 6030], [1, true, 6040], [1, false, 6050], [1, true, 6060]])
    expect(said(bench)).toEqual(['status online', 'sensor/scd30/status online', 'sensor/ds18b20/status online', `sensor/${ROM}/status online`, 'state', 'info'])
  })

  it('says it all again on the next connection, with the sample that nobody acknowledged', () => {
    const { bench } = house()
    bench.clock.advance(FIRST_SAMPLE)
    bench.client.connect()
    bench.client.latency = 20
    bench.clock.advance(95)
    expect(said(bench)).toEqual(['status online', 'sensor/scd30/status online', 'sensor/ds18b20/status online', `sensor/${ROM}/status online`, 'state'])
    bench.client.disconnect()
    bench.clock.advance(100)
    bench.client.connect()
    bench.settle()
    const again = bench.client.published.at(-2)!
    expect(JSON.parse(again.payload)).toMatchObject({ seq: 1 })
    expect(said(bench)).toEqual(['status online', 'sensor/scd30/status online', 'sensor/ds18b20/status online', `sensor/${ROM}/status online`, 'state', 'info'])
  })

  it('repeats no sample that was acknowledged', () => {
    const { bench } = house()
    bench.clock.advance(FIRST_SAMPLE)
    bench.client.connect()
    bench.settle()
    bench.client.disconnect()
    bench.client.connect()
    bench.client.take()
    bench.settle()
    expect(said(bench)).not.toContain('state')
  })

  it('keeps what it measures without a link: the latest sample comes as state, the others as history', () => {
    const { bench } = house()
    bench.clock.advance(56000)
    bench.client.connect()
    bench.clock.advance(500)
    expect(bench.samples().map(sample => sample.seq)).toEqual([6])
    bench.slots(1)
    expect(bench.client.payloads('history').flatMap(payload => JSON.parse(payload) as { seq: number }[]).map(sample => sample.seq)).toEqual([1, 2, 3, 4, 5])
    expect(JSON.parse(bench.client.payloads('health')[0])).toMatchObject({ queued: 0, drops: { overflow: 0 } })
  })

  it('I1 accounts for every sample when acknowledgements fail', () => {
    const { bench } = house()
    let acknowledged = 0
    const onAcknowledged = bench.station.onAcknowledged.bind(bench.station)
    bench.station.onAcknowledged = id => {
      const message = bench.client.published.find(one => one.id === id)
      if (message?.topic.endsWith('/state')) acknowledged++
      if (message?.topic.endsWith('/history')) acknowledged += (JSON.parse(message.payload) as object[]).length
      onAcknowledged(id, false)
    }
    bench.clock.advance(FIRST_SAMPLE)
    for (let round = 0; round < 40; round++) {
      bench.client.connect()
      bench.client.silent = false
      bench.clock.advance(1000 + round * 777)
      bench.client.silent = true
      bench.clock.advance((round * 5003) % 31000)
      bench.client.disconnect()
      bench.clock.advance((round * 7001) % 23000)
    }
    bench.client.silent = false
    bench.client.connect()
    bench.slots(13)
    const produced = bench.samples().at(-1)!.seq as number
    const { drops } = JSON.parse(bench.client.payloads('health').at(-1)!) as { drops: { overflow: number } }
    // What is produced between the last health and now is acknowledged, as the link is up.
    expect(acknowledged + drops.overflow).toBe(produced)
    expect(bench.client.payloads('history').length).toBeGreaterThan(10)
  })

  it('publishes a sensor as offline after three failures, online at the first success, and info with it', () => {
    const { bench, scd30, bus } = house()
    bench.online()
    bench.slots(1)
    said(bench)
    scd30.answer(NO_ACK)
    bench.slots(2)
    expect(said(bench)).toEqual(['state', 'state'])
    bench.slots(1)
    expect(said(bench)).toEqual(['sensor/scd30/status offline', 'state', 'info'])
    bench.slots(1)
    expect(said(bench)).toEqual(['state'])
    scd30.answer(WARMING)
    bus.answer(OK, { probes: [{ rom: ROM, status: BAD_CHECKSUM, temperature: 0, errors: 9, kind: 65 }] })
    bench.slots(1)
    expect(said(bench).filter(one => one !== 'health')).toEqual(['sensor/scd30/status online', 'state', 'info'])
    bench.slots(2)
    expect(said(bench).filter(one => one !== 'health')).toEqual(['state', `sensor/${ROM}/status offline`, 'state', 'info'])
  })

  it('does not say online for a sensor that has never answered', () => {
    const { bench, scd30 } = house()
    scd30.answer(NO_ACK)
    bench.online()
    bench.slots(2)
    expect(said(bench).join()).not.toContain('scd30')
    bench.slots(1)
    expect(said(bench)).toContain('sensor/scd30/status offline')
  })

  it('publishes info and health as documented', () => {
    const { bench, scd30 } = house()
    Object.assign(scd30, { describe: () => `,"type":"X","serial":"AB"` })
    scd30.errors = 2
    bench.online()
    bench.client.reconnects = 2
    bench.slots(6)
    expect(bench.client.payloads('/info').at(-1)).toBe(
      '{"start":1073741823,"commands_off":null,"units":{"co2":"ppm","temperature":"\\u00b0C","humidity":"%","probes":"\\u00b0C"},"firmware":"1.0.0","bundle":"sha256:ab","model":"ESP32 Espruino","reset":"power-on",' +
      `"sensors":{"scd30":{"type":"X","serial":"AB"},"ds18b20":{},"${ROM}":{"family":"A","power":"external"}}}`)
    const health = bench.client.published.find(message => message.topic === `${ROOT}health`)!
    expect([health.qos, health.retain]).toEqual([1, false])
    expect(health.payload).toBe(
      '{"vars":{"used":1410,"total":3000},"rssi":-61,"reconnects":2,' +
      `"crc_errors":{"scd30":2,"ds18b20":0,"${ROM}":3},"queued":0,"flash":false,"drops":{"overflow":0,"decimated":0,"storage":0,"rejected":0},` +
      '"late_slots":0,"commands":true,"commands_off":null,"refused_commands":0,"oversized":0,"errors":[],"duplicate_client_id":false,"links":{},"recoveries":{}}')
    bench.slots(24)
    expect(bench.client.payloads('/health').length).toBe(5)
  })

  it.each([['\x01\x80'], ['\x80\x80'], ['']])('F23 goes on measuring when the broker grants %j, and says that it hears no commands', granted => {
    const { bench } = house()
    bench.client.granted = granted
    bench.online()
    bench.slots(6)
    expect(bench.samples().length).toBe(6)
    expect(JSON.parse(bench.client.payloads('/health')[0])).toMatchObject({ commands: false, commands_off: 'refused' })
  })

  it('F23 goes on without a SUBACK after 10 s', () => {
    const { bench } = house()
    bench.clock.advance(FIRST_SAMPLE)
    bench.client.connect()
    bench.client.silent = true
    bench.clock.advance(7900)
    expect(said(bench)).toEqual([])
    bench.clock.advance(2200)
    expect(said(bench)).toEqual(['status online'])
  })

  it('F27 says online again at once when an old will contradicts it', () => {
    const { bench } = house()
    bench.online()
    said(bench)
    bench.client.deliver(`${ROOT}status`, 'offline')
    expect(said(bench)).toEqual(['status online'])
    bench.client.deliver(`${ROOT}status`, 'online')
    bench.client.deliver(`${ROOT}status`, 'offline', true)
    bench.clock.advance(4000)
    expect(said(bench)).toEqual([])
  })

  it('F27 says online again within 2 s when its birth is still in flight', () => {
    const { bench } = house()
    bench.clock.advance(200)
    bench.client.connect()
    bench.clock.advance(15)
    bench.client.deliver(`${ROOT}status`, 'offline')
    bench.clock.advance(2000)
    expect(said(bench).filter(line => line === 'status online').length).toBe(2)
  })

  it('slows down when a twin keeps contradicting it, and forgets that in time', () => {
    const { bench } = house()
    bench.online()
    said(bench)
    bench.slots(3)
    said(bench)
    const gaps = []
    for (let round = 0; round < 8; round++) {
      bench.client.deliver(`${ROOT}status`, 'offline')
      const since = bench.clock.now()
      while (bench.client.payloads(`${ROOT}status`).length === 0) bench.clock.step()
      gaps.push(Math.ceil((bench.clock.now() - since) / 2000) * 2)
      said(bench)
    }
    expect(gaps).toEqual([0, 2, 4, 8, 16, 32, 32, 32])
    bench.slots(15)
    said(bench)
    bench.client.deliver(`${ROOT}status`, 'offline')
    expect(said(bench)).toEqual(['status online'])
  })

  it('F28 stops with a retained offline that is acknowledged before the client is stopped', () => {
    const { bench, scd30 } = house()
    bench.online()
    bench.slots(1)
    said(bench)
    let done = 0
    bench.station.stop(() => done++)
    expect([done, bench.client.stops, scd30.stops]).toEqual([0, 0, 1])
    expect(bench.client.published).toMatchObject([{ topic: `${ROOT}status`, payload: 'offline', qos: 1, retain: true }])
    bench.client.deliver(`${ROOT}status`, 'offline')
    bench.clock.advance(10)
    expect([done, bench.client.stops]).toEqual([1, 1])
    said(bench)
    bench.slots(12)
    expect([done, bench.client.stops, said(bench), bench.clock.pending()]).toEqual([1, 1, [], 0])
  })

  it('lets what is in flight be acknowledged before it says offline', () => {
    const { bench } = house()
    bench.clock.advance(200)
    bench.client.connect()
    bench.clock.advance(15)
    let done = 0
    bench.station.stop(() => done++)
    expect(said(bench)).toEqual(['status online'])
    bench.clock.advance(50)
    expect([said(bench), done]).toEqual([['status offline'], 1])
  })

  it('waits 2 s at most for the acknowledgement, and calls done once', () => {
    const { bench } = house()
    bench.online()
    bench.client.latency = 2500
    let done = 0
    bench.station.stop(() => done++)
    bench.clock.advance(1999)
    expect([done, bench.client.stops]).toEqual([0, 0])
    bench.clock.advance(1)
    expect([done, bench.client.stops]).toEqual([1, 1])
    bench.clock.advance(5000)
    expect([done, bench.client.stops]).toEqual([1, 1])
  })

  it('stops without a link, but not from inside the call, and twice', () => {
    const { bench } = house()
    let done = 0
    bench.station.stop(() => done++)
    expect(done).toBe(0)
    bench.clock.advance(0)
    expect(done).toBe(1)
    bench.station.stop(() => done++)
    bench.clock.advance(0)
    expect(done).toBe(2)
  })

  it('says nothing but offline on a link that comes up while it stops', () => {
    const { bench } = house()
    bench.online()
    bench.client.silent = true
    bench.station.stop(() => undefined)
    bench.client.disconnect()
    said(bench)
    bench.client.silent = false
    bench.client.connect()
    bench.clock.advance(100)
    expect(said(bench)).toEqual(['status offline'])
    expect(bench.client.stops).toBe(1)
  })

  it('F02 samples without a broker, and does nothing else about it', () => {
    const bench = StationBench.plain()
    bench.start()
    bench.clock.advance(3.6e6)
    expect(bench.sensor.asked.length).toBe(360)
    expect([bench.client.starts, bench.client.stops, bench.wifi.joins.length]).toEqual([1, 0, 1])
  })

  it('survives a client that refuses to publish, and publishes later', () => {
    const { bench } = house()
    bench.online()
    said(bench)
    const publish = bench.client.publish.bind(bench.client)
    bench.client.publish = () => -1
    bench.slots(1)
    bench.client.publish = publish
    bench.clock.advance(2100)
    expect(said(bench)).toEqual(['sensor/scd30/status online', 'sensor/ds18b20/status online', `sensor/${ROM}/status online`, 'state', 'info'])
  })

  it('F35 is not disturbed by any step of the wall clock', () => {
    const bench = StationBench.plain().online()
    for (const time of [1.7e12, 1.7e12 + 3.6e6, 1.0e12, 4e12, 0, 1.7e12]) {
      bench.time = time
      bench.slots(1)
    }
    expect(bench.sensor.asked).toEqual([5000, 15000, 25000, 35000, 45000, 55000])
    expect(bench.samples().map(sample => sample.time === null)).toEqual([false, false, false, false, true, false])
  })

  it('gives a bus without probes a topic of its own', () => {
    const bench = new StationBench((clock): Sensor[] => [new FakeSensor(clock, 'ds18b20', 'p', { probes: [] })]).online()
    bench.slots(2)
    expect(said(bench)).toEqual(['status online', 'info', 'sensor/ds18b20/status online', 'state', 'info', 'state'])
  })
})
