import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOT_FOUND, OK } from '../../../drivers/hal/status.ts'
import { SimulatedStorage } from '../../../host-sim/board/simulated-storage.ts'
import { asOnDevice } from '../../support/partial-match.ts'
import { FakeSensor } from '../../support/fake-sensor.ts'
import { StationBench } from '../../support/station-bench.ts'

const ROOT = 'breva/a1b2c3/'
const ROMS = ['28139bbb0b00001f', '2839386a0d000044', '28ff641dcd96f201', '28aa00000000000b']
const BUS = { ds18b20: { pin: 'D4' } }
const SCD30 = { scd30: { sda: 'D21', scl: 'D22' } }

/** A start of a node with this memory, and with these probes on its wire, or without a wire. Online, three slots old. */
function started(storage: SimulatedStorage, roms: string[] | undefined): StationBench {
  const bench = new StationBench(clock => {
    const sensors = [new FakeSensor(clock, 'scd30', 'cth', { co2: 812, temperature: 21.44, humidity: 45.1 })]
    if (roms) sensors.push(new FakeSensor(clock, 'ds18b20', 'p', { probes: roms.map(rom => ({ rom, status: OK, temperature: 20.81, errors: 0, kind: 65 })) }))
    return sensors
  }, { sensors: roms ? { ...SCD30, ...BUS } : SCD30 }, 0, undefined, storage)
  return bench.online().slots(3)
}

function probes(bench: StationBench): unknown {
  return bench.samples().at(-1)!['probes']
}

/** What the broker keeps of the sensors, as one reads it who has been there all the time. */
function kept(bench: StationBench, before: Record<string, string> = {}): Record<string, string> {
  const retained = new Map(Object.entries(before))
  for (const { topic, payload, retain } of bench.client.published) {
    const name = /sensor\/(.*)\/status$/.exec(topic)?.[1]
    if (!name || !retain) continue
    if (payload) retained.set(name, payload)
    else retained.delete(name)
  }
  return Object.fromEntries(retained)
}

function forget(bench: StationBench, sensor: string): unknown {
  bench.client.deliver(`${ROOT}command/forget`, `{"id":"c-1","sensor":"${sensor}"}`)
  bench.settle()
  return JSON.parse(bench.client.payloads('/reply/forget').at(-1)!)
}

describe('a probe that was there in an earlier start', () => {
  it('has its key with null and quality fault, and the status offline', () => {
    const storage = new SimulatedStorage()
    started(storage, [ROMS[0], ROMS[1]])
    const bench = started(storage, [ROMS[1]])
    expect(probes(bench)).toEqual({ [ROMS[0]]: null, [ROMS[1]]: 20.81 })
    expect(bench.samples().at(-1)!['quality']).toMatchObject({ [ROMS[0]]: 'fault', [ROMS[1]]: 'ok' })
    expect(kept(bench)).toEqual({ 'scd30': 'online', 'ds18b20': 'online', [ROMS[0]]: 'offline', [ROMS[1]]: 'online' })
    expect(bench.noted.find(line => line.includes('sensors down'))).toContain(ROMS[0])
  })

  it('is online again when it comes back', () => {
    const storage = new SimulatedStorage()
    started(storage, [ROMS[0]])
    started(storage, [])
    const bench = started(storage, [ROMS[0]])
    expect([probes(bench), kept(bench)[ROMS[0]]]).toEqual([{ [ROMS[0]]: 20.81 }, 'online'])
  })

  it('is forgotten by command: its status is cleared, its key goes, and no later start knows of it', () => {
    const storage = new SimulatedStorage()
    started(storage, [ROMS[0], ROMS[1]])
    const bench = started(storage, [ROMS[1]])
    expect(forget(bench, ROMS[0])).toEqual({ id: 'c-1', ok: true })
    bench.slots(2)
    expect([probes(bench), kept(bench)]).toEqual([{ [ROMS[1]]: 20.81 }, { 'scd30': 'online', 'ds18b20': 'online', [ROMS[1]]: 'online' }])
    expect(probes(started(storage, [ROMS[1]]))).toEqual({ [ROMS[1]]: 20.81 })
  })

  it.each([
    [ROMS[1], 'sensor is there'], [ROMS[3], 'unknown sensor'], ['scd30', 'unknown sensor']
  ])('is not forgotten under the name %s: %s', (name, error) => {
    const storage = new SimulatedStorage()
    started(storage, [ROMS[0], ROMS[1]])
    const bench = started(storage, [ROMS[1]])
    expect(forget(bench, name)).toEqual({ id: 'c-1', ok: false, error })
  })

  it('is not forgotten while samples wait that name it by its place', () => {
    const storage = new SimulatedStorage()
    started(storage, [ROMS[0]])
    const bench = started(storage, [])
    bench.client.disconnect()
    bench.slots(3)
    bench.client.connect()
    bench.clock.advance(5)
    bench.client.deliver(`${ROOT}command/forget`, `{"id":"c-1","sensor":"${ROMS[0]}"}`)
    bench.settle().slots(1)
    expect(JSON.parse(bench.client.payloads('/reply/forget')[0])).toEqual({ id: 'c-1', ok: false, error: 'samples wait' })
  })

  it('has its status cleared where the settings have no bus any more, also over a lost link', () => {
    const storage = new SimulatedStorage()
    const before = kept(started(storage, [ROMS[0], ROMS[1]]))
    const bench = started(storage, undefined)
    expect(kept(bench, before)).toEqual({ scd30: 'online' })
    bench.client.take()
    const later = started(storage, undefined)
    expect(later.client.published.filter(({ payload }) => payload === '')).toEqual([])
  })
})

