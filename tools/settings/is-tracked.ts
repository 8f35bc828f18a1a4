import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Whether the file lies, or would lie, in a git working tree that does not ignore it. */
export function isTracked(file: string): boolean {
  let folder = dirname(resolve(file))
  while (!existsSync(folder)) folder = dirname(folder)
  const git = (...given: string[]): boolean => {
    try {
      execFileSync('git', ['-C', folder, ...given], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  return git('rev-parse', '--is-inside-work-tree') && !git('check-ignore', '-q', resolve(file))
}
