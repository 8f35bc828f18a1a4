/**
 * What a node keeps in the interpreter's memory, in variables: one SCD30, one MH-Z19, three DS18B20 and MQTT connected,
 * started from Storage as on the board. Needs an Espruino for Linux of the ESP32's kind (14-byte variables, 16,383 of
 * them) in the environment variable ESPRUINO, and mosquitto. Its three lives run at the same time and take eight minutes.
 * Usage: device.js [--write | --life <name>]
 *   --write          also renews docs/memory-budget.md
 *   --life <name>    one life only (calm, outage, pestered): its figures, and who had what in use at its end and at its peak
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { projectPath } from '../cli/project-path.ts'
import { ESPRUINO } from './peers/real-interpreter.ts'
import { bareUsage, emptyInterpreter } from './device/bare-interpreter.ts'
import { applicationBundle, startOf } from './device/bundle-modules.ts'
import { deviceScript } from './device/device-script.ts'
import { type Heap, readHeap, type Share, shares } from './device/heap.ts'
import { type Life, LIFE_NAMES, live, type Lived } from './device/lives.ts'
import type { Usage } from './device/measured-node.ts'
import { memoryBudget, type MemoryReport } from './device/memory-budget.ts'
import { type RuleMap, rulePrices } from './device/rule-prices.ts'
import { RULES } from './device/rules.ts'
import { stringsHeld } from './device/strings-held.ts'

function refuse(reason: string): never {
  console.error(reason)
  process.exit(1)
}

/** What an interpreter without any program has in use. Refuses one whose variables are not the ESP32's. */
async function emptyUsage(): Promise<number> {
  const { usage, blocksize, total } = await emptyInterpreter()
  if (blocksize !== 14 || total !== 16383) {
    refuse(`This Espruino has ${total} variables of ${blocksize} bytes. A budget needs a 32-bit build with 16383 of 14 bytes.`)
  }
  return usage
}

/** Figures of one life, without what the meter and the wires take. */
type Figures = Omit<Usage, 'peakAt'>

interface Measured {
  empty: number
  bundle: Awaited<ReturnType<typeof applicationBundle>>
  /** By the names that were asked for. */
  lives: { name: Life, lived: Lived, figures: Figures }[]
}

async function measure(names: readonly Life[], dumping = false): Promise<Measured> {
  const empty = await emptyUsage()
  const bundle = applicationBundle()
  const meter = await deviceScript('bench/device/canned-wires.ts', '$')
  const bare = await bareUsage(meter)
  const at = startOf(bundle.code)
  const scripts = { meter, marked: `${bundle.code.slice(0, at)}$mark();${bundle.code.slice(at)}` }
  const lives = await Promise.all(names.map(async name => {
    const lived = await live(name, scripts, { dumping })
    const { loaded, settled, peak } = lived.flash ? bare.flash : bare.calm
    const own = lived.usage
    return { name, lived, figures: { loaded: own.loaded - loaded + empty, settled: own.settled - settled + empty, peak: own.peak - peak + empty } }
  }))
  return { empty, bundle, lives }
}

/** Largest first. */
function byModule(heap: Heap, modules: ReadonlyMap<string, string>): Record<string, Share> {
  return Object.fromEntries([...shares(heap, modules)].sort(([, a], [, b]) => b.code + b.objects - a.code - a.objects))
}

function report({ empty, bundle, lives: [calm, outage, pestered] }: Measured): MemoryReport {
  const heap = readHeap(calm.lived.output)
  const map = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as RuleMap
  return {
    variables: {
      total: 16383,
      loaded: calm.figures.loaded,
      settled: calm.figures.settled,
      peak: calm.figures.peak,
      settledInOutage: outage.figures.settled,
      peakInOutage: outage.figures.peak,
      settledWithFlash: pestered.figures.settled,
      peakWithCommands: pestered.figures.peak
    },
    peakAt: calm.lived.usage.peakAt,
    peakWithCommandsAt: pestered.lived.usage.peakAt,
    empty,
    byModule: byModule(heap, bundle.modules),
    byRule: rulePrices(heap, map, RULES),
    bundleBytes: bundle.code.length
  }
}

/** The figures of one life, in lines. */
function lifeLines({ bundle, lives: [{ name, lived, figures }] }: Measured): string {
  const peak = readHeap(lived.output.slice(0, lived.output.lastIndexOf('PEAKED')))
  const then = byModule(peak, bundle.modules)
  const lines = Object.entries(byModule(readHeap(lived.output), bundle.modules)).map(([module, { code, objects }]) =>
    [code, objects, then[module]?.objects ?? 0].map(count => String(count).padStart(7)).join('') + `  ${module}`)
  return [
    `${name}: ${bundle.code.length} bytes, ${figures.loaded} loaded, ${figures.settled} settled, peak ${figures.peak} (${lived.usage.peakAt})`,
    '   code objects at peak', ...lines, 'strings at the peak', ...stringsHeld(peak)
  ].join('\n')
}

if (!ESPRUINO) refuse('ESPRUINO is not set: name an Espruino for Linux with 14-byte variables, built from its own sources.')
const { values } = parseArgs({ options: { write: { type: 'boolean' }, life: { type: 'string' } } })
const chosen = LIFE_NAMES.filter(name => name === values.life)
if (values.life !== undefined && chosen.length < 1) refuse(`There is no life "${values.life}": name one of ${LIFE_NAMES.join(', ')}.`)
if (chosen.length > 0) {
  console.log(lifeLines(await measure(chosen, true)))
} else {
  const whole = report(await measure(LIFE_NAMES))
  console.log(JSON.stringify(whole))
  if (values.write) writeFileSync(projectPath('docs/memory-budget.md'), memoryBudget(whole))
}
