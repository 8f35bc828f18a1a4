import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { measure } from '../../build/bundle-sizes.mjs'
import { projectPath } from '../../cli/project-path.ts'
import { emittedBundles, type EmittedBundle } from './emitted-bundles.ts'

interface Sizes {
  bytes: number
  functions: number
  classes: number
}

/** What CI can see of the memory budget without the interpreter. Raise a limit only with a new `npm run bench:device`. */
const LIMITS = JSON.parse(readFileSync(projectPath('docs/bundle-limits.json'), 'utf8')) as Record<string, Sizes>

describe('the memory budget, as far as it shows in the bundles', () => {
  let bundles: EmittedBundle[]
  beforeAll(async () => {
    bundles = await emittedBundles()
  })

  for (const [file, limits] of Object.entries(LIMITS)) {
    it(`keeps ${file} within its bytes, functions and classes`, () => {
      const sizes = measure(bundles.find(bundle => bundle.file === file)?.code ?? '')
      expect(sizes.bytes).toBeGreaterThan(0)
      for (const key of ['bytes', 'functions', 'classes'] as const) expect(sizes[key], key).toBeLessThanOrEqual(limits[key])
    })
  }
})
