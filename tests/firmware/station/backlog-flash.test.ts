import { describe, expect, it } from 'vitest'
import { openSegments } from '../../../firmware/station/backlog/segment-scan.ts'
import type { Drops, Segments } from '../../../firmware/station/backlog/segment-store.ts'
import { append, settle, take } from '../../../firmware/station/backlog/segments.ts'
import { PAGE, SimulatedFlashPages } from '../../../host-sim/board/simulated-flash-pages.ts'
import { Random } from '../../../host-sim/random.ts'
import { recordOf } from '../../support/record-of.ts'

const DATE = Date.parse('2026-01-31T18:00:00.000Z')
const MANY = '28139bbb0b00001f'.repeat(16)

function headOf(boot: number): string {
  return `{"node":"a1b2c3","location":"bedroom","boot":${boot},"seq":`
}

function stateOf(boot: number, seq: number, probes: string, zero: number): string {
  const uptime = seq * 10_000
  const names = (probes.match(/.{16}/g) ?? []).map((name, i) => `${name.slice(0, -1)}${i.toString(16)}`)
  return `${headOf(boot)}${seq},"time":${zero ? `"${new Date(zero + uptime).toISOString()}"` : 'null'},"uptime":${uptime},"co2":${400 + seq},`
    + `"probes":{${names.map((name, i) => `"${name}":${(20 + i + seq / 100).toFixed(2)}`).join(',')}},"quality":{"co2":"ok"${names.length > 0 ? names.map(name => `,"${name}":"ok"`).join('') : ',"probes":"stale"'}},"alerts":[]}`
}

function open(flash: SimulatedFlashPages, thins = false): Segments & { drops: Drops } {
  return openSegments(flash, thins, flash.count - 1, { pushedOut: 0, thinnedOut: 0, unreadable: 0 })
}

/** The store of one start, and what was put into it. */
class Store {
  readonly segments: Segments
  readonly flash: SimulatedFlashPages
  private readonly boot: number
  private readonly written: Map<string, string>

  constructor(flash: SimulatedFlashPages, boot: number, thins: boolean, written: Map<string, string>) {
    this.segments = open(flash, thins)
    this.flash = flash
    this.boot = boot
    this.written = written
  }

  add(seq: number, probes = '', zero = DATE, flying = false): boolean {
    const state = stateOf(this.boot, seq, probes, zero)
    const names = (probes.match(/.{16}/g) ?? []).map((name, i) => `${name.slice(0, -1)}${i.toString(16)}`).join('')
    this.written.set(`${this.boot}/${seq}`, state)
    return append(this.segments, recordOf(state, zero > 0), headOf(this.boot), seq, names, zero, flying)
  }

  /** Delivers one message, at most `most` samples. */
  deliver(most = 20): void {
    take(this.segments, headOf(this.boot), 0, most, 1e9)
    settle(this.segments, true)
  }
}

/** Everything that a restart finds, each message held against what was written. */
function recovered(flash: SimulatedFlashPages, written: ReadonlyMap<string, string>): string[] {
  const copy = new SimulatedFlashPages(flash.count)
  copy.bytes.set(flash.bytes)
  const segments = open(copy)
  const found: string[] = []
  const counted = segments.count
  while (segments.count > 0) {
    const text = take(segments, '', 0, 1000, 1e9)
    settle(segments, true)
    if (!text) continue
    // As fast as can be: a hundred thousand of them are looked at.
    for (const part of text.split(']},')) {
      const state = part.endsWith(']}') ? part : `${part}]}`
      const [, boot, seq] = /"boot":(\d+),"seq":(\d+)/.exec(state) ?? []
      const name = `${boot}/${seq}`
      if (written.get(name) !== state) throw new Error(`${state} was never written`)
      found.push(name)
    }
  }
  if (counted !== found.length + segments.drops.unreadable) throw new Error(`${counted} were counted, and ${found.length} found`)
  if (open(copy).count !== 0) throw new Error('what was delivered came back')
  return found
}

