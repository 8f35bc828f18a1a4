import { describe, expect, it } from 'vitest'
import { applicationRecord, nodeScripts } from '../../../cli/node-scripts.ts'
import { FlashedBench } from '../../support/flashed-bench.ts'
import { until } from '../../support/until.ts'

const MINUTE = 60_000
/** ms that a node may take to say goodbye. */
const LEAVING = 3000
const DATE = Date.UTC(2026, 0, 31, 18, 4, 5)

describe('the flashed bundle on a simulated board', () => {
  it('says in one line who it is, and publishes what all three kinds of sensors read', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    bench.clock.advance(10 * MINUTE)
    expect(bench.printed[0]).toBe(`breva 0.1.0 node ${bench.node.node} start 1: scd30, mh-z19, ds18b20`)
    const last = bench.states().at(-1)
    expect(last).toMatchObject({ node: bench.node.node, boot: 1, quality: { co2: 'ok', temperature: 'ok', humidity: 'ok' } })
    expect(Object.values(last?.['probes'] as object)).toHaveLength(3)
    expect(Object.values(last?.['probes'] as object).every(value => typeof value === 'number')).toBe(true)
    expect(bench.states().length).toBeGreaterThanOrEqual(58)
  })

  it('publishes no date while nobody has set the clock', () => {
    const bench = new FlashedBench()
    bench.node.start()
    expect(bench.next('state')).toMatchObject({ time: null })
  })

  it('says offline, retained, before it leaves', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    bench.next('state')
    let left = false
    bench.node.stop(() => { left = true })
    until(bench.clock, () => left && bench.broker.clients().length === 0, LEAVING)
    expect(bench.broker.retained.get(`breva/${bench.node.node}/status`)).toBe('offline')
  })

  it('counts its starts in flash, by one byte each', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    bench.clock.advance(2 * MINUTE)
    const programmed = bench.node.storage.programmed
    bench.restart()
    bench.clock.advance(MINUTE / 2)
    expect(bench.node.storage.programmed - programmed).toBe(1)
    expect(bench.states().at(-1)).toMatchObject({ boot: 2 })
  })
})

