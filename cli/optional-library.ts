import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError } from './command-error.ts'
import { FAILURE } from './exit-code.ts'
import { printable } from './printable.ts'
import { projectPath } from './project-path.ts'

interface Description {
  optionalDependencies?: Partial<Record<string, string>>
  peerDependencies?: Partial<Record<string, string>>
}

/**
 * Loads a library that one command needs and that an installation may lack: an optional dependency or an optional peer
 * of package.json. `purpose` says what for, as in "Serial ports". Throws a CommandError with the line that installs it.
 */
export async function optionalLibrary<T>(name: string, purpose: string, load: () => Promise<unknown> = () => import(name)): Promise<T> {
  try {
    return await load() as T
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const missing = /^(ERR_)?MODULE_NOT_FOUND$/.test(code ?? '') && message.includes(`'${name}'`)
    const reason = missing ? 'which is not installed' : `which does not load (${printable(message.split('\n')[0])})`
    throw new CommandError(`${purpose} need the package ${name}, ${reason}. Install it with: ${installLine(name, projectPath(''))}`, FAILURE)
  }
}

/** What installs `name` where Breva finds it: `root` is a checkout, a package of a project, or one installed for all. */
export function installLine(name: string, root: string): string {
  const { optionalDependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Description
  const release = /\d+/.exec(optionalDependencies?.[name] ?? peerDependencies?.[name] ?? '')?.[0]
  const wanted = release === undefined ? name : `${name}@${release}`
  const folder = dirname(join(root, '.'))
  if (basename(folder) !== 'node_modules') return `npm install --no-save ${wanted}`
  return existsSync(join(dirname(folder), 'package.json')) ? `npm install ${wanted}` : `npm install --global ${wanted}`
}
