import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applicationRecord, guardScripts, settingsRecord } from '../../cli/node-scripts.ts'
import { RealInterpreter } from '../peers/real-interpreter.ts'

/** What one start in a meter said of memory. */
export interface Usage {
  /** In use where the bundle's declarations end, if that was marked. */
  loaded: number
  /** In use between samples: the median of one look a second. */
  settled: number
  /** The most that was ever in use. */
  peak: number
  /** What the node was doing then. */
  peakAt: string
}

/** The bytes of raw flash that a node uses, as they are after an erasure. */
const ERASED = new Uint8Array(16 * 4096).fill(0xff)

/** The files of a node with every kind of sensor; `period` in seconds. */
export function nodeFiles(meter: string, application: string, port: number, period = 10): Record<string, string> {
  const { guard, bootCode } = guardScripts()
  const settings = JSON.stringify({
    node: 'a1b2c3', location: 'bedroom', period, wifi: { network: 'home', password: 'walnut-bridge' },
    broker: { host: '127.0.0.1', port },
    sensors: { scd30: { sda: 'D21', scl: 'D22' }, 'mh-z19': { tx: 'D17', rx: 'D16' }, ds18b20: { pin: 'D4' } }
  })
  return {
    '.boot0': meter, '.boot1': guard, '.bootcde': bootCode,
    'app.a': application, 'app.a.sum': applicationRecord(application), 'settings.a': settingsRecord(1, settings)
  }
}

/** The meter alone, doing once what it does in a node. */
export function bareFiles(meter: string, port: number): Record<string, string> {
  const application = `$mark();require("net").connect({host:"127.0.0.1",port:${port}},function(s){s.end()});setTimeout(getTime,500)`
  return { '.boot0': meter, '.bootcde': '(0,eval)(require("Storage").read("app.a"))', 'app.a': application }
}

/** Something that is done while a node runs, so many seconds after its start. */
export interface Happening {
  at: number
  act(): Promise<void> | void
}

/** How a start goes on. */
export interface Course {
  /** When every variable is printed. */
  seconds: number
  happenings?: Happening[]
  /** Raw flash answers as well, erased. */
  flash?: boolean
  /** A dump at each new peak too, behind which PEAKED stands. */
  dumping?: boolean
  /** What has to be done before it is ended, however long after `seconds`. */
  finished?: () => Promise<void>
}

/** The whole output of a start from these files, with a dump of the variables. */
export async function outputOf(files: Record<string, string>, course: Course): Promise<string> {
  const { seconds, happenings = [], flash = false, dumping = false, finished } = course
  const interpreter = new RealInterpreter()
  try {
    if (flash) writeFileSync(join(interpreter.directory, 'nor'), ERASED)
    // Nothing is typed at its console: `meter.ts` prints the dump by itself.
    await interpreter.store({ ...files, '.boot2': `$end(${seconds},${dumping})` })
    interpreter.boot()
    let passed = 0
    for (const { at, act } of happenings) {
      await new Promise(resolve => { setTimeout(resolve, (at - passed) * 1000) })
      passed = at
      await act()
    }
    await interpreter.printed(/DUMPED/, (seconds - passed) * 2000 + 60_000)
    await finished?.()
    return interpreter.output
  } finally {
    interpreter.dispose()
  }
}

/** Reads the meter's lines; for `settled` only those of the seconds from `start` to `end` count. */
export function usageIn(output: string, start: number, end = Infinity): Usage {
  const lines = [...output.matchAll(/VARIABLES (\d+) (\d+) ?(.*)/g)]
  const used = lines.slice(start, end).map(line => Number(line[1])).sort((a, b) => a - b)
  const last = lines.at(-1)
  if (!last || used.length === 0) throw new Error(`the node did not report:\n${output.slice(-2000)}`)
  return {
    loaded: Number(/LOADED (\d+)/.exec(output)?.[1] ?? 0),
    settled: used[Math.floor(used.length / 2)],
    peak: Number(last[2]),
    peakAt: last[3]
  }
}
