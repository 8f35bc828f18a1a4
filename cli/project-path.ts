import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A file of the project by its path from the root, wherever this runs from: the source tree, `dist/node`, or an
 * installed package. The root is the nearest folder above that holds a package.json.
 */
export function projectPath(path: string): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return join(folder, path)
}
