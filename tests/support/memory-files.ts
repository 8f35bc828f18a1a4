import type { Files, StagedFile } from '../../tools/provision/files.ts'

/** The power is gone: nothing that follows happens. */
export class PowerCut extends Error {}

/** Files in memory. The power may be cut after so many changes; what was changed until then stays. */
export class MemoryFiles implements Files {
  readonly texts: Map<string, string>
  /** Changes until the power goes; undefined: it stays. */
  left: number | undefined
  /** Changes so far. */
  changes = 0
  /** Paths that cannot be written. */
  readonly unwritable = new Set<string>()

  constructor(texts: Iterable<readonly [string, string]> = []) {
    this.texts = new Map(texts)
  }

  read(path: string): string | undefined {
    return this.texts.get(path)
  }

  stage(path: string, text: string): StagedFile {
    if (this.unwritable.has(path)) throw new Error(`${path} cannot be written`)
    return { commit: () => { this.change(() => { this.texts.set(path, text) }) }, discard: () => undefined }
  }

  remove(path: string): void {
    this.change(() => { this.texts.delete(path) })
  }

  private change(make: () => void): void {
    if (this.left === 0) throw new PowerCut('the power is gone')
    if (this.left !== undefined) this.left--
    this.changes++
    make()
  }
}
