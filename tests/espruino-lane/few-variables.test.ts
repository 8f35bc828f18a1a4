import { describe, expect, it } from 'vitest'
import { bareUsage, emptyInterpreter } from '../../bench/device/bare-interpreter.ts'
import { deviceScript } from '../../bench/device/device-script.ts'
import { live } from '../../bench/device/lives.ts'
import { mosquittoHint, mosquittoMissing } from '../../bench/peers/mosquitto.ts'
import { ESPRUINO } from '../../bench/peers/real-interpreter.ts'
import { nodeScripts } from '../../cli/node-scripts.ts'

/** The fewest that a board has, of so many bytes. */
const TOTAL = 2400
const BYTES = 14
/** In one array: it has no room for more. */
const MOST = 4000
/** By how many fewer are left than were asked for. */
const INEXACT = 40

const empty = ESPRUINO ? await emptyInterpreter() : undefined
const suits = empty?.blocksize === BYTES && empty.total > 2 * TOTAL
const hint = suits ? '' : ' (skipped: ESPRUINO is no build of the ESP32\'s kind, with many variables of 14 bytes)'

/** A script that takes all variables but `left`, which it prints. */
function ballast(left: number): string {
  return `var ballast=[],before=process.memory().usage;(function(){var n,rest=process.memory().total-${left};
while(rest>9){n=Math.min(rest,${MOST});ballast.push(new Uint8Array((n-4)*${BYTES}));rest-=n}})();
print("LEFT "+(process.memory().total-process.memory().usage+before));
`
}

describe.skipIf(!suits || mosquittoMissing)(`a node on a board with 2,400 variables${hint}${mosquittoHint}`, () => {
  it('never runs out of memory, whatever commands come, alone or with the broker away and what was kept being sent', async () => {
    const meter = await deviceScript('bench/device/canned-wires.ts', '$')
    // No board has emulated wires among its variables: what they take is added.
    const wires = (await bareUsage(meter)).flash.settled - (empty?.usage ?? 0)
    const total = TOTAL + wires
    const { output } = await live('pestered', { meter: ballast(total) + meter, marked: nodeScripts().application })
    const left = Number(/LEFT (\d+)/.exec(output)?.[1])
    expect(left).toBeLessThanOrEqual(total)
    expect(left).toBeGreaterThan(total - INEXACT)
    expect(output.match(/.*(?:Uncaught|MEMORY|Interrupted|REBOOT).*/g) ?? []).toEqual([])
  }, 900_000)
})
