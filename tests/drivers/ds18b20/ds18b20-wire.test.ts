import { describe, expect, it } from 'vitest'
import { ALARM_HIGH, ALARM_LOW, ALARMS, COPY, POWER, RECALL, RESOLUTION } from '../../../drivers/ds18b20/ds18b20-settings.ts'
import { maximCrc8 } from '../../../drivers/checksum/maxim-crc8.ts'
import { BAD_CHECKSUM, BAD_REPLY, NOT_FOUND, OK, STALE, UNSUPPORTED } from '../../../drivers/hal/status.ts'
import { Ds18b20Bench } from '../../support/ds18b20-bench.ts'
import { RecordingOneWireBus } from '../../support/recording-one-wire-bus.ts'

const CONVERT = 'skip 44 read 1'
/** And the question whether it has ended. */
const CONVERTED = 'skip 44 read 1 read 1'

/** A bench whose wire is listened to, its probes named `A`, `B`, … in what `take` returns. */
function recorded(...families: Parameters<Ds18b20Bench['add']>[0][]): { bench: Ds18b20Bench, bus: RecordingOneWireBus, take: () => string[] } {
  let bus: RecordingOneWireBus | undefined
  const bench = new Ds18b20Bench(1, line => bus = new RecordingOneWireBus(line))
  families.forEach((family, n) => bench.add(family, 20 + n))
  const take = (): string[] => bus!.take().map(text => bench.parts.reduce((all, part, n) => all.replace(`select ${part.name}`, 'AB'[n]), text))
  return { bench, bus: bus!, take }
}

function started(...families: Parameters<Ds18b20Bench['add']>[0][]): ReturnType<typeof recorded> {
  const made = recorded(...families)
  expect(made.bench.start()).toBe(OK)
  made.take()
  return made
}

/** Breaks the checksum of the first `count` scratchpads. */
function spoil(bus: RecordingOneWireBus, count: number): void {
  bus.tamper = (transaction, bytes) => {
    if (transaction.endsWith('read 9') && count-- > 0) bytes[8] ^= 1
    return bytes
  }
}