/** Runs `life` again and again, each time with a power cut one step later, and looks what a restart finds. */
function cutEverywhere(count: number, thins: boolean, life: (store: Store, after: () => void) => void, from = 0): number {
  const written = new Map<string, string>()
  const whole = new SimulatedFlashPages(count)
  // What a restart would find after each operation of an undisturbed run, and after how many steps.
  const states: { steps: number, found: Set<string> }[] = [{ steps: 0, found: new Set() }]
  const log: { address: number, bytes: Uint8Array | undefined }[] = []
  const { write, erasePage } = whole
  whole.write = (bytes, address) => { log.push({ address, bytes: bytes.slice() }); write.call(whole, bytes, address) }
  whole.erasePage = address => { log.push({ address, bytes: undefined }); erasePage.call(whole, address) }
  life(new Store(whole, 1, thins, written), () => states.push({ steps: whole.steps, found: new Set(recovered(whole, written)) }))
  // The same writes again, with the power gone after each step.
  const before = new SimulatedFlashPages(count)
  const cut = new SimulatedFlashPages(count)
  cut.onCut = () => undefined
  let steps = 0
  let next = 1
  for (const { address, bytes } of log) {
    const length = bytes ? bytes.length : 3
    for (let step = 1; step <= length; step++) {
      if (steps + step < from) continue
      while (next < states.length - 1 && states[next].steps < steps + step) next++
      cut.bytes.set(before.bytes)
      cut.powerUp()
      cut.left = step
      if (bytes) cut.write(bytes, address)
      else cut.erasePage(address)
      const found = recovered(cut, written)
      const [old, young] = [states[next - 1].found, states[next].found]
      const missing = [...old].filter(name => young.has(name) && !found.includes(name))
      const strange = found.filter(name => !old.has(name) && !young.has(name))
      if (missing.length > 0 || strange.length > 0) throw new Error(`after step ${steps + step} ${missing.join()} are missing, and ${strange.join()} were gone`)
      if (found.some((name, i) => i > 0 && Number(name.split('/')[1]) <= Number(found[i - 1].split('/')[1]))) throw new Error(`after step ${steps + step} the order is ${found.join()}`)
    }
    steps += length
    if (bytes) before.write(bytes, address)
    else before.erasePage(address)
  }
  return steps
}

describe('F38 the power goes after any byte programmed, and before, in and after each erase', () => {
  it('F38 a restart finds every record but the one being written, and nothing false, over new segments, overflow and delivery', () => {
    const steps = cutEverywhere(3, false, (store, after) => {
      for (let seq = 1; seq <= 36; seq++) {
        // A new date makes a new segment: the fourth one drops the first.
        store.add(seq, seq > 20 ? MANY.slice(0, 32) : '', DATE + Math.floor(seq / 7) * 3_600_000)
        after()
        if (seq === 10 || seq > 30) {
          store.deliver(4)
          after()
        }
      }
      while (store.segments.count > 0) {
        store.deliver(3)
        after()
      }
    })
    expect(steps).toBeGreaterThan(1400)
  })

  it('F38 the same while the oldest are thinned', () => {
    const whole = new SimulatedFlashPages(3)
    const store = new Store(whole, 1, true, new Map())
    let seq = 1
    while (store.segments.drops.thinnedOut === 0) store.add(seq++, MANY)
    const [last, end] = [seq - 1, whole.steps]
    const steps = cutEverywhere(3, true, (each, after) => {
      for (let i = 1; i <= last; i++) {
        each.add(i, MANY)
        if (i >= last - 1) after()
      }
    }, end - 1500)
    expect(steps).toBe(end)
  })

  it('F38 what was delivered comes again at most as far as a tenth of a segment', () => {
    const flash = new SimulatedFlashPages(4)
    const written = new Map<string, string>()
    const store = new Store(flash, 1, false, written)
    for (let seq = 1; seq <= 300; seq++) store.add(seq)
    for (let delivered = 3; delivered <= 300; delivered += 3) {
      store.deliver(3)
      const found = recovered(flash, written)
      const first = found.length === 0 ? 301 : Number(found[0].slice(2))
      expect(first).toBeLessThanOrEqual(delivered + 1)
      expect(first).toBeGreaterThan(delivered - 24)
      expect(found.length).toBe(301 - first)
    }
  })
})

