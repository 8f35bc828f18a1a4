/**
 * What a node keeps in the interpreter's memory, in variables: one SCD30, one MH-Z19, three DS18B20 and MQTT connected,
 * started from Storage as on the board. Needs an Espruino for Linux of the ESP32's kind (14-byte variables, 16,383 of
 * them) in the environment variable ESPRUINO, and mosquitto. Takes thirteen minutes.
 * Usage: device.js [--write]   (--write also renews docs/memory-budget.md)
 */
import { writeFileSync } from 'node:fs'
import mqtt from 'mqtt'
import { projectPath } from '../cli/project-path.ts'
import type { Health } from '../contract/health.ts'
import type { State } from '../contract/state.ts'
import { STATUS_ONLINE } from '../contract/status-word.ts'
import { HEALTH_TOPIC, HISTORY_TOPIC, SENSOR_STATUS, SENSOR_TOPIC, STATE_TOPIC, TOPIC_ROOT } from '../contract/topics.ts'
import { Mosquitto } from './peers/mosquitto.ts'
import { ESPRUINO, RealInterpreter } from './peers/real-interpreter.ts'
import { applicationBundle, startOf } from './device/bundle-modules.ts'
import { deviceScript } from './device/device-script.ts'
import { readHeap, shares } from './device/heap.ts'
import { bareFiles, nodeFiles, outputOf, type Usage, usageIn } from './device/measured-node.ts'
import { memoryBudget, type MemoryReport } from './device/memory-budget.ts'
import { answered, BACK as PESTERED_BACK, DONE, IN_FLASH, PERIOD, pestering } from './device/pestered-node.ts'

/** Seconds until a node counts as settled, and for how long it is then watched: health is published each minute. */
const SETTLING = 62
const WATCHED = 33
/**
 * Of the node that lives through an outage, seconds after its start at which the broker goes, from which on its ring is looked at, which takes
 * its whole room with the first sample, at which the broker is back, and at which all has been delivered and `health` has said so.
 */
const GONE = 62
const FULL = 100
const BACK = 125
const DRAINED = 248

/** How the topics of the measured node begin. */
const ROOT = `${TOPIC_ROOT}a1b2c3/`

function refuse(reason: string): never {
  console.error(reason)
  process.exit(1)
}

/** What an interpreter without any program has in use. Refuses one whose variables are not the ESP32's. */
async function emptyUsage(): Promise<number> {
  const interpreter = new RealInterpreter()
  try {
    const program = 'function f(){var m=process.memory();print("EMPTY "+m.usage+" "+m.blocksize+" "+m.total)}setTimeout(f,500)'
    await interpreter.store({ '.bootcde': program })
    interpreter.boot()
    const [, usage, blocksize, total] = await interpreter.printed(/EMPTY (\d+) (\d+) (\d+)\n/, 10_000)
    if (blocksize !== '14' || total !== '16383') {
      refuse(`This Espruino has ${total} variables of ${blocksize} bytes. A budget needs a 32-bit build with 16383 of 14 bytes.`)
    }
    return Number(usage)
  } finally {
    interpreter.dispose()
  }
}

/** The published state says that everything was measured, or there is nothing to report. */
function verify(messages: ReadonlyMap<string, string>): void {
  const state = JSON.parse(messages.get(ROOT + STATE_TOPIC) ?? '{}') as Partial<State>
  const words = Object.values(state.quality ?? {})
  if (words.length !== 6 || words.some(word => word !== 'ok')) refuse(`not everything was measured: ${JSON.stringify(state)}`)
  if (messages.get(`${ROOT}${SENSOR_TOPIC}mh-z19${SENSOR_STATUS}`) !== STATUS_ONLINE) refuse('the MH-Z19 was not measured')
  if (!messages.has(ROOT + HEALTH_TOPIC)) refuse('health was not published')
}

