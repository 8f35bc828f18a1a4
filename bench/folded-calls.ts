/**
 * How often each function that the build has folded is called in an hour of one node: the office's (SCD30, MH-Z19, three
 * DS18B20, a sample every 10 s) with the flashed bundle in the sandbox, nothing in its way, in virtual time. A call makes
 * the interpreter read over a whole group, which is for what is seldom. `build/check-calls.mjs` judges the figures.
 * Usage: folded-calls.js [hours]
 */
import { readFileSync } from 'node:fs'
import { MemoryBroker } from '../broker/memory-broker.ts'
import { nodeScripts } from '../cli/node-scripts.ts'
import { projectPath } from '../cli/project-path.ts'
import { STATE_TOPIC } from '../contract/topics.ts'
import { MemoryNetwork } from '../host-sim/board/memory-network.ts'
import { VirtualClock } from '../host-sim/clock/virtual-clock.ts'
import { FlashedNode } from '../host-sim/espruino/flashed-node.ts'
import { buildBoard } from '../host-sim/scenario/build-board.ts'
import { findScenario } from '../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../host-sim/scenario/node-plan.ts'
import { simulatedSettings } from '../host-sim/scenario/simulated-settings.ts'

interface Folded {
  name: string
  number: number
  source: string
  at: string
  start: number
}

const HOUR = 3600000
/** A global of the sandbox that no script has. */
const COUNTS = 'foldedCalls'

const hours = Number(process.argv[2] ?? 1)
const { functions } = JSON.parse(readFileSync(projectPath('dist/firmware.map.json'), 'utf8')) as { functions: (Omit<Folded, 'number'> & { number?: number })[] }
const folded = functions.filter((one): one is Folded => one.number !== undefined)

/** The application with a count at the beginning of each folded function. */
function counted(application: string): string {
  let text = application
  for (const { name, number, start } of [...folded].sort((a, b) => b.start - a.start)) {
    const head = new RegExp(`^if\\(${number}==\\w\\){`).exec(text.slice(start, start + 20))
    if (!head) throw new Error(`the map and the bundle differ at ${start}; build both with: npm run build`)
    const at = start + head[0].length
    const count = `${COUNTS}.${name}${number}`
    text = `${text.slice(0, at)}${count}=-~${count};${text.slice(at)}`
  }
  return `global.${COUNTS}={};${text}`
}

const scripts = nodeScripts()
const clock = new VirtualClock()
let samples = 0
const broker = new MemoryBroker(clock, ({ topic }) => {
  if (topic.endsWith(`/${STATE_TOPIC}`)) samples++
})
const network = new MemoryNetwork(clock, 5)
network.serve(1883, broker)
const [plan] = planNodes(findScenario('office'), 1, 1)
const problems: string[] = []
const node = new FlashedNode(
  buildBoard(clock, plan, network), { ...scripts, application: counted(scripts.application) }, simulatedSettings(plan, { host: 'broker', port: 1883, keepAlive: 60 }),
  { date: 0, log: line => { if (line.includes('Uncaught')) problems.push(line) } }
)
node.start()
clock.advance(hours * HOUR)
const counts = JSON.parse(String(node.evaluate(`JSON.stringify(${COUNTS})`))) as Record<string, number>

console.log(JSON.stringify({
  hours,
  samples,
  problems,
  folded: folded.map(({ name, number, source, at }) => ({ group: name, number, source, at, calls: counts[`${name}${number}`] ?? 0 })).sort((a, b) => b.calls - a.calls)
}))
if (problems.length > 0 || samples < 0.95 * hours * 3600 / plan.period) process.exitCode = 1
