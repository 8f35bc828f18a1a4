import { describe, expect, it } from 'vitest'
import { guardScripts } from '../../../cli/node-scripts.ts'
import { AUTHENTICATION, TIMED_OUT } from '../../../cli/exit-code.ts'
import type { I2cBus } from '../../../drivers/hal/i2c-bus.ts'
import type { OneWireBus } from '../../../drivers/hal/one-wire-bus.ts'
import { OK } from '../../../drivers/hal/status.ts'
import { VirtualClock } from '../../../host-sim/clock/virtual-clock.ts'
import type { SandboxBoard } from '../../../host-sim/espruino/espruino-globals.ts'
import { FlashStorage } from '../../../host-sim/espruino/flash-storage.ts'
import type { ReplEndpoint, Trouble } from '../../../host-sim/espruino/repl-endpoint.ts'
import { flash } from '../../../tools/flash/flash.ts'
import { FlashOutput } from '../../../tools/flash/flash-output.ts'
import { LONGEST_LINE } from '../../../tools/selftest/questions.ts'
import { selftest } from '../../../tools/selftest/selftest.ts'
import type { SelftestReport } from '../../../tools/selftest/selftest-report.ts'
import { STEPS } from '../../../tools/selftest/selftest-steps.ts'
import type { Pins, Step } from '../../../tools/selftest/step.ts'
import { replBoard } from '../../support/repl-board.ts'
import { VirtualDesk } from '../../support/virtual-desk.ts'

interface Bench {
  board: ReplEndpoint
  storage: FlashStorage
  /** Puts the guard and an application on it, which starts. */
  install(): Promise<unknown>
  test(pins?: Pins, agrees?: (question: string) => boolean | undefined, steps?: Step[]): Promise<SelftestReport>
}

function bench(trouble: Trouble = {}, wires: Partial<SandboxBoard> = {}): Bench {
  const clock = new VirtualClock()
  const storage = new FlashStorage()
  const board = replBoard(trouble, storage, clock, wires)
  const desk = new VirtualDesk(board, clock)
  board.switchOn()
  return {
    board,
    storage,
    install: () => desk.until(flash({ port: 'the board', baud: 115200, dryRun: false, patience: { prompt: 5000, firstLine: 60_000 } }, job(), new FlashOutput('quiet', false), desk)),
    test: (pins = {}, agrees = () => undefined, steps = STEPS) => desk.until(selftest({
      port: 'the board', baud: 115200, pins, prompt: 5000, agrees: question => Promise.resolve(agrees(question)), done: () => undefined
    }, desk, steps))
  }
}

/** An application that says no more than that it has started. */
function job(): Parameters<typeof flash>[1] {
  const { guard, bootCode } = guardScripts()
  const application = Buffer.from('print("breva 9.9.9 node bedroom-1 start "+breva.boot+": scd30")\n')
  return { application, guard: Buffer.from(guard, 'latin1'), bootCode: Buffer.from(bootCode, 'latin1'), settings: Buffer.from('{}'), erase: false }
}

/** The verdict of one step, with what was found. */
function step(report: SelftestReport, name: string): string {
  const found = report.steps.find(one => one.name === name)
  return `${found?.result}: ${found?.found}`
}

const names = (report: SelftestReport, result: string): string[] => report.steps.filter(one => one.result === result).map(({ name }) => name)

/** A bus at whose end an SCD30 says that it is ready; every `damaged`th answer is disturbed. */
function readyBus(damaged = Infinity): I2cBus {
  let reads = 0
  return {
    write: () => OK,
    read: (_address: number, into: Uint8Array) => {
      into.set([0, 1, ++reads % damaged === 0 ? 0 : 0xb0])
      return OK
    },
    clear: () => true
  }
}

/** A wire with one probe, whose scratchpad is that of its power-on. */
const PROBE: OneWireBus = {
  reset: () => true,
  select: () => undefined,
  skip: () => undefined,
  write: () => undefined,
  read: () => Uint8Array.from([0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10, 0x1c]),
  search: () => ['28139bbb0b00001f']
}

const PINS = { sda: 'D21', scl: 'D22', oneWire: 'D4' }