describe('what a DS18B20 driver says on the wire', () => {
  it('at the start searches, reads each scratchpad and asks for its power, and writes nothing that is there already', () => {
    const { bench, take } = recorded('A', 'A')
    bench.start()
    const names = bench.driver.probes.map(probe => 'AB'[bench.parts.findIndex(part => part.name === probe.rom)])
    expect(take()).toEqual(['search f0', ...names.flatMap(name => [`${name} be read 9`, `${name} b4 read 1`])])
  })

  it.each([
    ['D1', '28', '4e 7d c9 7f'], ['E', '28', '4e 7d c9 7f'], ['A', '10', undefined], ['C', '28', undefined]
  ] as const)('to family %s with code %s writes %s', (family, code, written) => {
    const { bench, take } = recorded()
    bench.add(family, 20, code)
    expect(bench.start()).toBe(OK)
    expect(take()).toEqual(['search f0', 'A be read 9', 'A b4 read 1', ...(written ? [`A ${written}`, 'A be read 9'] : [])])
  })

  it('for a sample converts on all at once, waits 750 ms and reads each', () => {
    const { bench, take } = started('A', 'A')
    bench.sample()
    take()
    const times: number[] = []
    bench.driver.sample(() => undefined)
    const from = bench.clock.now()
    const said: string[] = []
    while (bench.clock.step()) {
      for (const text of take()) {
        said.push(text.slice(1))
        times.push(bench.clock.now() - from)
      }
    }
    expect(said).toEqual([CONVERT.slice(1), ' be read 9', ' be read 9'])
    // The words take a few milliseconds themselves.
    expect(Math.floor((times[1] - times[0]) / 50)).toBe(15)
    expect(times[2] - times[1]).toBeLessThan(25)
  })

  it('searches with every sixth sample', () => {
    const { bench, take } = started('A')
    const searches = Array.from({ length: 18 }, () => {
      bench.sample()
      return take().includes('search f0') ? 1 : 0
    })
    expect(searches).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
  })

  it('holds the line for parts that live on it, and then asks no answer', () => {
    const { bench, take } = recorded('A', 'A')
    bench.parts[1].parasite = true
    bench.start()
    take()
    bench.sample()
    expect(take()[0]).toBe('skip 44+')
    bench.driver.target = bench.parts[1].name
    bench.set(COPY, 0)
    expect(take()).toEqual(['B 48+', 'B b8+', 'B be read 9'])
  })

  it('writes a resolution, an alarm, and both bytes of a DS18S20', () => {
    const { bench, take } = recorded('A')
    bench.add('A', 20, '10')
    bench.start()
    take()
    bench.driver.target = bench.parts[0].name
    expect(bench.set(RESOLUTION, 9)).toBe(OK)
    expect(take()).toEqual(['A be read 9', 'A b4 read 1', 'A 4e 4b 46 1f', 'A be read 9'])
    expect(bench.set(ALARM_LOW, -10)).toBe(OK)
    expect(take()[2]).toBe('A 4e 4b f6 1f')
    bench.driver.target = bench.parts[1].name
    expect(bench.set(ALARM_HIGH, 30)).toBe(OK)
    expect(take()[2]).toBe('B 4e 1e 46')
    expect(bench.set(RESOLUTION, 9)).toBe(OK)
    expect(take()).toEqual([])
  })

  it('copies, recalls and compares, each 10 ms after the other, and recalls without copying', () => {
    const { bench, take } = started('A')
    bench.sample()
    take()
    expect(bench.set(COPY, 0)).toBe(OK)
    expect(take()).toEqual(['A 48', 'A b8', 'A be read 9'])
    expect(bench.set(RECALL, 0)).toBe(OK)
    expect(take()).toEqual(['A b8', 'A be read 9'])
  })

  it('copies and recalls in the one that is meant alone', () => {
    const { bench, take } = started('A', 'A')
    bench.driver.target = bench.parts[1].name
    expect([bench.set(COPY, 0), bench.set(RECALL, 0)]).toEqual([OK, OK])
    expect(take().every(text => text.startsWith('B'))).toBe(true)
  })

  it('says nothing for what it knows, and searches for alarms alone', () => {
    const { bench, take } = started('A', 'A')
    bench.driver.target = bench.parts[0].name
    for (const setting of [RESOLUTION, ALARM_LOW, ALARM_HIGH, POWER]) expect(bench.get(setting).status).toBe(OK)
    expect(take()).toEqual([])
    expect(bench.get(ALARMS).status).toBe(OK)
    expect(take()).toEqual(['search ec'])
    expect(bench.get(COPY).status).toBe(UNSUPPORTED)
    expect(take()).toEqual([])
  })
})

