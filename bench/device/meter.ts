/**
 * Reads the interpreter's memory from within whatever the node is doing. Loaded before the firmware, in the device
 * subset. Every reading runs a garbage collection first, so it counts what is in use and nothing else.
 */
declare const global: Record<string, unknown>
declare const process: { memory(): { usage: number; total: number; blocksize: number } }
declare const E: { dumpVariables(): void }
declare function print(text: string): void
declare function setTimeout(task: () => void, delay: number): unknown

/** Reports after which peaks are dumped, and by how much one has to exceed the one before: a dump takes its time. */
const STARTED = 10
const STEP = 12

/** `dumped`: in use at the latest dump. */
const meter = { peak: 0, at: '', left: 0, dumping: false, reports: 0, dumped: 0 }

/** Called at a moment named `at`, in the middle of things. */
export function sample(at: string): void {
  const used = process.memory().usage
  if (used <= meter.peak) return
  meter.peak = used
  meter.at = at
  if (!meter.dumping || meter.reports < STARTED || used < meter.dumped + STEP) return
  meter.dumped = used
  E.dumpVariables()
  print('PEAKED')
}

/** Where the bundle's declarations end and its start begins. */
function mark(): void {
  print('LOADED ' + process.memory().usage)
}

/** Once a second, when nothing else is going on: what is in use now, and the most it has been; and at the end every variable. */
function report(): void {
  setTimeout(report, 1000)
  print('VARIABLES ' + process.memory().usage + ' ' + meter.peak + ' ' + meter.at)
  meter.reports++
  meter.left--
  if (meter.left !== 0) return
  E.dumpVariables()
  print('DUMPED')
}

/** How many reports there are to be, and whether new peaks print every variable. */
function end(reports: number, dumping: boolean): void {
  meter.left = reports
  meter.dumping = dumping
}

global['$mark'] = mark
global['$end'] = end
setTimeout(report, 1000)
