/**
 * Whether a node that runs for a month leaves anything behind: the bytes that the program holds at the end of each virtual day,
 * and the slope of a line through all of them but the first ten; the timers set and the sockets open at those moments. What is
 * held is counted object by object in a snapshot of the heap, because `heapUsed` has the engine's own in it: machine code, its
 * feedback and the shapes of objects, which grow for weeks whenever a function that is called once a day has been called often
 * enough. With faults, each day brings what a day of `breva torture` brings, is checked as there, and ends calm. One node, its
 * broker and its time server, in one process.
 * Usage: node month.js [days] [seed] [calm]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { TimeServer } from '../host-sim/board/time-server.ts'
import { Random } from '../host-sim/random.ts'
import { findScenario } from '../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../host-sim/scenario/node-plan.ts'
import { drawFaults } from '../host-sim/torture/draw-faults.ts'
import { sourceFirmware } from '../host-sim/torture/source-port.ts'
import { Torment } from '../host-sim/torture/torment.ts'

const DAY = 86_400_000
/** Days until what is made once, when it is first needed, has been made. */
const WARM_UP = 10
/** What the engine makes for itself, by the names of a snapshot: `hidden` are lists of the code that depends on a shape. */
const ENGINE = ['code', 'object shape', 'hidden', 'synthetic']

/** A snapshot, as far as it is needed. */
interface Snapshot {
  snapshot: { meta: { node_fields: string[], node_types: [string[]] } }
  nodes: number[]
}

const days = Number(process.argv[2] ?? 30)
const seed = Number(process.argv[3] ?? 1)
const calm = process.argv[4] === 'calm'

/** Bytes of everything that can be reached and is not the engine's. */
function held(): number {
  const folder = mkdtempSync(join(tmpdir(), 'breva-month-'))
  const file = writeHeapSnapshot(join(folder, 'day.heapsnapshot'))
  const { snapshot, nodes } = JSON.parse(readFileSync(file, 'utf8')) as Snapshot
  rmSync(folder, { recursive: true })
  const { node_fields: fields, node_types: [types] } = snapshot.meta
  const type = fields.indexOf('type')
  const size = fields.indexOf('self_size')
  const engine = ENGINE.map(name => types.indexOf(name))
  let bytes = 0
  for (let at = 0; at < nodes.length; at += fields.length) if (!engine.includes(nodes[at + type])) bytes += nodes[at + size]
  return bytes
}

/** The slope of a line through the points one apart, and its standard error. */
function fit(values: Float64Array, from: number, count: number): { slope: number, error: number } {
  const middle = (count - 1) / 2
  let mean = 0
  for (let n = 0; n < count; n++) mean += values[from + n] / count
  let spread = 0
  let common = 0
  for (let n = 0; n < count; n++) {
    spread += (n - middle) ** 2
    common += (n - middle) * (values[from + n] - mean)
  }
  const slope = common / spread
  let residual = 0
  for (let n = 0; n < count; n++) residual += (values[from + n] - mean - slope * (n - middle)) ** 2
  return { slope, error: Math.sqrt(residual / (count - 2) / spread) }
}

if (!(days >= WARM_UP + 5)) {
  console.error(`Usage: node month.js [days, at least ${WARM_UP + 5}] [seed] [calm]`)
  process.exit(2)
}

// Each Buffer with memory of its own: a kept one is counted by its own bytes, not by the 8 KB of a pool that it shares.
Buffer.poolSize = 0
const [plan] = planNodes(findScenario('office'), 1, seed)
const torment = new Torment(plan, 0, [], sourceFirmware())
const node = torment.node
const heaps = new Float64Array(days)
const timers = new Float64Array(days)
const sockets = new Float64Array(days)
let faults = 0

/** One day. What it needs for itself is garbage afterwards. */
function live(day: number): void {
  const drawn = calm ? [] : drawFaults(new Random(seed).split(`day ${day}`), node.targets, DAY)
  faults += drawn.length
  torment.live(drawn, DAY)
  // What the time server remembers, and what nobody will hear of any more, is not the node's.
  if (node.targets['time'] instanceof TimeServer) node.targets['time'].asked.length = 0
  node.forgetLost()
  // All faults of a day wait in it when the day begins.
  node.clock.trim()
}

const before = process.cpuUsage()
node.start()
for (let day = 0; day < days; day++) {
  live(day)
  heaps[day] = held()
  timers[day] = node.powered?.pending() ?? -1
  sockets[day] = node.network?.sockets ?? -1
}
const used = process.cpuUsage(before)
const seconds = (used.user + used.system) / 1e6
const { slope, error } = fit(heaps, WARM_UP, days - WARM_UP)
const within = Math.abs(slope) <= 3 * error
const range = (values: Float64Array): number[] => [Math.min(...values), Math.max(...values)]

console.log(JSON.stringify({
  days,
  seed,
  faults,
  starts: node.boot,
  heldSlopeBytesPerDay: Math.round(slope),
  noise: Math.round(3 * error),
  heldMegabytes: range(heaps.subarray(WARM_UP)).map(bytes => Math.round(bytes / 1e3) / 1e3),
  timers: range(timers),
  sockets: range(sockets),
  samples: node.samples + (node.ledger?.produced ?? 0),
  seconds: Math.round(seconds * 10) / 10,
  node: process.version
}))
if (!within) process.exitCode = 1
