import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { CommandError } from '../../cli/command-error.ts'
import { FlashStorage } from '../../host-sim/espruino/flash-storage.ts'
import { applicationRecord, guardScripts, settingsRecord } from '../../cli/node-scripts.ts'
import type { ReplEndpoint, Trouble } from '../../host-sim/espruino/repl-endpoint.ts'
import { AUTHENTICATION, DEVICE_NOT_FOUND, FAILURE, TIMED_OUT } from '../../cli/exit-code.ts'
import { projectPath } from '../../cli/project-path.ts'
import { flash } from '../../tools/flash/flash.ts'
import { FlashOutput, type FlashResult } from '../../tools/flash/flash-output.ts'
import type { FlashJob } from '../../tools/flash/flash-plan.ts'
import { replBoard } from '../support/repl-board.ts'
import { VirtualDesk } from '../support/virtual-desk.ts'

const SECRET = 'k7-very-hidden'
const SETTINGS = JSON.stringify({
  node: 'bedroom-1',
  location: 'S\xc3\xbcd',
  period: 10,
  wifi: { network: 'home', password: SECRET },
  broker: { host: '192.168.1.2', port: 1883, keepAlive: 60 },
  sensors: { scd30: { sda: 'D21', scl: 'D22' }, ds18b20: { pin: 'D4' } }
})
const APPLICATION = readFileSync(projectPath('dist/firmware.min.js'))
/** The same application but for its length, as a former version would be. */
const FORMER = Buffer.concat([APPLICATION, Buffer.from('\n')])
const { guard, bootCode } = guardScripts()
const JOB: FlashJob = {
  application: APPLICATION,
  guard: Buffer.from(guard, 'latin1'),
  bootCode: Buffer.from(bootCode, 'latin1'),
  settings: Buffer.from(SETTINGS, 'latin1'),
  erase: false
}

const PORT = '/dev/ttyVirtual0'

let plugged: ReplEndpoint | undefined

afterEach(() => { plugged?.switchOff() })

/** The board that `upload` finds at its port. */
function board(trouble: Trouble = {}, storage = new FlashStorage()): ReplEndpoint {
  plugged?.switchOff()
  plugged = replBoard(trouble, storage)
  plugged.switchOn()
  return plugged
}

/** A board that runs FORMER from app.a. */
function installed(storage = new FlashStorage()): FlashStorage {
  const former = FORMER.toString('latin1')
  storage.write('.bootPowerOn', 'powerOn=1')
  storage.write('.boot0', guard)
  storage.write('.bootcde', bootCode)
  storage.write('app.a', former)
  storage.write('app.a.sum', applicationRecord(former))
  storage.write('settings.a', settingsRecord(3, Buffer.from(SETTINGS, 'latin1').toString('utf8')))
  return storage
}

/** In virtual time: a minute of patience costs none. */
function upload(changes: Partial<FlashJob> = {}, dryRun = false): Promise<FlashResult> {
  const desk = new VirtualDesk(plugged!)
  const target = { port: PORT, baud: 115200, dryRun, patience: { prompt: 5000, firstLine: 60_000 } }
  return desk.until(flash(target, { ...JOB, ...changes }, new FlashOutput('quiet', false), desk))
}

async function refusal(attempt: Promise<unknown>): Promise<CommandError> {
  const error: unknown = await attempt.then(() => new Error('nothing was refused'), (thrown: unknown) => thrown)
  if (!(error instanceof CommandError)) throw error
  return error
}

/** What the node says at a power-on. */
function firstLine(node: ReplEndpoint): string {
  node.restart()
  return node.printed.join('\n')
}

