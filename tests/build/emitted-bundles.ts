import { rollup, type OutputOptions, type RollupOptions } from 'rollup'
import configuration from '../../rollup.config.mjs'

/** One script of the node as `npm run build` would write it now. */
export interface EmittedBundle {
  /** As in dist/. */
  file: string
  code: string
}

/** Builds every script of the node in memory, so that no stale file in dist/ is ever what a test has seen. */
export async function emittedBundles(): Promise<EmittedBundle[]> {
  const bundles: EmittedBundle[] = []
  for (const options of configuration as RollupOptions[]) {
    const output = options.output as OutputOptions
    const bundle = await rollup({ ...options, plugins: (options.plugins as { name: string }[]).filter(plugin => plugin.name !== 'bundle-sizes') })
    const result = await bundle.generate(output)
    await bundle.close()
    bundles.push({ file: output.file ?? '', code: result.output[0].code })
  }
  return bundles
}
