import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file whole or not at all: beside its place, then into it. On a full disk what was there stays as it was, and nothing else is left.
 * Throws what the file system says.
 */
export function writeWhole(path: string, text: string | Buffer): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`)
  try {
    writeFileSync(beside, text, { flush: true })
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** The same for a file that must not be there yet; `mode` as in `chmod`. Throws EEXIST where it is. */
export function writeNew(path: string, text: string, mode = 0o666): void {
  let made = false
  try {
    writeFileSync(path, '', { mode, flag: 'wx' })
    made = true
    writeFileSync(path, text, { flush: true })
  } catch (error) {
    if (made) rmSync(path, { force: true })
    throw error
  }
}
