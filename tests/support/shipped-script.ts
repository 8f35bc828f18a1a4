import { rollup } from 'rollup'
import { minify } from '../../build/minify.mjs'
import { projectPath } from '../../cli/project-path.ts'
import { AGAIN, linkedSource } from './linked-source.ts'
import { ShippedBundle } from './shipped-bundle.ts'

/** Before each name of the test's own part. */
const PREFIX = '$'

export interface ShippedScript {
  /** The bundle as it is flashed, byte for byte up to the statement that starts the node, and the test, which runs behind it. */
  parts: [bundle: string, test: string]
  /** The modules of which something is not in the bundle as a function of its own any more, so that it was compiled again. */
  again: string[]
}

/** A script for the interpreter that tests what is flashed: see `linkedSource`. `entry` as in the repository. */
export async function shippedScript(entry: string): Promise<ShippedScript> {
  const bundle = new ShippedBundle()
  const script = await rollup({
    input: projectPath(entry),
    treeshake: { unknownGlobalSideEffects: false },
    plugins: [linkedSource(projectPath(entry), bundle), minify(PREFIX)],
    onwarn: warning => { throw new Error(warning.message) }
  })
  const { output: [chunk] } = await script.generate({ format: 'es', generatedCode: { preset: 'es2015' } })
  await script.close()
  const again = Object.entries(chunk.modules).filter(([id, { renderedLength }]) => id.endsWith(AGAIN) && renderedLength > 0)
  return { parts: [bundle.declarations, chunk.code], again: again.map(([id]) => id.slice(projectPath('').length, -AGAIN.length).replace(/^\//, '')).sort() }
}
