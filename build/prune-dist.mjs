// node build/prune-dist.mjs: removes from dist/node what was compiled from a source that is gone. Nothing else empties
// dist/node, because a program may be running from it; a package must not hold what no source says.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Removes what no source of `project` explains, and says which.
 * @param {string} project
 * @returns {string[]} paths below dist/node
 */
export function pruneDist(project) {
  const compiled = join(project, 'dist/node')
  if (!existsSync(compiled)) return []
  const files = readdirSync(compiled, { recursive: true, encoding: 'utf8' }).filter(file => /\.js(\.map)?$/.test(file))
  const orphans = files.filter(file => {
    const source = join(project, file.replace(/\.js(\.map)?$/, ''))
    return !['.ts', '.mjs', '.js'].some(extension => existsSync(source + extension))
  })
  for (const file of orphans) rmSync(join(compiled, file))
  return orphans
}

if (process.argv[1] === fileURLToPath(import.meta.url)) pruneDist(PROJECT)
