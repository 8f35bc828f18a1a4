import { describe, expect, it } from 'vitest'
import { parseFault } from '../../../host-sim/board/fault.ts'
import { FaultSchedule } from '../../../host-sim/board/fault-schedule.ts'
import type { FaultTarget } from '../../../host-sim/board/fault-target.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import { CommandError } from '../../../cli/command-error.ts'
import { USAGE } from '../../../cli/exit-code.ts'

/** Writes down what was injected, and when. */
class Recorder implements FaultTarget {
  readonly faults: string[]
  readonly log: string[]
  private readonly clock: VirtualClock

  constructor(clock: VirtualClock, log: string[], faults: string[]) {
    this.clock = clock
    this.log = log
    this.faults = faults
  }

  inject(fault: string, active: boolean): boolean {
    this.log.push(`${this.clock.now()} ${fault} ${active ? 'begins' : 'ends'}`)
    return this.faults.includes(fault)
  }
}

function targets(clock: VirtualClock, log: string[]): Record<string, FaultTarget> {
  return {
    'scd30': new Recorder(clock, log, ['unplug', 'hang']),
    'wifi': new Recorder(clock, log, ['loss']),
    '28139bbb0b00001f': new Recorder(clock, log, ['unplug'])
  }
}

const known = [targets(new VirtualClock(), []), targets(new VirtualClock(), [])]

describe('a fault on the command line', () => {
  it.each([
    ['scd30:unplug@20s+10s', { node: undefined, target: 'scd30', fault: 'unplug', start: 20_000, duration: 10_000 }],
    ['scd30:hang@500ms+1.5s', { start: 500, duration: 1500 }],
    ['wifi:loss@2m', { target: 'wifi', start: 120_000, duration: Infinity }],
    ['wifi:loss@0s+1h', { start: 0, duration: 3_600_000 }],
    ['node2/scd30:unplug@20s', { node: 2, target: 'scd30' }],
    ['28139bbb0b00001f:unplug@1s+1s', { target: '28139bbb0b00001f' }]
  ])('%s is understood', (text, expected) => {
    expect(parseFault(text, known)).toMatchObject({ text, ...expected })
  })

  it.each([
    ['', 'must read target:fault@start+duration'],
    ['scd30', 'must read target:fault@start+duration'],
    ['scd30:unplug', 'must read target:fault@start+duration'],
    ['scd30@20s', 'must read target:fault@start+duration'],
    ['scd30:unplug@20s+10s+5s', 'must read target:fault@start+duration'],
    ['scd40:unplug@20s', 'names the target \'scd40\', and there are only scd30, wifi, 28139bbb0b00001f'],
    ['toString:unplug@20s', 'names the target \'toString\''],
    ['wifi:unplug@20s', 'names the fault \'unplug\', and wifi knows only loss; an example is --fault wifi:loss@20s+10s'],
    ['scd30:unplug@20', 'has the start \'20\''],
    ['scd30:unplug@-5s', 'has the start \'-5s\''],
    ['scd30:unplug@soon', 'has the start \'soon\''],
    ['scd30:unplug@9000h', 'has the start \'9000h\''],
    ['scd30:unplug@20s+', 'has the duration \'\''],
    ['scd30:unplug@20s+0s', 'has the duration \'0s\', which must be a number with ms, s, m or h, more than 0'],
    ['node3/scd30:unplug@20s', 'names the node \'node3/\', and they go from node1/ to node2/'],
    ['kitchen/scd30:unplug@20s', 'names the node \'kitchen/\'']
  ])('\'%s\' is refused in one sentence with an example', (text, reason) => {
    let error: unknown
    try {
      parseFault(text, known)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(CommandError)
    const { message, exitCode } = error as CommandError
    expect(message).toContain(reason)
    expect(message).toMatch(/^The fault '[^\n]*--fault [a-z0-9/-]+:[a-z]+@20s\+10s\.$/)
    expect(exitCode).toBe(USAGE)
  })
})

describe('a fault schedule', () => {
  function run(node: number, texts: string[], milliseconds: number): { log: string[], told: string[] } {
    const clock = new VirtualClock()
    const log: string[] = []
    const told: string[] = []
    const faults = texts.map(text => parseFault(text, known))
    const schedule = new FaultSchedule(clock, node, faults, targets(clock, log), (fault, active) => told.push(`${fault.text} ${active}`))
    schedule.start()
    clock.advance(milliseconds)
    schedule.stop()
    expect(clock.pending()).toBe(0)
    return { log, told }
  }

  it('begins and ends each fault on the clock, and tells it', () => {
    const { log, told } = run(1, ['scd30:unplug@20s+10s', 'wifi:loss@25s+1s'], 60_000)
    expect(log).toEqual(['20000 unplug begins', '25000 loss begins', '26000 loss ends', '30000 unplug ends'])
    expect(told).toEqual(['scd30:unplug@20s+10s true', 'wifi:loss@25s+1s true', 'wifi:loss@25s+1s false', 'scd30:unplug@20s+10s false'])
  })

  it('keeps a fault without a duration', () => {
    expect(run(1, ['scd30:hang@1s'], 3_600_000).log).toEqual(['1000 hang begins'])
  })

  it('ends overlapping entries for one fault with the last of them', () => {
    expect(run(1, ['scd30:hang@1s+10s', 'scd30:hang@5s+10s'], 60_000).log).toEqual(['1000 hang begins', '15000 hang ends'])
  })

  it('leaves out what is meant for another node', () => {
    expect(run(1, ['node2/scd30:hang@1s', 'node1/scd30:unplug@2s'], 60_000).log).toEqual(['2000 unplug begins'])
  })

  it('begins nothing more once it is stopped', () => {
    expect(run(1, ['scd30:hang@10s+10s'], 15_000).log).toEqual(['10000 hang begins'])
  })
})
