/**
 * What the node's operations cost the interpreter, in machine instructions: callgrind counts a run with N repetitions and
 * one with fewer, and the difference is theirs. Needs valgrind, and in ESPRUINO an Espruino for Linux built with -O2.
 * ESPRUINO_MQTT_MODULE may name the source of Espruino's own MQTT module, to be minified and measured beside ours.
 * Usage: instructions.js [--write] [operation ...]   (--write also renews the table in docs/benchmarks.md)
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minify } from 'terser'
import { ESPRUINO } from './peers/real-interpreter.ts'
import { projectPath } from '../cli/project-path.ts'
import { deviceScript } from './device/device-script.ts'
import { instructionTable, type Cost } from './instructions/instruction-table.ts'

/** Repetitions of the longer and the shorter run. A client lets no more than four messages wait. */
const COUNTS: Record<string, [number, number]> = {
  'loop': [20, 10],
  'timer': [20, 10],
  'publish-same': [4, 2],
  'publish-varying': [4, 2],
  'publish-alternating': [4, 2],
  'acknowledgement': [4, 2],
  'scd30-wires': [20, 10],
  'ds18b20-wires': [20, 10],
  'scd30': [20, 10],
  'mh-z19': [20, 10],
  'ds18b20': [20, 10],
  'state': [20, 10],
  'cycle': [20, 10],
  'barest': [20, 10]
}

/** Instructions of one run of a script, to its end; and what it printed. */
async function collected(script: string): Promise<{ instructions: number, output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'breva-instructions-'))
  try {
    writeFileSync(join(folder, 'script.js'), script, 'latin1')
    const child = spawn('valgrind', ['--tool=callgrind', '--callgrind-out-file=/dev/null', ESPRUINO ?? '', 'script.js'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString('latin1') })
    child.stderr.on('data', (chunk: Buffer) => { output += chunk.toString('latin1') })
    await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const instructions = Number(/Collected : (\d+)/.exec(output)?.[1])
    if (!instructions || output.includes('Uncaught')) throw new Error(output.slice(-1500))
    return { instructions, output }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Per repetition, from runs of the script with each of two counts. */
async function perRepetition(script: (count: number) => string, [many, few]: [number, number]): Promise<Cost> {
  const [longer, shorter] = await Promise.all([collected(script(many)), collected(script(few))])
  const timers = (output: string): number => Number(/TIMERS (\d+)/.exec(output)?.[1] ?? 0)
  return {
    instructions: Math.round((longer.instructions - shorter.instructions) / (many - few)),
    timers: (timers(longer.output) - timers(shorter.output)) / (many - few)
  }
}

/** The stock module's QoS 1 publish, without any socket. */
async function stockModule(path: string): Promise<Cost> {
  const source = await minify(`!function(){${readFileSync(path, 'latin1')}}()`, { ecma: 5, format: { ascii_only: true } })
  return await perRepetition(count => `var exports={};${source.code ?? ''}
var m=exports.create("h",{client_id:"breva000001"});m.connected=true;m.client={write:function(){}};
var p="";for(var i=0;i<12;i++)p+="0123456789";
for(i=0;i<${count};i++)m.publish("breva/000001/state",p,{qos:1}.qos);
quit()`, [20, 10])
}

if (!ESPRUINO) {
  console.error('ESPRUINO is not set: name an Espruino for Linux, built with -O2 from its own sources.')
  process.exit(1)
}
const wanted = process.argv.slice(2).filter(each => each !== '--write')
const bundle = await deviceScript('bench/instructions/operations.ts', '')
const instructions: Record<string, Cost> = {}
for (const [operation, counts] of Object.entries(COUNTS)) {
  if (wanted.length > 0 && !wanted.includes(operation)) continue
  instructions[operation] = await perRepetition(count => `var OPERATION="${operation}",COUNT=${count};${bundle};quit()`, counts)
}
const module = process.env['ESPRUINO_MQTT_MODULE']
if (module && wanted.length === 0) instructions['stock-module-publish'] = await stockModule(module)
console.log(JSON.stringify({ instructions }))
if (process.argv.includes('--write')) {
  const page = projectPath('docs/benchmarks.md')
  const first = JSON.parse(readFileSync(projectPath('docs/instructions-first.json'), 'utf8')) as Record<string, Cost>
  const text = readFileSync(page, 'utf8')
  writeFileSync(page, text.replace(/(<!-- bench-instructions -->\n)[^]*?(<!-- \/bench-instructions -->)/, (_all, start: string, end: string) => `${start}${instructionTable(first, instructions)}\n${end}`))
}
