import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refuseDeath } from '../../bench/peers/dead-interpreter.ts'
import { ESPRUINO, RealInterpreter } from '../../bench/peers/real-interpreter.ts'
import { applicationRecord, guardScripts, POWER_ON } from '../../cli/node-scripts.ts'

/** What an ESP32 has and Linux lacks, and the register that says why the chip started, from a file beside Storage. */
const BOARD = 'var process={env:{BOARD:"ESP32"}};var peek32=function(){return +require("fs").readFileSync("cause")};'
  + 'var ESP32={reboot:function(){print("REBOOT")}};Modules.addCached("Wifi","exports.stopAP=function(){}")'
const APPLICATION = 'print("runs as "+breva.reset+" start "+breva.boot)'
const POWER = 1
const SOFTWARE = 12

describe.skipIf(!ESPRUINO)('the boot guard on the real interpreter', () => {
  let interpreter: RealInterpreter

  beforeEach(async () => {
    interpreter = new RealInterpreter()
    const { guard, bootCode } = guardScripts()
    await interpreter.store({
      '.bootPowerOn': POWER_ON, '.boot0': BOARD, '.boot1': guard, '.bootcde': bootCode, 'app.a': APPLICATION, 'app.a.sum': applicationRecord(APPLICATION)
    })
  })

  afterEach(({ task }) => {
    interpreter.stop()
    const { death } = interpreter
    interpreter.dispose()
    refuseDeath(task, death)
  })

  /** The line that a start prints, which lives no longer than that. */
  async function start(cause: number): Promise<string> {
    writeFileSync(join(interpreter.directory, 'cause'), String(cause))
    interpreter.boot()
    const line = await interpreter.printed(/(?:runs as|breva:) .*\n/, 10_000)
    interpreter.stop()
    return line[0].trim()
  }

  it('takes power cuts in series for no crashes, and tells power from all else', async () => {
    for (let boot = 1; boot <= 8; boot++) expect(await start(POWER)).toBe(`runs as power-on start ${boot}`)
    expect(await start(SOFTWARE)).toBe('runs as reset start 9')
    expect(await start(15)).toBe('runs as brown-out start 10')
  }, 60_000)

  it('ends a crash loop in safe mode, tries again, and at once when power comes', async () => {
    for (let boot = 1; boot <= 6; boot++) expect(await start(SOFTWARE)).toBe(`runs as reset start ${boot}`)
    expect(await start(SOFTWARE)).toBe('breva: safe mode, because no application stays up. The next try is in 10 min, or when the board is switched on')
    expect(await start(SOFTWARE)).toBe('breva: trying app.a again after safe mode')
    expect(await start(SOFTWARE)).toContain('The next try is in 20 min')
    expect(await start(POWER)).toBe('breva: trying app.a again after safe mode')
  }, 60_000)
})
