import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes, functions and classes of the flashed application: what build/bundle-limits.json limits. */
export type Sizes = Record<'bytes' | 'functions' | 'classes', number>

const SCRIPT = 'dist/firmware.min.js'
const SIZES = 'dist/bundle-sizes.json'
const LIMITS = 'build/bundle-limits.json'
const KEYS = ['bytes', 'functions', 'classes'] as const

function sizesIn(root: string, file: string): Sizes {
  return (JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, Sizes>)[SCRIPT]
}

/** Runs the build of the device's scripts. Rejects with what it printed, or with the reason of `signal`. */
async function build(root: string, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // A group of its own: Ctrl-C is for the command, which ends the build itself.
    const run = spawn('npm', ['run', '--silent', 'build:device'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32', detached: process.platform !== 'win32' })
    const end = (): void => {
      if (process.platform === 'win32' || run.pid === undefined) run.kill()
      else process.kill(-run.pid)
    }
    let printed = ''
    for (const stream of [run.stdout, run.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { printed += text })
    signal.addEventListener('abort', end)
    run.on('error', reject)
    run.on('close', code => {
      signal.removeEventListener('abort', end)
      if (signal.aborted) reject(signal.reason as Error)
      else if (code === 0) resolve()
      else reject(new Error(printed.trim()))
    })
  })
}

/** The application before and after a change of the sources, and what is allowed. */
export interface Growth {
  before: Sizes
  after: Sizes
  limits: Sizes
  fits: boolean
}

/**
 * Builds what has been written, whatever its size, and measures it. `before` is the size of the build before. Limits are left as they
 * were, or with `raise` as high as they have to be. Rejects as `build` does, and leaves the limits as they are then.
 */
export async function measureGrowth(root: string, raise: boolean, signal: AbortSignal): Promise<Growth> {
  const path = join(root, LIMITS)
  const text = readFileSync(path, 'utf8')
  const all = JSON.parse(text) as Record<string, Sizes>
  const limits = all[SCRIPT]
  const write = (sizes: Sizes): void => { writeFileSync(path, `${JSON.stringify({ ...all, [SCRIPT]: sizes }, null, 2)}\n`) }
  const before = sizesIn(root, SIZES)
  try {
    write({ bytes: Number.MAX_SAFE_INTEGER, functions: Number.MAX_SAFE_INTEGER, classes: Number.MAX_SAFE_INTEGER })
    await build(root, signal)
  } finally {
    writeFileSync(path, text)
  }
  const after = sizesIn(root, SIZES)
  const fits = KEYS.every(key => after[key] <= limits[key])
  const higher = (key: keyof Sizes): number => Math.max(limits[key], after[key])
  if (!fits && raise) write({ bytes: higher('bytes'), functions: higher('functions'), classes: higher('classes') })
  return { before, after, limits, fits }
}

/** Each size as a sentence: before, after, limit. */
export function growthLines({ before, after, limits }: Growth): string[] {
  return KEYS.filter(key => after[key] !== before[key] || after[key] > limits[key]).map(key => {
    const over = after[key] > limits[key] ? `, ${after[key] - limits[key]} more than it allows` : ''
    return `${SCRIPT}: ${before[key]} ${key} before, ${after[key]} with the sensor (+${after[key] - before[key]}); ${LIMITS} says ${limits[key]}${over}`
  })
}
