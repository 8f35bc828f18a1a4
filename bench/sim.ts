/**
 * How many hours of one node a second of one core simulates: the office's node (SCD30, MH-Z19, three DS18B20, a sample
 * every 10 s) with the firmware's drivers, station and client on simulated wires and a broker in memory, in virtual time.
 * Every state message is checked afterwards, so that the figure is not that of a node which does nothing.
 * Usage: sim.js [hours] [seed]
 */
import { VirtualNode } from '../host-sim/scenario/virtual-node.ts'
import { findScenario } from '../host-sim/scenario/find-scenario.ts'
import { planNodes } from '../host-sim/scenario/node-plan.ts'
import { readStateMessage } from '../contract/schemas/state-message.ts'
import { STATE_TOPIC } from '../contract/topics.ts'

const HOUR = 3600000

const hours = Number(process.argv[2] ?? 96)
const seed = Number(process.argv[3] ?? 1)

const [plan] = planNodes(findScenario('office'), 1, seed)
let states = 0
let complete = 0
let messages = 0
const problems = new Map<string, number>()

function problem(text: string): void {
  problems.set(text, (problems.get(text) ?? 0) + 1)
}

function within(name: string, value: number | null | undefined, low: number, high: number): void {
  if (typeof value === 'number' && !(value >= low && value <= high)) problem(`${name} out of range`)
}

function check(payload: string): void {
  const state = readStateMessage(payload)
  states++
  if (typeof state === 'string') {
    problem(state)
    return
  }
  const probes = state.probes ?? {}
  if (state.seq !== states) problem('seq out of step')
  within('co2', state.co2, 354, 10000)
  within('temperature', state.temperature, 0, 40)
  within('humidity', state.humidity, 0, 100)
  for (const value of Object.values(probes)) within('probe', value, -40, 85)
  const qualities = Object.values(state.quality)
  if (qualities.length === 6 && Object.keys(probes).length === 3 && qualities.every(quality => quality === 'ok')) complete++
}

const payloads: string[] = []
const node = new VirtualNode(plan, message => {
  messages++
  if (message.topic.endsWith(`/${STATE_TOPIC}`)) payloads.push(message.payload)
})
const before = process.cpuUsage()
node.station.start()
node.clock.advance(hours * HOUR)
const used = process.cpuUsage(before)
const seconds = (used.user + used.system) / 1e6
for (const payload of payloads) check(payload)

console.log(JSON.stringify({
  nodeHoursPerSecond: Math.round(10 * hours / seconds) / 10,
  hours,
  seconds: Math.round(1000 * seconds) / 1000,
  seed,
  states,
  expectedStates: Math.floor(hours * 3600 / plan.period),
  completeStates: complete,
  invalidStates: [...problems.values()].reduce((sum, count) => sum + count, 0),
  problems: Object.fromEntries(problems),
  messages,
  brokerViolations: node.broker.violations,
  timersLeft: node.clock.pending(),
  node: process.version
}))
if (problems.size > 0 || complete < 0.95 * hours * 3600 / plan.period) process.exitCode = 1