describe('flashing a board', () => {
  it('puts guard, application and settings on a fresh one and sees the node start', async () => {
    const node = board()
    const result = await upload()
    expect(result).toMatchObject({ result: 'installed', board: 'ESP32', espruino: '2v29', node: 'bedroom-1', start: 1, notes: [] })
    expect(result.firstLine).toMatch(/^breva \S+ node bedroom-1 start 1: scd30, ds18b20$/)
    expect(result.written).toEqual(['app.a', 'app.a.sum', '.bootPowerOn', '.boot0', '.bootcde', 'settings.a', 'active'])
    expect(node.storage.read('app.a')).toBe(APPLICATION.toString('latin1'))
    expect(node.storage.read('app.a.sum')).toBe(applicationRecord(APPLICATION.toString('latin1')))
    expect(node.storage.read('settings.a')).toBe(`1 ${crc32(Buffer.from(SETTINGS, 'latin1'))} ${SETTINGS}`)
    expect(node.storage.read('.boot0')).toBe(guard)
    expect(node.storage.list()).not.toContain('breva.new')
    expect(node.global('breva')).toMatchObject({ app: 'app.a', reset: 'reset', trouble: '', bundle: result.application.hash })
  })

  it('writes nothing when everything is there already, and leaves the node running', async () => {
    const node = board()
    await upload()
    const programmed = node.storage.programmed
    const station = node.global('station')
    node.lines.length = 0
    expect(await upload()).toMatchObject({ result: 'current', written: [], start: 1 })
    expect(node.storage.programmed).toBe(programmed)
    expect(node.global('station')).toBe(station)
    expect(node.lines.join()).not.toContain('reset')
  })

  it('writes the other slot and leaves the former application in its own', async () => {
    const node = board({}, installed())
    const result = await upload({ settings: undefined })
    expect(result.written).toEqual(['app.b', 'app.b.sum', 'active'])
    expect(node.storage.read('app.a')).toBe(FORMER.toString('latin1'))
    expect(node.storage.read('active')).toBe('b')
    expect(node.global('breva')).toMatchObject({ app: 'app.b', trouble: '' })
  })

  it('goes back to an application that is still there without sending it again', async () => {
    const node = board({}, installed())
    await upload()
    const received = node.received
    const result = await upload({ application: FORMER })
    expect(result.written).toEqual(['active'])
    expect(node.received - received).toBeLessThan(8000)
    expect(node.global('breva')).toMatchObject({ app: 'app.a' })
  })

  it('writes changed settings into the other copy, with the next sequence number', async () => {
    const node = board({}, installed())
    await upload({ application: FORMER, settings: Buffer.from(SETTINGS.replace('bedroom-1', 'attic'), 'latin1') })
    expect(node.storage.read('settings.b')).toMatch(/^4 \d+ \{"node":"attic"/)
    expect(node.storage.read('settings.a')).toMatch(/^3 /)
    expect(firstLine(node)).toContain('node attic ')
  })

  it('does not count the starts of the flash tool as failed ones', async () => {
    const node = board({}, installed())
    for (let round = 0; round < 6; round++) await upload({ application: round % 2 ? FORMER : APPLICATION })
    expect(node.global('breva')).toMatchObject({ trouble: '' })
  })

  it('keeps the good application when the board is running it as a fallback', async () => {
    const storage = installed()
    storage.write('app.b', 'broken(')
    storage.write('app.b.sum', applicationRecord('broken('))
    storage.write('active', 'b')
    const node = board({}, storage)
    for (let start = 0; start < 3; start++) node.restart()
    expect(node.global('breva')).toMatchObject({ app: 'app.a', trouble: 'fallback' })
    const result = await upload()
    expect(result.written).toEqual(['app.b', 'app.b.sum', 'active'])
    expect(result.notes.join()).toContain('fallback')
    expect(node.global('breva')).toMatchObject({ app: 'app.b', trouble: '' })
  })

  it('says what it would write, and writes nothing, on a dry run', async () => {
    const node = board({}, installed())
    const before = node.storage.programmed
    expect(await upload({}, true)).toMatchObject({ result: 'planned', written: ['app.b', 'app.b.sum', 'active'] })
    expect(node.storage.programmed).toBe(before)
  })

  it('erases everything when told to, and goes on counting starts', async () => {
    const storage = installed()
    storage.write('old', 'x'.repeat(2000))
    const node = board({}, storage)
    await upload({ erase: true })
    expect(node.storage.list()).not.toContain('old')
    expect(firstLine(node)).toMatch(/start [3-9]:/)
  })

  it('goes on counting starts after an erasure where the last ones could not be counted', async () => {
    const storage = installed()
    storage.write('boots.b', `00001000${'SH'.repeat(250)}`)
    storage.write('filler', '\0', 0, storage.getFree())
    const node = board({}, storage)
    await upload({ erase: true })
    expect(firstLine(node)).toMatch(/start 125[0-9]:/)
  })

  it('removes what other software left to run at the start, and says so', async () => {
    const storage = installed()
    storage.write('.bootrst', 'x=1')
    const node = board({}, storage)
    const result = await upload()
    expect(node.storage.list()).not.toContain('.bootrst')
    expect(result.notes.join()).toContain('.bootrst')
  })

  it('never sends a secret in clear, nor settings that are there already', async () => {
    const node = board()
    await upload()
    expect(node.lines.join()).not.toContain(SECRET)
  })

  it('puts up with lost bytes and lost answers', async () => {
    const node = board({ loseOneIn: 9973, loseAnswerIn: 41 }, installed())
    const result = await upload()
    expect(result.result).toBe('installed')
    expect(node.storage.read('app.b')).toBe(APPLICATION.toString('latin1'))
  })

  it.each([2, 3, 4, 5, 7])('asks again for one answer in %i, and no question does harm twice', async loseAnswerIn => {
    const node = board({ loseAnswerIn })
    const small = 'print("breva 9.9.9 node bedroom-1 start " + breva.boot + ": scd30")'
    const ended: unknown = await upload({ application: Buffer.from(small) }).catch((error: unknown) => error)
    // What the node says at its start, once, may be what is lost.
    expect(ended).toMatchObject(ended instanceof CommandError ? { exitCode: TIMED_OUT } : { result: 'installed' })
    expect(node.storage.read('app.a')).toBe(small)
    expect(node.storage.read('active')).toBe('a')
  })
})

describe('a board that cannot be flashed', () => {
  it('is named when nothing listens there', async () => {
    const endpoint = replBoard()
    const port = await endpoint.start()
    await endpoint.stop()
    const attempt = flash({ port, baud: 115200, dryRun: false, patience: { prompt: 5000, firstLine: 60_000 } }, JOB, new FlashOutput('quiet', false))
    expect(await refusal(attempt)).toMatchObject({ exitCode: DEVICE_NOT_FOUND, message: expect.stringContaining('ECONNREFUSED') as string })
  })

  it('is named when it does not answer', async () => {
    board({ silent: true })
    const error = await refusal(upload())
    expect(error.exitCode).toBe(TIMED_OUT)
    expect(error.message).toContain('does not answer')
    expect(error.message).toContain('--firmware')
  })

  it('is named when it runs MicroPython', async () => {
    board({ speaks: 'micropython' })
    const error = await refusal(upload())
    expect(error).toMatchObject({ exitCode: FAILURE })
    expect(error.message).toContain('MicroPython')
    expect(error.message).toContain(`breva flash --port ${PORT} --firmware`)
  })

  it('is named when it talks at another speed', async () => {
    board({ speaks: 'noise' })
    expect((await refusal(upload())).message).toContain('cannot be read at 115200 baud')
  })

  it('is named when its Espruino is too old', async () => {
    board({ version: '2v20' })
    const error = await refusal(upload())
    expect(error.message).toContain('2v20')
    expect(error.message).toContain('--firmware')
  })

  it('is named when its console is locked', async () => {
    board({ locked: true }, installed())
    const error = await refusal(upload())
    expect(error.exitCode).toBe(AUTHENTICATION)
    expect(error.message).toMatch(/locked with a password.*erase-region 0x320000 0xE0000/)
  })

  it('is left as it was when its Storage is too full', async () => {
    const storage = installed(new FlashStorage(Math.round(1.1 * APPLICATION.length)))
    const node = board({}, storage)
    const before = node.storage.programmed
    const error = await refusal(upload())
    expect(error.message).toMatch(/bytes free and \d+ are needed.*--erase/)
    expect(node.storage.programmed).toBe(before)
    expect(firstLine(node)).toContain('node bedroom-1')
  })

  it('is named with the percentage when the cable is pulled half way, and still runs the former application', async () => {
    const node = board({}, installed())
    node.trouble.dropAfter = Math.round(0.8 * APPLICATION.length)
    const error = await refusal(upload())
    expect(error.exitCode).toBe(FAILURE)
    expect(error.message).toMatch(/lost while writing app\.b, at (4|5)\d %\. The former application \(app\.a\) is still there/)
    expect(error.message).toContain(`run: breva flash --port ${PORT}`)
    expect(firstLine(node)).toContain('breva')
    expect(node.global('breva')).toMatchObject({ app: 'app.a', trouble: '' })
    expect(await upload()).toMatchObject({ result: 'installed' })
  })

  it('starts an application that is whole wherever the cable is pulled', async () => {
    for (let cut = 900; cut < 1.5 * APPLICATION.length; cut += 6841) {
      const node = board({}, installed())
      node.trouble.dropAfter = cut
      await upload({ guard: Buffer.from(`${guard}\n`, 'latin1') }).catch((error: unknown) => { if (!(error instanceof CommandError)) throw error })
      expect(firstLine(node), `cut after ${cut} bytes`).toContain('node bedroom-1')
    }
  })

  it('is reported when it does not start afterwards', async () => {
    const node = board({}, installed())
    node.trouble.staysDown = true
    const error = await refusal(upload({}))
    expect(error.exitCode).toBe(TIMED_OUT)
    expect(error.message).toContain('falls back to the former application')
  })

  it('is reported with what it printed when the application throws', async () => {
    board({}, installed())
    const error = await refusal(upload({ application: Buffer.from('nothing.there()') }))
    expect(error.message).toContain('nothing is not defined')
  })
})