describe('breva selftest', () => {
  it('passes at the console of the simulator, and gives a reason for each step that it leaves out', async () => {
    const report = await bench().test()
    expect(names(report, 'failed')).toEqual([])
    expect(names(report, 'passed')).toEqual(['bursts', 'prompt', 'random', 'set-time', 'reset-state', 'small-files', 'serial-port'])
    expect(report.steps.map(({ name }) => name)).toEqual(STEPS.map(({ name }) => name))
    expect(report.steps.filter(({ result, found }) => result === 'skipped' && found === '')).toEqual([])
    expect([report.passed, report.failed, report.skipped]).toEqual([7, 0, STEPS.length - 7])
    expect(report).toMatchObject({ board: 'ESP32', espruino: '2v29', application: '', start: 0 })
  })

  it('types no line that a console on a PC would not bear, asks for no settings, and leaves nothing behind', async () => {
    const { board, storage, test } = bench({}, { i2c: () => readyBus(), oneWire: () => PROBE })
    await test(PINS)
    expect(Math.max(...board.lines.map(({ length }) => length))).toBeLessThan(LONGEST_LINE)
    expect(board.lines.filter(line => /settings|password/.test(line))).toEqual([])
    for (const name of ['Q', 'T', 'U', 'A', 'B', 'O']) expect(board.global(name)).toBeUndefined()
    expect(storage.read('breva.try')).toBeUndefined()
  })

  it('asks the wires whose pins it is told', async () => {
    const report = await bench({}, { i2c: () => readyBus(), oneWire: () => PROBE }).test(PINS)
    expect(['i2c-stretching', 'i2c-clear', 'one-wire'].map(name => step(report, name))).toEqual([
      'passed: 0 of 20 answers were disturbed', 'passed: the read came back; an oscilloscope shows its clocks', 'passed: 1 probe; 0 of 20 reads were disturbed'
    ])
  })

  it('asks a board that is in a Wi-Fi for names too, in lines that fit', async () => {
    const joined = STEPS.map(step => ({ ...step, run: (own: Parameters<Step['run']>[0]) => step.run({ ...own, address: '192.0.2.1' }) }))
    const report = await bench().test({}, undefined, joined)
    expect([step(report, 'look-up'), step(report, 'unknown-name')]).toEqual(['passed: the call took 0.00 s', 'failed: nothing was thrown'])
  })

  it('says what is wrong with a wire: nobody there, or too much of it disturbed', async () => {
    const nobody = await bench().test(PINS)
    expect([step(nobody, 'i2c-stretching'), step(nobody, 'one-wire')]).toEqual(['failed: nothing answers at address 61 on these pins', 'failed: no probe answers on this pin'])
    const disturbed = await bench({}, { i2c: () => readyBus(4) }).test(PINS)
    expect(step(disturbed, 'i2c-stretching')).toBe('failed: 5 of 20 answers were disturbed')
    expect(step(await bench({}, { i2c: () => readyBus(10) }).test(PINS), 'i2c-stretching')).toBe('passed: 2 of 20 answers were disturbed')
  })

  it('with a console that loses characters the bursts fail, and what is asked again does not', async () => {
    const report = await bench({ loseOneIn: 700 }).test()
    expect(names(report, 'failed')).toEqual(['bursts'])
    expect(step(report, 'bursts')).toMatch(/^failed: [1-9]\d* of 20 lines/)
  })

  it('restarts the board only when a person agrees, and then goes on', async () => {
    expect(step(await bench().test(), 'reboot')).toBe('skipped: it would restart the board; --interactive asks')
    const asked: string[] = []
    const report = await bench().test({}, question => {
      asked.push(question)
      return question.startsWith('The board restarts')
    })
    expect(step(report, 'reboot')).toBe('passed: the line stayed open, and the board spoke')
    expect(step(report, 'small-files')).toMatch(/^passed/)
    expect(step(report, 'supply')).toBe('failed: a person has not seen it')
    expect(asked.length).toBeGreaterThan(10)
  })

  it('with an application the hash is that of its record, a restart is counted, and its clock is left alone unless a person agrees', async () => {
    const { install, test, storage } = bench()
    await install()
    const report = await test()
    expect(report).toMatchObject({ application: 'app.a', failed: 0 })
    expect(step(report, 'hash')).toMatch(/^passed: \d+ bytes in .* sha256:[0-9a-f]{12}$/)
    expect(step(report, 'set-time')).toMatch(/^skipped: it would step the clock/)
    const interactive = await test({}, question => /Go on\?$/.test(question))
    expect(step(interactive, 'counted')).toBe(`passed: start ${report.start} was followed by start ${report.start + 1}`)
    expect(step(interactive, 'set-time')).toMatch(/^passed/)
    expect(step(interactive, 'reset-state')).toBe('passed: 12, a restart by the program')
    storage.write('app.a.sum', '1 sha256:00')
    expect(step(await test(), 'hash')).toMatch(/^failed/)
  })

  it('a board that does not come back from a restart has failed in that step, and ends the test', async () => {
    await expect(bench({ staysDown: true }).test({}, () => true)).rejects.toMatchObject({ exitCode: TIMED_OUT })
  })

  it.each([
    ['a locked console', { locked: true }, AUTHENTICATION, /locked/],
    ['another program', { speaks: 'micropython' }, undefined, /MicroPython|Espruino/],
    ['nothing', { silent: true }, TIMED_OUT, /the board/]
  ] as const)('names %s that it finds there', async (_name, trouble, exitCode, message) => {
    await expect(bench(trouble).test()).rejects.toMatchObject({ ...exitCode === undefined ? {} : { exitCode }, message: expect.stringMatching(message) as string })
  })
})
