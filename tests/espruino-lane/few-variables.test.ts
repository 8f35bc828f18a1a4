import { describe, expect, it } from 'vitest'
import { deviceScript } from '../../bench/device/device-script.ts'
import { live } from '../../bench/device/lives.ts'
import { mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { RealInterpreter } from '../../bench/peers/real-interpreter.ts'
import { nodeScripts } from '../../cli/node-scripts.ts'

/** The binary of an Espruino with so many variables in all, of 14 bytes. */
const FEW = process.env['ESPRUINO_2400']
const TOTAL = 2400

const hint = FEW ? '' : ' (skipped: ESPRUINO_2400 names no Espruino with 2,400 variables)'

describe.skipIf(!FEW || mosquittoMissing)(`a node with 2,400 variables, the wires around it included${hint}${mosquittoHint}`, () => {
  it('has no more than that', async () => {
    const interpreter = new RealInterpreter(FEW)
    try {
      await interpreter.store({ '.bootcde': 'var m=process.memory();print("HAS "+m.total+" "+m.blocksize)' })
      interpreter.boot()
      const [, total, blocksize] = await interpreter.printed(/HAS (\d+) (\d+)/, 10_000)
      expect([Number(total), Number(blocksize)]).toEqual([TOTAL, 14])
    } finally {
      interpreter.dispose()
    }
  })

  it('never runs out of memory, whatever commands come, alone or with the broker away and what was kept being sent', async () => {
    const meter = await deviceScript('bench/device/canned-wires.ts', '$')
    const { output, usage } = await live('pestered', { meter, marked: nodeScripts().application }, { binary: FEW ?? '' })
    expect(output.match(/.*(?:Uncaught|MEMORY|Interrupted|REBOOT).*/g) ?? []).toEqual([])
    expect(usage.peak).toBeLessThanOrEqual(TOTAL)
  }, 900_000)
})
