/**
 * Whether a node that runs for a month leaves anything behind: the heap after a full collection at the end of each virtual day
 * and the slope of a line through all of them but the first five (what the engine learns settles in that time), the timers set
 * and the sockets open at those moments. With faults, each day brings what a day of `breva torture` brings, and ends calm. One
 * node, its broker and its time server, in one process. `--no-opt`, because the engine's machine code lies on the same heap and
 * keeps growing for weeks.
 * Usage: node --expose-gc --no-opt month.js [days] [seed] [calm]
 */
import { FaultSchedule } from '../host-sim/board/fault-schedule.ts'
import { TimeServer } from '../host-sim/board/time-server.ts'
import { Random } from '../host-sim/random.ts'
import { findScenario } from '../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../host-sim/scenario/node-plan.ts'
import { drawFaults } from '../host-sim/torture/draw-faults.ts'
import { TorturedNode } from '../host-sim/torture/tortured-node.ts'

const DAY = 86_400_000
const HOUR = 3_600_000
/** Days until the engine has compiled and learnt what it will. */
const WARM_UP = 5
/** Faults that somebody has to mend by hand. */
const LASTING = ['dead', 'modbus', 'negative-offset', 'unplug-in-read', 'abort']

const days = Number(process.argv[2] ?? 30)
const seed = Number(process.argv[3] ?? 1)
const calm = process.argv[4] === 'calm'

/** The heap after everything that can be collected has been. */
function heap(): number {
  for (let n = 0; n < 4; n++) global.gc?.()
  return process.memoryUsage().heapUsed
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

if (!global.gc || !(days >= WARM_UP + 5)) {
  console.error(`Usage: node --expose-gc --no-opt month.js [days, at least ${WARM_UP + 5}] [seed] [calm]`)
  process.exit(2)
}

const [plan] = planNodes(findScenario('office'), 1, seed)
let messages = 0
let most = 0
let faults = 0
const node = new TorturedNode(plan, () => undefined, message => {
  messages++
  const seq = /"seq":(\d+)/.exec(message.payload)
  if (seq && message.client !== '' && node.ledger) node.ledger.received = Number(seq[1])
  most = Math.max(most, node.network?.sockets ?? 0)
})
const heaps = new Float64Array(days)
const timers = new Float64Array(days)
const sockets = new Float64Array(days)

/** One day. What it needs for itself is garbage afterwards. */
function live(day: number): void {
  const drawn = calm ? [] : drawFaults(new Random(seed).split(`day ${day}`), node.targets, DAY - HOUR).filter(({ fault }) => !LASTING.includes(fault))
  faults += drawn.length
  const schedule = new FaultSchedule(node.clock, 1, drawn, node.targets, () => undefined)
  schedule.start()
  node.clock.advance(DAY)
  schedule.stop()
  // What the time server remembers is not the node's.
  if (node.targets['time'] instanceof TimeServer) node.targets['time'].asked.length = 0
}

const before = process.cpuUsage()
node.start()
for (let day = 0; day < days; day++) {
  live(day)
  heaps[day] = heap()
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
  heapSlopeBytesPerDay: Math.round(slope),
  noise: Math.round(3 * error),
  heapMegabytes: range(heaps).map(bytes => Math.round(bytes / 1e4) / 100),
  timers: range(timers),
  sockets: range(sockets),
  mostSockets: most,
  samples: node.samples + (node.ledger?.produced ?? 0),
  messages,
  seconds: Math.round(seconds * 10) / 10,
  node: process.version
}))
if (!within || most > 1) process.exitCode = 1
