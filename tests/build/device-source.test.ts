import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rollup, type InputPluginOption } from 'rollup'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceSource } from '../../build/device-source.mjs'
import { minify } from '../../build/minify.mjs'

const SENSOR = `
export const OK = 0
export const COMMAND = 0x300
export const PAIR = (COMMAND << 1) | 1
export interface Bus { write(code: number): number }
export class Sensor {
  pending: { pending: number }
  private pendingCount: number
  constructor(private readonly bus: Bus, later: (sensor: Sensor) => void) {
    this.pending = { pending: 5 }
    this.pendingCount = 1
    later(this)
    bus.write(1)
  }
  byIndex(list: number[]): number { return list[this.pendingCount] }
  sample(): number { return this.bus.write(COMMAND) === OK ? this.pendingCount + PAIR : this.wait() }
  private wait(): number { return -10000 }
}
`

describe('the build of the device scripts', () => {
  let folder: string

  const build = async (main: string, shorten: boolean): Promise<string> => {
    writeFileSync(path.join(folder, 'main.ts'), main)
    const entry = path.join(folder, 'main.ts')
    const plugins: InputPluginOption[] = [deviceSource({ configFile: path.join(folder, 'tsconfig.json'), entry, supplied: { FIRMWARE_VERSION: '"1.2.3"' }, shorten })]
    if (shorten) plugins.push(minify(''))
    const bundle = await rollup({ input: entry, plugins })
    const { output } = await bundle.generate({ format: 'es' })
    return output[0].code
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'device-source-'))
    writeFileSync(path.join(folder, 'sensor.ts'), SENSOR)
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: {
        target: 'ES2015', lib: ['ES2015'], module: 'ESNext', moduleResolution: 'Bundler', types: [], strict: true, noEmit: true,
        allowImportingTsExtensions: true, useDefineForClassFields: false
      },
      files: ['main.ts']
    }))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  const MAIN = `import { Sensor } from './sensor.ts'
declare const out: (value: unknown) => void
declare const FIRMWARE_VERSION: string
const sensor = new Sensor({ write: code => code - 0x300 }, () => undefined)
out(sensor.pending.pending)
out(sensor.sample())
out(FIRMWARE_VERSION)
`

  const run = (code: string): unknown[] => {
    const seen: unknown[] = []
    new Function('out', code)((value: unknown) => seen.push(value))
    return seen
  }

  it('behaves alike readable and minified', async () => {
    expect(run(await build(MAIN, false))).toEqual([5, 1538, '1.2.3'])
    expect(run(await build(MAIN, true))).toEqual([5, 1538, '1.2.3'])
  })

  it('shortens private members and nothing else', async () => {
    const code = await build(MAIN, true)
    expect(code).not.toMatch(/pendingCount|wait|bus/)
    expect(code).toMatch(/\.pending\b/)
    expect(code).toMatch(/sample\(\)/)
  })

  it('keeps private names in the readable bundle', async () => {
    expect(await build(MAIN, false)).toMatch(/this\.pendingCount/)
  })

  it('puts constant numbers in their places, as integers', async () => {
    const code = await build(MAIN, true)
    expect(code).toMatch(/768/)
    expect(code).toMatch(/1537/)
    expect(code).toMatch(/-10000/)
    expect(code).not.toMatch(/const [a-z]=\d/)
  })

  it('refuses a private member reached by its text', async () => {
    await expect(build(MAIN + 'out(sensor[\'pendingCount\'])\n', true)).rejects.toThrow(/reached by its text/)
  })

  it('refuses a private name on an untyped object', async () => {
    await expect(build(MAIN + 'declare const loose: any\nout(loose.pendingCount)\n', true)).rejects.toThrow(/give the object a type/)
  })

  it('refuses a source with a type error', async () => {
    await expect(build(MAIN + 'const wrong: number = \'text\'\nout(wrong)\n', true)).rejects.toThrow(/not assignable/)
  })
})
