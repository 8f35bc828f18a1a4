import { chownSync, closeSync, fchmodSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { writeProblem } from '../../cli/write-problem.ts'
import type { Files, StagedFile } from './files.ts'

/** Nobody else may read what is new. */
const MODE = 0o600

/** Files on disk that nobody else may read. One that is there keeps its owner and its mode. */
export class PrivateFiles implements Files {
  read(path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return undefined
      throw new CommandError(`The file ${printable(path)} cannot be read (${code}), so nothing was changed. Check its path, owner and mode.`, FAILURE)
    }
  }

  stage(path: string, text: string): StagedFile {
    const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`)
    try {
      write(beside, text, statSync(path, { throwIfNoEntry: false }))
    } catch (error) {
      rmSync(beside, { force: true })
      throw writeProblem('The file', path, error)
    }
    return {
      commit: () => {
        try {
          renameSync(beside, path)
        } catch (error) {
          rmSync(beside, { force: true })
          throw writeProblem('The file', path, error)
        }
      },
      discard: () => { rmSync(beside, { force: true }) }
    }
  }

  remove(path: string): void {
    rmSync(path, { force: true })
  }
}

function write(path: string, text: string, before: { uid: number, gid: number, mode: number, isFile(): boolean } | undefined): void {
  if (before && !before.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' })
  const file = openSync(path, 'wx', MODE)
  try {
    if (before && process.platform !== 'win32') {
      chownSync(path, before.uid, before.gid)
      fchmodSync(file, before.mode & 0o777)
    }
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