describe('the backlog in flash', () => {
  it('F38 delivers what former starts have left, in order and with their boot number, before its own', () => {
    const flash = new SimulatedFlashPages()
    const written = new Map<string, string>()
    for (let boot = 1; boot <= 5; boot++) {
      const store = new Store(flash, boot, false, written)
      for (let seq = 1; seq <= 50; seq++) store.add(seq, MANY.slice(0, 48), boot % 2 ? DATE : 0)
    }
    expect(recovered(flash, written)).toEqual([...written.keys()])
  })

  it('F39 foreign content in its pages is no sample, and gives way', () => {
    for (const fill of ['zeros', 'noise', 'text', 'magic']) {
      const flash = new SimulatedFlashPages(4)
      const random = new Random(7)
      for (let i = 0; i < flash.bytes.length; i++) flash.bytes[i] = fill === 'zeros' ? 0 : fill === 'text' ? 97 : random.below(256)
      if (fill === 'magic') for (let page = 0; page < 4; page++) flash.bytes.set([0x62, 0x76, 0x53, 0x31], page * PAGE)
      const written = new Map<string, string>()
      const store = new Store(flash, 1, false, written)
      expect(store.segments.count).toBe(0)
      for (let seq = 1; seq <= 250; seq++) expect(store.add(seq)).toBe(true)
      expect(recovered(flash, written)).toEqual([...written.keys()])
    }
  })

  it('F39 flash that takes nothing is noticed at once, and left alone', () => {
    const flash = new SimulatedFlashPages()
    flash.broken = true
    const store = new Store(flash, 1, false, new Map())
    expect(store.add(1)).toBe(false)
    expect(store.segments.works).toBe(false)
    const { steps } = flash
    for (let seq = 2; seq < 100; seq++) expect(store.add(seq)).toBe(false)
    expect(flash.steps).toBe(steps)
  })

  it('a record that has lost a bit is skipped and counted, and those around it are not', () => {
    const flash = new SimulatedFlashPages()
    const written = new Map<string, string>()
    const store = new Store(flash, 1, false, written)
    for (let seq = 1; seq <= 30; seq++) store.add(seq)
    // The middle of a slot of 20 bytes, far behind header, text and marks.
    const broken = flash.bytes.findIndex((byte, i) => i >= 400 && byte > 0)
    flash.bytes[broken] &= flash.bytes[broken] - 1
    const restarted = new Store(flash, 2, false, written)
    expect(restarted.segments.count).toBe(30)
    let found = 0
    while (restarted.segments.count > 0) {
      found += take(restarted.segments, '', 0, 20, 1e9).split(/(?<=\}),(?=\{"node":)/).filter(text => text).length
      settle(restarted.segments, true)
    }
    expect(found).toBe(29)
    expect(restarted.segments.drops.unreadable).toBe(1)
  })

  it('F39 a bit lost in a mark of what has arrived, or a byte programmed by half, makes no restart skip a sample', () => {
    const flash = new SimulatedFlashPages(4)
    const written = new Map<string, string>()
    const store = new Store(flash, 1, false, written)
    for (let seq = 1; seq <= 100; seq++) store.add(seq)
    const before = flash.bytes.slice()
    store.deliver(30)
    // One tenth is marked; where, and where the marks after it lie, is seen in what changed.
    const first = flash.bytes.findIndex((byte, i) => byte !== before[i])
    const rest = recovered(flash, written)
    expect(rest.length).toBeGreaterThan(70)
    const sound = flash.bytes.slice()
    for (let byte = first; byte < first + 36; byte++) {
      for (const lost of [1, 2, 4, 8, 16, 32, 64, 128, 0xa5]) {
        flash.bytes.set(sound)
        flash.bytes[byte] &= 0xff - lost
        expect(recovered(flash, written)).toEqual(rest)
      }
    }
  })

  it.each([4, 2])('in %i pages the samples of a segment whose header has lost a bit are counted as lost, asked for or not', pages => {
    const flash = new SimulatedFlashPages(pages)
    const store = new Store(flash, 1, false, new Map())
    const { segments } = store
    let added = 0
    let delivered = 0
    const deliver = (): void => {
      take(segments, headOf(1), 0, 20, 1e9)
      delivered += segments.taken
      settle(segments, true)
    }
    while (added < 30) store.add(++added)
    deliver()
    expect(delivered).toBe(20)
    flash.bytes[10] ^= 1
    // In two pages the segment has to give way before it is asked for.
    while (pages === 2 && added < 600) store.add(++added)
    while (segments.count > 0) deliver()
    expect(segments.drops.unreadable).toBeGreaterThanOrEqual(10)
    expect(delivered + segments.drops.pushedOut + segments.drops.unreadable).toBe(added)
  })

  it('thins what a start that did not thin has left, all pages full', () => {
    const flash = new SimulatedFlashPages(4)
    const written = new Map<string, string>()
    const former = new Store(flash, 1, false, written)
    let seq = 0
    while (former.segments.drops.pushedOut === 0) former.add(++seq)
    while (former.segments.left > 0) former.add(++seq)
    const store = new Store(flash, 2, true, written)
    expect(store.segments.order).toHaveLength(4)
    for (let i = 1; i <= 1000; i++) expect(store.add(i)).toBe(true)
    expect(store.segments.drops.thinnedOut).toBeGreaterThan(100)
    expect(recovered(flash, written)).toHaveLength(store.segments.count)
  })

  it('wears all pages alike', () => {
    const flash = new SimulatedFlashPages()
    const store = new Store(flash, 1, false, new Map())
    const erased = new Map<number, number>()
    const { erasePage } = flash
    flash.erasePage = address => { erased.set(address, (erased.get(address) ?? 0) + 1); erasePage.call(flash, address) }
    for (let seq = 1; seq <= 16 * 200 * 3; seq++) store.add(seq)
    expect(erased.size).toBe(16)
    expect(Math.max(...erased.values()) - Math.min(...erased.values())).toBeLessThanOrEqual(1)
  })
})
