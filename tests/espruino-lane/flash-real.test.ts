import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { guardScripts } from '../../cli/node-scripts.ts'
import { AUTHENTICATION } from '../../cli/exit-code.ts'
import { openLink } from '../../tools/console/open-link.ts'
import { flash } from '../../tools/flash/flash.ts'
import { FlashOutput, type FlashResult } from '../../tools/flash/flash-output.ts'
import { Repl } from '../../tools/console/repl.ts'
import { eventually } from '../../bench/peers/eventually.ts'
import { eachConsole } from '../support/each-interpreter.ts'
import { ESPRUINO } from '../../bench/peers/real-interpreter.ts'

/** An application of more pieces than one that needs none of an ESP32's own objects. */
function application(name: string): Buffer {
  return Buffer.from(`print("breva ${name} node "+breva.app+" start "+breva.boot+": nothing");var text="${'0123456789abcdef'.repeat(600)}"\n`)
}

const { guard, bootCode } = guardScripts()
const SETTINGS = Buffer.from('{"node":"attic","location":"S\xc3\xbcd","wifi":{"password":"k7-hidden"}}', 'latin1')

describe.skipIf(!ESPRUINO)('flashing the real interpreter through its console', () => {
  const own = eachConsole()

  function upload(name: string): Promise<FlashResult> {
    const job = { application: application(name), guard: Buffer.from(guard), bootCode: Buffer.from(bootCode), settings: SETTINGS, erase: false }
    return flash({ port: own.port, baud: 115200, dryRun: false, patience: { prompt: 5000, firstLine: 5000 } }, job, new FlashOutput('quiet', false))
  }

  async function ask<T>(expression: string): Promise<T> {
    const repl = new Repl()
    const link = await openLink(own.port, 115200, repl)
    repl.attach(link)
    try {
      return await repl.evaluate<T>(expression)
    } finally {
      await link.close()
    }
  }

  /** The line that the node prints when it is switched on. */
  async function started(): Promise<string> {
    await own.bridge.restart()
    await eventually(() => /breva .*nothing/.test(own.bridge.printed), 'the application starts', 5000)
    return /breva .*nothing/.exec(own.bridge.printed)?.[0] ?? ''
  }

  it('writes what the guard then starts, and nothing the second time', async () => {
    const result = await upload('1.0.0')
    expect(result).toMatchObject({ result: 'installed', board: 'LINUX', espruino: '2v29' })
    expect(result.written).toEqual(['app.a', 'app.a.sum', '.bootPowerOn', '.boot0', '.bootcde', 'settings.a', 'active'])
    expect(result.notes.join()).toContain('cannot restart')
    const read = await ask<string>('(function(t){var h="";new Uint8Array(require("crypto").SHA256(t)).forEach(function(b){h+=(b+256).toString(16).substr(1)});return h})(require("Storage").read("app.a"))')
    expect(read).toBe(createHash('sha256').update(application('1.0.0')).digest('hex'))
    expect(await started()).toMatch(/^breva 1\.0\.0 node app\.a start \d+: nothing$/)
    expect(await upload('1.0.0')).toMatchObject({ result: 'current', written: [] })
  })

  it('writes a newer application into the other slot, and the guard starts it', async () => {
    await upload('1.0.0')
    await own.bridge.restart()
    expect((await upload('1.1.0')).written).toEqual(['app.b', 'app.b.sum', 'active'])
    expect(await started()).toMatch(/^breva 1\.1\.0 node app\.b /)
  })

  it('names a console that is locked with a password', async () => {
    const repl = new Repl()
    const link = await openLink(own.port, 115200, repl)
    repl.attach(link)
    await repl.evaluate('1')
    repl.command('E.setPassword("abc");E.lockConsole()')
    await link.close()
    await expect(upload('1.0.0')).rejects.toMatchObject({ exitCode: AUTHENTICATION, message: expect.stringContaining('locked') as string })
  })
})
