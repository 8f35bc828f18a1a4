import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rollup } from 'rollup'
import { deviceSource, type DeviceSourceOptions } from '../../build/device-source.mjs'
import { minify } from '../../build/minify.mjs'

const COMPILER = {
  target: 'ES2015', lib: ['ES2015'], module: 'ESNext', moduleResolution: 'Bundler', types: [], strict: true, noEmit: true,
  allowImportingTsExtensions: true, useDefineForClassFields: false, skipLibCheck: true
}

/** A small program in a folder of its own, of which `main.ts` is the entry, put through the build of the device's scripts. */
export class DeviceProgram {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'device-program-'))

  constructor() {
    this.write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER, files: ['main.ts'] }))
  }

  write(name: string, text: string): void {
    writeFileSync(path.join(this.folder, name), text)
  }

  /** What the build refuses the program with; places are relative to its folder. */
  async refusal(options: Partial<DeviceSourceOptions> & { shorten: boolean }): Promise<string> {
    try {
      await this.build(options)
    } catch (error) {
      return (error as Error).message.replaceAll(`${this.folder}${path.sep}`, '')
    }
    return 'nothing is refused'
  }

  /** The emitted script. Minified and folded only with `shorten`. */
  async build(options: Partial<DeviceSourceOptions> & { shorten: boolean }): Promise<string> {
    const entry = path.join(this.folder, 'main.ts')
    const source = deviceSource({ configFile: path.join(this.folder, 'tsconfig.json'), entry, supplied: {}, ...options })
    const bundle = await rollup({ input: entry, plugins: [source, ...options.shorten ? minify('') : []] })
    const { output } = await bundle.generate({ format: 'es' })
    return output[0].code
  }

  /** What a script hands to `out`, where `given()` returns an object of somebody else's. */
  run(code: string, given: unknown = undefined): unknown[] {
    const seen: unknown[] = []
    new Function('out', 'given', code)((value: unknown) => seen.push(value), () => given)
    return seen
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}