describe('a status that was to be cleared', () => {
  it('is not where the settings have that sensor again', () => {
    const storage = new SimulatedStorage()
    storage.write('known', '-scd30 -mh-z19')
    const bench = started(storage, undefined)
    expect(bench.client.published.filter(({ payload }) => payload === '').map(({ topic }) => topic)).toEqual([`${ROOT}sensor/mh-z19/status`])
    expect(kept(bench, { 'mh-z19': 'online' })).toEqual({ scd30: 'online' })
  })

  it('is said again where the probe has come back', () => {
    const storage = new SimulatedStorage()
    storage.write('known', `-${ROMS[0]}`)
    expect(kept(started(storage, [ROMS[0]]))).toMatchObject({ [ROMS[0]]: 'online' })
  })
})

describe('a probe that answers nothing', () => {
  it('has a record, whatever the name of one that was forgotten ends in', () => {
    const storage = new SimulatedStorage()
    // Its last digits are how every other probe's name begins.
    const gone = '28ff641dcd96f228'
    started(storage, [gone])
    let silent: FakeSensor | undefined
    const bench = new StationBench(clock => [silent = new FakeSensor(clock, 'ds18b20', 'p', { probes: [] })], { sensors: BUS }, 0, undefined, storage).online().slots(3)
    forget(bench, gone)
    silent!.answer(OK, { probes: [{ rom: ROMS[0], status: NOT_FOUND, temperature: 0, errors: 0, kind: 65 }] })
    asOnDevice(() => { bench.slots(3) })
    expect(probes(bench)).toEqual({ [ROMS[0]]: null })
  })
})

describe('the memory of known sensors', () => {
  it('is written when it changes, and only then', () => {
    const storage = new SimulatedStorage()
    let writes = 0
    const write = storage.write.bind(storage)
    storage.write = (name, text) => {
      writes++
      return write(name, text)
    }
    started(storage, [ROMS[0]]).slots(100)
    started(storage, [ROMS[0]]).slots(100)
    expect(writes).toBe(1)
    started(storage, [ROMS[1]])
    expect(writes).toBe(2)
  })

  it('is bounded, and a Storage that is full or holds nonsense stops nothing', () => {
    const storage = new SimulatedStorage()
    for (let start = 0; start < 40; start++) started(storage, [`28${start.toString(16).padStart(14, '0')}`])
    expect(storage.read('known')!.length).toBeLessThan(24 * 17 + 1)
    for (const text of ['', '   ', '-', '- -', '\0\xff', 'x'.repeat(500), 'null']) {
      const broken = new SimulatedStorage()
      if (text) broken.write('known', text)
      expect(probes(started(broken, [ROMS[0]]))).toEqual({ [ROMS[0]]: 20.81 })
    }
    expect(probes(started(new SimulatedStorage(0), [ROMS[0]]))).toEqual({ [ROMS[0]]: 20.81 })
  })

  it('accounts for every probe that was ever there and not forgotten, whatever is on the wire at each start', () => {
    fc.assert(fc.property(fc.array(fc.subarray(ROMS), { minLength: 1, maxLength: 5 }), starts => {
      const storage = new SimulatedStorage()
      const known = new Set<string>()
      let retained: Record<string, string> = {}
      for (const roms of starts) {
        for (const rom of roms) known.add(rom)
        const bench = started(storage, roms)
        retained = kept(bench, retained)
        expect(Object.keys(probes(bench) as object).sort()).toEqual([...known].sort())
        for (const rom of known) expect(retained[rom]).toBe(roms.includes(rom) ? 'online' : 'offline')
      }
    }), { numRuns: 40 })
  })
})