/** The node kept the samples of the outage, and has delivered them all. */
function verifyDelivery(messages: ReadonlyMap<string, string>): void {
  const { queued, drops } = JSON.parse(messages.get(ROOT + HEALTH_TOPIC) ?? '{}') as Partial<Health>
  const lost = Object.values(drops ?? {}).reduce((sum, count) => sum + count, 0)
  if (!messages.has(ROOT + HISTORY_TOPIC) || queued !== 0 || lost !== 0) refuse(`the outage was not made up for: ${queued} samples wait, ${lost} are lost`)
}

/** What every measured node is given: the scripts, a broker, and somebody who listens there. */
interface Desk {
  meter: string
  /** The application, with a mark where its declarations end. */
  marked: string
  broker: Mosquitto
  watcher: mqtt.MqttClient
  /** The latest message of each topic. */
  messages: Map<string, string>
}

async function calmLife({ meter, marked, broker, messages }: Desk): Promise<string> {
  const output = await outputOf(nodeFiles(meter, marked, broker.port), SETTLING + WATCHED)
  verify(messages)
  return output
}

async function lifeWithOutage({ meter, marked, broker, messages }: Desk): Promise<Usage> {
  const output = await outputOf(nodeFiles(meter, marked, broker.port), DRAINED, [
    { at: GONE, act: () => broker.kill() }, { at: BACK, act: () => broker.resume() }
  ])
  verifyDelivery(messages)
  return usageIn(output, FULL, BACK)
}

async function pesteredLife({ meter, marked, broker, watcher, messages }: Desk): Promise<Usage> {
  messages.clear()
  const output = await outputOf(nodeFiles(meter, marked, broker.port, PERIOD), DONE, pestering(broker, watcher, ROOT), true)
  verifyDelivery(messages)
  if (!answered(messages, ROOT)) refuse('no command was answered')
  return usageIn(output, IN_FLASH, PESTERED_BACK)
}

async function measureAt(desk: Desk, modules: ReadonlyMap<string, string>, empty: number): Promise<Omit<MemoryReport, 'bundleBytes'>> {
  const { meter, broker } = desk
  const bare = usageIn(await outputOf(bareFiles(meter, broker.port), 4), 2)
  const bareWithFlash = usageIn(await outputOf(bareFiles(meter, broker.port), 4, [], true), 2)
  const output = await calmLife(desk)
  const node = usageIn(output, SETTLING)
  const outage = await lifeWithOutage(desk)
  const pestered = await pesteredLife(desk)
  const own = shares(readHeap(output), modules)
  return {
    variables: {
      total: 16383,
      loaded: node.loaded - bare.loaded + empty,
      settled: node.settled - bare.settled + empty,
      peak: node.peak - bare.peak + empty,
      settledInOutage: outage.settled - bare.settled + empty,
      peakInOutage: outage.peak - bare.peak + empty,
      settledWithFlash: pestered.settled - bareWithFlash.settled + empty,
      peakWithCommands: pestered.peak - bareWithFlash.peak + empty
    },
    peakAt: node.peakAt,
    peakWithCommandsAt: pestered.peakAt,
    empty,
    byModule: Object.fromEntries([...own].sort(([, a], [, b]) => b.code + b.objects - a.code - a.objects))
  }
}

async function measure(): Promise<MemoryReport> {
  const empty = await emptyUsage()
  const { code: application, modules } = await applicationBundle()
  const meter = await deviceScript('bench/device/canned-wires.ts', '$')
  const broker = await Mosquitto.start()
  const messages = new Map<string, string>()
  const watcher = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`)
  watcher.on('message', (topic, payload) => { messages.set(topic, payload.toString()) })
  await watcher.subscribeAsync(`${TOPIC_ROOT}#`)
  try {
    const at = startOf(application)
    const marked = `${application.slice(0, at)}$mark();${application.slice(at)}`
    return { ...await measureAt({ meter, marked, broker, watcher, messages }, modules, empty), bundleBytes: application.length }
  } finally {
    await watcher.endAsync()
    await broker.stop()
  }
}

if (!ESPRUINO) refuse('ESPRUINO is not set: name an Espruino for Linux with 14-byte variables, built from its own sources.')
const report = await measure()
console.log(JSON.stringify(report))
if (process.argv.includes('--write')) writeFileSync(projectPath('docs/memory-budget.md'), memoryBudget(report))