describe('how often a DS18B20 driver says it again', () => {
  it('reads a scratchpad six times at most, counts wrong sums and repeats, and takes the sixth', () => {
    for (const [spoilt, status] of [[5, OK], [6, BAD_CHECKSUM]]) {
      const { bench, bus, take } = started('A')
      bench.sample()
      take()
      spoil(bus, spoilt)
      expect(bench.sample().status).toBe(status)
      expect(take()).toEqual([CONVERTED, ...Array<string>(6).fill('A be read 9')])
      expect([bench.driver.errors, bench.driver.probes[0].errors, bench.driver.recoveries]).toEqual([spoilt, spoilt, { retry: 5 }])
    }
  })

  it('searches again after a probe was not found, with the next sample, and counts that once', () => {
    const { bench, take } = started('A')
    bench.parts[0].inject('unplug', true)
    expect(bench.sample().status).toBe(NOT_FOUND)
    expect([bench.driver.recoveries, bench.driver.errors]).toEqual([{ retry: 5, search: 1 }, 0])
    take()
    bench.sample()
    expect(take()[0]).toBe('search f0')
    expect(bench.driver.recoveries).toEqual({ retry: 10, search: 1 })
  })

  it('answers OK as soon as one probe is, whichever it is', () => {
    for (const gone of [0, 1]) {
      const { bench } = started('A', 'A')
      bench.parts[gone].inject('unplug', true)
      expect(bench.sample().status).toBe(OK)
      expect(bench.parts.map(part => bench.probe(part)?.status)).toEqual(gone ? [OK, NOT_FOUND] : [NOT_FOUND, OK])
    }
  })

  it('searches three times where a name is broken, and counts each', () => {
    const { bench, take } = recorded()
    bench.addAs('28ca0092040078ea', 'A', 20)
    expect(bench.start()).toBe(BAD_CHECKSUM)
    expect([take(), bench.driver.errors]).toEqual([['search f0', 'search f0', 'search f0'], 3])
  })

  it('searches three times where nobody answers, without an error', () => {
    const { bench, take } = recorded()
    expect(bench.start()).toBe(NOT_FOUND)
    // After each it is asked whether the line is held low.
    expect([take(), bench.driver.errors]).toEqual([['search f0', 'nobody', 'search f0', 'nobody', 'search f0', 'nobody'], 0])
  })

  it('converts six times at most where no part takes it up, then reads what is there at once', () => {
    for (const [lost, status] of [[5, OK], [6, STALE]]) {
      const { bench, bus, take } = started('A')
      bench.sample()
      take()
      let left = lost
      bus.tamper = (transaction, bytes) => transaction === CONVERT && left-- > 0 ? new Uint8Array([255]) : bytes
      const { status: found, took } = bench.sample()
      expect([found, took >= 750]).toEqual([status, status === OK])
      expect(take()).toEqual([...Array<string>(5).fill(CONVERT), status === OK ? CONVERTED : CONVERT, 'A be read 9'])
    }
  })

  it('takes nothing but all ones and all zeroes for a kind of supply, asks six times, and drops a probe it never understood', () => {
    for (const [odd, status] of [[5, OK], [6, NOT_FOUND]]) {
      const { bench, bus, take } = recorded('A')
      let left = odd
      bus.tamper = (transaction, bytes) => transaction.endsWith('b4 read 1') && left-- > 0 ? new Uint8Array([127]) : bytes
      expect(bench.start()).toBe(status)
      expect(take().filter(text => text === 'A b4 read 1').length).toBe(6)
      expect(bench.driver.probes.length).toBe(status === OK ? 1 : 0)
    }
  })

  it('counts the wrong sums of a set-up, of a comparison after a copy, and gives up after six', () => {
    for (const [setting, value] of [[ALARM_HIGH, 30], [COPY, 0]]) {
      for (const [spoilt, status] of [[5, OK], [6, BAD_CHECKSUM]]) {
        const { bench, bus } = started('A')
        spoil(bus, spoilt)
        expect(bench.set(setting, value)).toBe(status)
        expect([bench.driver.errors, bench.driver.probes[0].errors]).toEqual([spoilt, spoilt])
      }
    }
  })

  it('says wrong sum, not wrong settings, where what was written is read back disturbed', () => {
    const { bench, bus } = started('A')
    bus.tamper = (transaction, bytes) => {
      if (transaction.endsWith('read 9') && bus.transactions.at(-2)?.includes(' 4e ')) bytes[8] ^= 1
      return bytes
    }
    // Read at the next attempt it is as wanted.
    expect([bench.set(ALARM_HIGH, 30), bench.driver.errors]).toEqual([OK, 1])
  })

  it('has no timer once it is stopped, and one when it is used again', () => {
    const { bench, take } = started('A')
    bench.sample()
    take()
    bench.driver.sample(() => undefined)
    bench.driver.stop()
    expect(bench.clock.pending()).toBe(0)
    expect(bench.sample().status).toBe(OK)
    expect(take().filter(text => text === CONVERTED).length).toBe(1)
  })

  it('writes to a part that keeps its own resolution six times before it takes that, and to one that keeps nothing of its alarms too', () => {
    const { bench, take } = started('C')
    expect(bench.set(RESOLUTION, 9)).toBe(UNSUPPORTED)
    expect(take().filter(text => text.startsWith('A 4e')).length).toBe(6)
    const deaf = started('A')
    deaf.bus.tamper = (transaction, bytes) => {
      if (!transaction.endsWith('read 9')) return bytes
      bytes[2] = 0x4b
      bytes[8] = maximCrc8(bytes.slice(0, 8))
      return bytes
    }
    expect(deaf.bench.set(ALARM_HIGH, 30)).toBe(BAD_REPLY)
    expect(deaf.take().filter(text => text.startsWith('A 4e')).length).toBe(6)
  })

  it('says of a copy that one part cannot do it, and does it in the others', () => {
    for (const order of [['A', 'D1'], ['D1', 'A']] as const) {
      const { bench, take } = started(...order)
      bench.set(ALARM_HIGH, 41)
      take()
      expect(bench.set(COPY, 0)).toBe(UNSUPPORTED)
      expect(bench.parts[order.indexOf('A')].memory.eeprom[0]).toBe(41)
      expect(take().length).toBe(3)
    }
  })

  it('starts with no errors and no probes of before, nor their supply', () => {
    const { bench, bus, take } = recorded('A', 'A')
    bench.parts[0].parasite = true
    bench.start()
    spoil(bus, 3)
    bench.sample()
    bench.parts[0].inject('unplug', true)
    expect(bench.start()).toBe(OK)
    expect([bench.driver.errors, bench.driver.probes.map(probe => probe.rom)]).toEqual([0, [bench.parts[1].name]])
    take()
    bench.sample()
    expect(take()[0]).toBe(CONVERTED)
  })
})

