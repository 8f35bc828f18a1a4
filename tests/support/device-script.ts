import { rollup } from 'rollup'
import { deviceSource } from '../../build/device-source.mjs'
import { minify } from '../../build/minify.mjs'
import { projectPath } from '../../cli/project-path.ts'

/** Before each of its names, so that it shares a global scope with the guard (`_`) and the application (none). */
const PREFIX = '$'

/** A script for the interpreter with nothing of the firmware in it; see `shippedScript` for what tests that. `entry` as in the repository. */
export async function deviceScript(entry: string): Promise<string> {
  const source = deviceSource({ configFile: projectPath('tsconfig.device.json'), entry: projectPath(entry), supplied: {}, shorten: true })
  const bundle = await rollup({
    input: projectPath(entry),
    plugins: [source, minify(PREFIX)],
    onwarn: warning => { throw new Error(warning.message) }
  })
  const result = await bundle.generate({ format: 'es', generatedCode: { preset: 'es2015' } })
  await bundle.close()
  return result.output[0].code
}
