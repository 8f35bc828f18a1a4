import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rollup, type InputPluginOption } from 'rollup'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkedScript } from '../../build/checked-script.mjs'

describe('a script that is checked while it is built', () => {
  let folder: string
  const scope: { file: string, code: string }[] = []

  const file = (name: string): string => path.join(folder, name)

  /** Builds `main.js` to `out.js`, beside an older product of each name. */
  const build = async (code: string, more: InputPluginOption[] = [], target = 'out.js'): Promise<void> => {
    writeFileSync(file('main.js'), code)
    const products = [file(target), file('out.min.js')]
    for (const product of products) writeFileSync(product, 'older')
    const bundle = await rollup({ input: file('main.js'), plugins: [...more, checkedScript(file(target), products, { outside: [] }, scope)] })
    await bundle.write({ file: file(target), format: 'es', sourcemap: 'hidden' })
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'checked-script-'))
    scope.length = 0
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  it('is written when nothing is wrong with it', async () => {
    await build('print(1)\n')
    expect(readFileSync(file('out.js'), 'utf8')).toBe('print(1);\n')
  })

  it('is not written when something is wrong, and what was there before is gone', async () => {
    await expect(build('const a = "ab"\n\nprint(a.at(0))\n')).rejects.toThrow(/out\.js must not be flashed, and was removed\.\n.*main\.js:3: \.at does not exist on 2v29/)
    expect(existsSync(file('out.js'))).toBe(false)
    expect(existsSync(file('out.min.js'))).toBe(false)
  })

  it('is checked as it is written: what a step before adds is seen', async () => {
    await expect(build('print(1)\n', [{ name: 'adds', renderChunk: code => ({ code: `${code}print("ab".at(0));\n`, map: null }) }])).rejects.toThrow(/missing-member/)
  })

  it('leaves nothing behind when it cannot be read', async () => {
    await expect(build('print(\n')).rejects.toThrow()
    expect(existsSync(file('out.min.js'))).toBe(false)
  })

  it('leaves nothing behind when a step fails', async () => {
    await expect(build('print(1)\n', [{ name: 'fails', renderChunk: () => { throw new Error('no') } }])).rejects.toThrow('no')
    expect(existsSync(file('out.js'))).toBe(false)
  })

  it('may not have a name at its top level that another script of the same global scope has', async () => {
    await build('const shared = () => print(1); setTimeout(shared, 1)\n')
    await expect(build('let shared = 1; print(shared)\n', [], 'other.js')).rejects.toThrow(/out\.js and .*other\.js both declare 'shared'/)
    expect(existsSync(file('out.js'))).toBe(true)
    expect(existsSync(file('other.js'))).toBe(false)
  })

  it('may be built again', async () => {
    await build('const own = 1; print(own)\n')
    await build('const own = 1; print(own)\n')
    expect(scope).toHaveLength(1)
  })
})