describe('a DS18B20 setting', () => {
  it('is kept to the least and the most of its range', () => {
    const { bench } = started('A')
    bench.driver.target = bench.parts[0].name
    for (const [setting, value] of [[RESOLUTION, 9], [RESOLUTION, 12], [ALARM_LOW, -55], [ALARM_LOW, 125], [ALARM_HIGH, -55], [ALARM_HIGH, 125]]) {
      expect(bench.set(setting, value)).toBe(OK)
      expect(bench.get(setting)).toEqual({ status: OK, value })
    }
  })

  it('recalled, is what the part had; compared after a copy, what it should have', () => {
    const { bench, bus } = started('A')
    bus.tamper = (transaction, bytes) => transaction.endsWith('read 9') ? new Uint8Array([0x50, 5, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10, 0x1c]) : bytes
    bench.driver.target = bench.parts[0].name
    expect(bench.set(RECALL, 0)).toBe(OK)
    expect([bench.get(ALARM_HIGH).value, bench.get(ALARM_LOW).value, bench.get(RESOLUTION).value]).toEqual([75, 70, 12])
  })

  it('of a resolution for one is not meant for those that come later', () => {
    const { bench } = started('A')
    bench.driver.target = bench.parts[0].name
    bench.set(RESOLUTION, 9)
    const late = bench.add('A', 20)
    for (let n = 0; n < 7; n++) bench.sample()
    bench.driver.target = late.name
    expect(bench.get(RESOLUTION).value).toBe(12)
  })

  it('of an alarm for all is no resolution of those that come later', () => {
    const { bench } = started('A')
    bench.set(ALARM_HIGH, 10)
    const late = bench.add('A', 20)
    for (let n = 0; n < 7; n++) bench.sample()
    bench.driver.target = late.name
    expect(bench.get(RESOLUTION)).toEqual({ status: OK, value: 12 })
  })

  it('of one probe does not fail for another whose settings are still due', () => {
    const { bench } = started('A', 'A')
    bench.parts[1].inject('unplug', true)
    expect(bench.set(ALARM_LOW, 5)).toBe(NOT_FOUND)
    bench.driver.target = bench.parts[0].name
    expect(bench.set(ALARM_HIGH, 33)).toBe(OK)
  })

  it('of an absent probe among others names its own failure, and the others keep theirs', () => {
    const { bench } = started('A', 'A')
    bench.parts[1].inject('unplug', true)
    bench.driver.target = bench.parts[0].name
    expect(bench.set(ALARM_HIGH, 33)).toBe(OK)
    bench.driver.target = bench.parts[1].name
    expect(bench.set(ALARM_HIGH, 33)).toBe(NOT_FOUND)
    expect(bench.get(ALARM_HIGH).status).toBe(NOT_FOUND)
    bench.driver.target = bench.parts[0].name
    expect(bench.get(ALARM_HIGH)).toEqual({ status: OK, value: 33 })
    expect(bench.set(COPY, 0)).not.toBe(BAD_REPLY)
  })
})
