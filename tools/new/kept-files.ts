import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeProblem } from '../../cli/write-problem.ts'
import { writeNew, writeWhole } from '../../cli/write-whole.ts'
import type { PlannedFile } from './sensor-plan.ts'

/** Writes planned files, and can take all of it back. */
export class KeptFiles {
  private readonly root: string
  private readonly planned: readonly PlannedFile[]
  /** What the build before left in dist/. */
  private readonly built: [path: string, content: Buffer][]
  private readonly made: string[] = []
  private readonly written: PlannedFile[] = []

  constructor(root: string, planned: readonly PlannedFile[]) {
    this.root = root
    this.planned = planned
    const dist = join(root, 'dist')
    this.built = existsSync(dist) ? readdirSync(dist).map(name => join(dist, name)).filter(path => statSync(path).isFile()).map(path => [path, readFileSync(path)]) : []
  }

  /** Throws a `CommandError` where the file system does not take a file; `takeBack` removes those before it. */
  write(): void {
    for (const planned of this.planned) {
      const { path, before, after } = planned
      const file = join(this.root, path)
      try {
        this.makeFolder(dirname(file))
        if (before === undefined) writeNew(file, after)
        else writeWhole(file, after)
        this.written.push(planned)
      } catch (error) {
        throw writeProblem('Nothing was changed: the file', path, error)
      }
    }
  }

  /** Everything as it was, dist/ included and newer than the sources. */
  takeBack(): void {
    for (const { path, before } of this.written.splice(0)) {
      const file = join(this.root, path)
      if (before === undefined) rmSync(file, { force: true })
      else if (readFileSync(file, 'utf8') !== before) writeWhole(file, before)
    }
    for (const folder of this.made.splice(0).reverse()) rmdirSync(folder)
    for (const [path, content] of this.built) restore(path, content)
  }

  private makeFolder(folder: string): void {
    if (existsSync(folder)) return
    this.makeFolder(dirname(folder))
    mkdirSync(folder)
    this.made.push(folder)
  }
}

/** In place, as the room of what the build wrote has to do: a full disk has no other. */
function restore(path: string, content: Buffer): void {
  const now = new Date()
  try {
    if (existsSync(path) && readFileSync(path).equals(content)) utimesSync(path, now, now)
    else writeFileSync(path, content)
  } catch (error) {
    rmSync(path, { force: true })
    throw writeProblem('The sources are as before, and "npm run build" makes the build anew: the file', path, error)
  }
}
