/**
 * What `breva watch` costs: 1,000 nodes at 5 s publish to a mosquitto, and the watch, with statistics and as JSON, shows its share of one core beside the floor:
 * mosquitto_sub, and MQTT.js that drops everything. Each is measured alone, over the same load.
 * Usage: watch.js [nodes] [seconds] [period]
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { projectPath } from '../cli/project-path.ts'
import { find, Mosquitto } from './peers/mosquitto.ts'

const nodes = Number(process.argv[2] ?? 1000)
const seconds = Number(process.argv[3] ?? 20)
const period = Number(process.argv[4] ?? 5)
/** ms between two pieces of the load. */
const PIECE = 100
/** Seconds in which a program starts and gets the retained statuses; they are not counted. */
const WARM_UP = 3
const MOST_OF_A_CORE = 0.3

const DROPPER = `import('mqtt').then(async ({ default: mqtt }) => {
  const client = mqtt.connect({ host: '127.0.0.1', port: Number(process.argv[1]), protocolVersion: 4 })
  client.on('message', () => undefined)
  client.subscribe('breva/#', { qos: 1 })
})`

/** Seconds of CPU that a process has used, its own and in the system's name. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

function stateOf(node: number, seq: number): string {
  return JSON.stringify({
    node: `node-${node}`, location: `room ${node}`, boot: 17, seq, time: new Date().toISOString(), uptime: seq * period * 1000,
    co2: 600 + (node * 7 + seq * 13) % 40, temperature: 21 + (seq * 3 + node) % 50 / 100, humidity: 45 + (seq + node) % 10 / 10,
    probes: { '28139bbb0b00001f': 20 + seq % 16 / 16, '2839386a0d000044': null },
    quality: { 'co2': 'ok', 'temperature': 'ok', 'humidity': 'ok', '28139bbb0b00001f': 'ok', '2839386a0d000044': 'fault' }, alerts: []
  })
}

const TICKS = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100
const broker = await Mosquitto.start()
const publisher = await connectAsync({ host: '127.0.0.1', port: broker.port, protocolVersion: 4 })
for (let node = 0; node < nodes; node++) await publisher.publishAsync(`breva/node-${node}/status`, 'online', { qos: 1, retain: true })
let sent = 0
const load = setInterval(() => {
  for (let left = nodes * PIECE / 1000 / period; left >= 1; left--) {
    publisher.publish(`breva/node-${sent % nodes}/state`, stateOf(sent % nodes, 1 + Math.floor(sent / nodes)), { qos: 1 })
    sent++
  }
}, PIECE)

const wait = (time: number): Promise<void> => new Promise(resolve => { setTimeout(resolve, time * 1000) })

interface Measured {
  /** Of one core. */
  cpu: number
  /** MB at the end. */
  memory: number
  /** Samples that it says it has seen, of those sent; null where it does not say. */
  states: number | null
}

/** The last process of a chain in which each has started the next. */
function leafOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')
  return child === '' ? pid : leafOf(Number(child))
}

async function measured(program: string, words: string[]): Promise<Measured> {
  const output = openSync(file, 'w')
  const child: ChildProcess = spawn(program, words, { stdio: ['ignore', output, 'inherit'], cwd: projectPath('') })
  closeSync(output)
  if (child.pid === undefined) throw new Error(`${program} does not start`)
  await wait(WARM_UP)
  const pid = leafOf(child.pid)
  const before = cpuOf(pid)
  const startedAt = performance.now()
  await wait(seconds)
  const cpu = (cpuOf(pid) - before) / (performance.now() - startedAt) * 1000
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024
  const gone = once(child, 'exit')
  process.kill(pid, 'SIGINT')
  await gone
  const states = /.*\bstates[="]+:?(\d+)/s.exec(readFileSync(file, 'utf8').slice(-1000))?.[1]
  return { cpu: Math.round(cpu * 1000) / 1000, memory: Math.round(memory), states: states === undefined ? null : Number(states) }
}

const folder = mkdtempSync(join(tmpdir(), 'breva-watch-'))
const file = join(folder, 'output')
const address = ['--broker', `mqtt://127.0.0.1:${broker.port}`]
const watch = [projectPath('bin/breva.js'), 'watch', ...address]
const result = {
  nodes,
  period,
  seconds,
  messagesPerSecond: nodes / period,
  lines: await measured(process.execPath, watch),
  json: await measured(process.execPath, [...watch, '--json']),
  statistics: await measured(process.execPath, [...watch, '--json', '--stats']),
  // A terminal: the table is redrawn each second.
  table: find('script') === undefined ? null : await measured('script', ['-qec', `exec env -u CI TERM=xterm ${[process.execPath, ...watch, '--stats'].join(' ')}`, '/dev/null']),
  floor: {
    mosquittoSub: find('mosquitto_sub') === undefined ? null : await measured('mosquitto_sub', ['-p', String(broker.port), '-q', '1', '-t', 'breva/#']),
    mqttJsDropping: await measured(process.execPath, ['-e', DROPPER, String(broker.port)])
  },
  node: process.version
}
clearInterval(load)
await publisher.endAsync(true)
await broker.stop()
rmSync(folder, { recursive: true, force: true })
console.log(JSON.stringify(result))
const kept = [result.json, result.lines, result.statistics].every(({ states }) => (states ?? 0) >= 0.95 * seconds * nodes / period)
if (!kept || Math.max(result.json.cpu, result.lines.cpu, result.statistics.cpu) > MOST_OF_A_CORE) process.exitCode = 1
