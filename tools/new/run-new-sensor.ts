import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { RunEnded, RunEnding } from '../../cli/run-ending.ts'
import { growthLines, measureGrowth, type Growth } from './bundle-growth.ts'
import { KeptFiles } from './kept-files.ts'
import { readSensorName } from './sensor-name.ts'
import { planSensor, type PlannedFile } from './sensor-plan.ts'

export interface NewSensorOptions {
  dryRun: boolean
  raiseLimit: boolean
}

/** What only a checkout has. */
const SOURCES = ['tools/new/sensor', 'firmware/main.ts', 'tests/adding-a-sensor.test.ts', 'rollup.config.mjs']

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function list(planned: readonly PlannedFile[], one: string, other: string): void {
  for (const { path, before } of planned) say(`${before === undefined ? one : other} ${path}`)
}

/** `breva new sensor`: all of it is written, or nothing. */
export async function newSensor(root: string, name: string, { dryRun, raiseLimit }: NewSensorOptions): Promise<void> {
  if (SOURCES.some(path => !existsSync(join(root, path)))) {
    throw new CommandError('A new sensor is written into the sources, and this is a package without them. Get a checkout with git clone, run "npm install" there, and then "npx breva new sensor NAME".', FAILURE)
  }
  const sensor = readSensorName(root, name)
  if (typeof sensor === 'string') throw new CommandError(sensor, USAGE)
  const planned = planSensor(root, sensor)
  if (dryRun) {
    list(planned, 'would create', 'would change')
    return
  }
  if (!existsSync(join(root, 'dist/bundle-sizes.json'))) throw new CommandError('There is no build to compare with. Run "npm run build", then this again.', FAILURE)
  await writeAndMeasure(root, name, planned, raiseLimit)
}

async function writeAndMeasure(root: string, name: string, planned: PlannedFile[], raiseLimit: boolean): Promise<void> {
  const files = new KeptFiles(root, planned)
  const ending = new RunEnding()
  let growth: Growth
  try {
    files.write()
  } catch (error) {
    files.takeBack()
    ending.release()
    throw error
  }
  try {
    process.stderr.write('Building the firmware with the sensor, to measure it ...\n')
    growth = await measureGrowth(root, raiseLimit, ending.signal)
  } catch (error) {
    files.takeBack()
    if (error instanceof RunEnded) throw new CommandError('Interrupted. Nothing was written.', FAILURE)
    throw new CommandError(`The firmware cannot be built with the sensor, so nothing was written. The cause is below; "npm run build" shows whether it builds without.\n${(error as Error).message}`, FAILURE)
  } finally {
    ending.release()
  }
  const lines = growthLines(growth)
  if (!growth.fits && !raiseLimit) {
    files.takeBack()
    throw new CommandError(`The sensor does not fit, so nothing was written.\n${lines.map(line => `  ${line}\n`).join('')}` +
      `A limit is raised on purpose. "npx breva new sensor ${name} --raise-limit" does it; "npm run bench:device" then shows what the node has left.`, FAILURE)
  }
  execFileSync(process.execPath, [join(root, 'build/bundle-sizes-page.mjs')])
  list(planned, 'created', 'changed')
  say('changed docs/benchmarks.md')
  if (!growth.fits) say('changed build/bundle-limits.json')
  for (const line of lines) say(line)
  tellNext(name, !growth.fits)
}

function tellNext(name: string, raised: boolean): void {
  say('')
  say('Next:')
  say(`  npx vitest run tests/drivers/${name} tests/host-sim/parts/${name}-part.test.ts`)
  say('  npm test')
  if (raised) say('  npm run bench:device    what the node has left, before you keep the higher limit')
  say('Then replace what says PLACEHOLDER by what the data sheet says: the part first, the driver second. docs/extending.md goes on from here.')
}
