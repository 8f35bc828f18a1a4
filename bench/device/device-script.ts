import { rollup, type Plugin } from 'rollup'
import { pathToFileURL } from 'node:url'
import { projectPath } from '../../cli/project-path.ts'

type Factory = (...options: unknown[]) => Plugin

async function factories(file: string): Promise<Record<string, Factory>> {
  return await import(pathToFileURL(projectPath(`build/${file}.mjs`)).href) as Record<string, Factory>
}

/**
 * A script for the interpreter, made of device-subset TypeScript just as the node's own. `entry` as in the repository;
 * `prefix` stands before each of its names, and tells it from what else is loaded.
 */
export async function deviceScript(entry: string, prefix: string): Promise<string> {
  const { deviceSource } = await factories('device-source')
  const { minify } = await factories('minify')
  const source = deviceSource({
    configFile: projectPath('tsconfig.device.json'), entry: projectPath(entry), supplied: {}, shorten: true, kept: prefix ? undefined : ['stop'], folders: ['drivers', 'firmware']
  })
  const bundle = await rollup({ input: projectPath(entry), plugins: [source, minify(prefix)] })
  const { output } = await bundle.generate({ format: 'es', generatedCode: { preset: 'es2015' } })
  await bundle.close()
  return output[0].code
}