describe('the boot guard', () => {
  const BROKEN = 'throw new Error("broken")'

  it('F41 goes back to the other application after three starts that did not live', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.storage.write('app.b', BROKEN)
    bench.node.storage.write('app.b.sum', applicationRecord(BROKEN))
    bench.node.storage.write('active', 'b')
    bench.node.start()
    bench.crash()
    bench.crash()
    expect(bench.printed.filter(line => line.includes('broken'))).toHaveLength(3)
    bench.crash()
    bench.clock.advance(MINUTE)
    expect(bench.printed[3]).toContain('start 4: scd30')
    expect(JSON.parse(bench.broker.retained.get(`breva/${bench.node.node}/info`) ?? '{}')).toMatchObject({ reset: 'fallback' })
  })

  it('F41 runs nothing when neither application lives, says so, and tries again ever more seldom', () => {
    const bench = new FlashedBench({ scripts: { application: BROKEN }, date: DATE })
    const ran = (): number => bench.printed.filter(line => line.includes('broken')).length
    bench.node.start()
    for (let i = 0; i < 5; i++) bench.crash()
    expect(ran()).toBe(6)
    bench.crash()
    expect([ran(), bench.node.evaluate('breva.trouble')]).toEqual([6, 'safe-mode'])
    for (const minutes of [10, 20, 40, 80, 160, 320, 360, 360]) {
      expect(bench.printed.at(-1)).toBe(`breva: safe mode, because no application stays up. The next try is in ${minutes} min, or when the board is switched on`)
      const before = ran()
      bench.clock.advance(minutes * MINUTE - 1000)
      expect(ran()).toBe(before)
      bench.clock.advance(2000)
      expect(ran()).toBe(before + 1)
      bench.crash()
    }
    expect(bench.watchdog.bites).toBe(0)
  })

  it('F41 leaves safe mode for good when a try lives', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    for (let i = 0; i < 6; i++) bench.crash()
    expect(bench.node.evaluate('breva.app')).toBe('')
    bench.clock.advance(12 * MINUTE)
    expect(bench.printed).toContain('breva: trying app.a again after safe mode')
    bench.crash()
    bench.clock.advance(MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ boot: 9, quality: { co2: 'ok' } })
  })

  it('F41 tries at once when a board in safe mode is switched on, and does not while somebody works at its console', () => {
    const bench = new FlashedBench({ scripts: { application: BROKEN }, date: DATE })
    bench.node.start()
    for (let i = 0; i < 6; i++) bench.crash()
    bench.printed.length = 0
    bench.node.reset()
    bench.clock.advance(60 * MINUTE)
    expect(bench.printed).toEqual([])
    bench.restart()
    expect(bench.printed.filter(line => line.includes('broken'))).toHaveLength(1)
  })

  it('F41 says in safe mode that no application is whole, and looks again', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.storage.write('app.a', BROKEN)
    bench.node.start()
    expect(bench.printed).toEqual(['breva: safe mode, because no application is whole. The next try is in 10 min, or when the board is switched on'])
    bench.clock.advance(11 * MINUTE)
    expect(bench.printed).toHaveLength(2)
  })

  it('does not count a start that reset() made, nor the one that it ended', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    for (let i = 0; i < 10; i++) {
      bench.node.reset()
      bench.crash()
    }
    bench.clock.advance(MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ boot: 21 })
  })

  it('does not run an application whose checksum is wrong', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.storage.write('app.a', `${BROKEN};${nodeScripts().application}`)
    bench.node.start()
    bench.clock.advance(MINUTE)
    expect(bench.printed.filter(line => line.includes('broken'))).toEqual([])
    expect(bench.states()).toEqual([])
  })

  it('F41 forgets the bad starts after a start that lived for a minute', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    for (let i = 0; i < 2; i++) bench.crash()
    bench.clock.advance(2 * MINUTE)
    for (let i = 0; i < 3; i++) bench.crash()
    bench.clock.advance(MINUTE)
    expect(bench.states().at(-1)).toMatchObject({ boot: 6 })
  })

  it('goes on counting in the other file when one is full', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.storage.write('boots.a', `00001000${'SH'.repeat(250)}`)
    bench.node.start()
    expect(bench.next('state')).toMatchObject({ boot: 1251 })
    bench.restart()
    expect(bench.next('state')).toMatchObject({ boot: 1252 })
  })

  it.each([
    ['no counter yet', undefined],
    ['the counter full', `00001000${'SH'.repeat(250)}`]
  ])('F39 gives each start a number of its own where Storage is full, with %s', (_name, counter) => {
    const bench = new FlashedBench({ date: DATE })
    const { storage } = bench.node
    if (counter !== undefined) storage.write('boots.a', counter)
    storage.write('filler', '\0', 0, storage.getFree())
    const numbers = new Set<number>()
    for (let start = 1; start <= 20; start++) {
      bench.restart()
      const boot = bench.next('state')['boot'] as number
      expect(Number.isSafeInteger(boot) && boot > 99_999_999).toBe(true)
      numbers.add(boot)
    }
    expect(numbers.size).toBe(20)
    // And it is one number for the whole start, late samples in flash and those after a restart included.
    const boot = bench.states().at(-1)?.['boot'] as number
    bench.network.inject('loss', true)
    bench.clock.advance(30 * MINUTE)
    bench.restart()
    bench.network.inject('loss', false)
    bench.drained()
    const late = bench.messages.filter(message => message.topic.endsWith('/history')).flatMap(message => JSON.parse(message.payload) as { boot: number, seq: number }[])
    expect(late.filter(state => state.boot === boot).length).toBeGreaterThan(50)
    expect(storage.list().filter(name => name.startsWith('boots'))).toEqual(counter === undefined ? [] : ['boots.a'])
  })

  it('F39 gives each start a number of its own where the flash takes nothing and says nothing', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.start()
    const { storage } = bench.node
    const write = storage.write.bind(storage)
    storage.write = () => true
    const numbers = new Set<unknown>()
    for (let start = 0; start < 5; start++) {
      bench.restart()
      numbers.add(bench.next('state')['boot'])
    }
    expect(numbers.size).toBe(5)
    storage.write = write
    bench.restart()
    expect(bench.next('state')).toMatchObject({ boot: 2 })
  })

  it('F38 counts a start whose byte was programmed by half, and no other', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.storage.write('boots.a', `00001000SHSH\xf3${'\xff'.repeat(495)}`)
    for (const boot of [1004, 1005]) {
      bench.restart()
      expect(bench.next('state')).toMatchObject({ boot })
    }
  })

  it('F38 goes on counting when the power went while it began the other file', () => {
    const bench = new FlashedBench({ date: DATE })
    bench.node.storage.write('boots.a', `00001000${'SH'.repeat(250)}`)
    bench.node.storage.write('boots.b', `0000\x7f${'\xff'.repeat(503)}`)
    for (const boot of [1251, 1252]) {
      bench.restart()
      expect(bench.next('state')).toMatchObject({ boot })
    }
  })
})
