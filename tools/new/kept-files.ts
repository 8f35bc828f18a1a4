import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PlannedFile } from './sensor-plan.ts'

/** Writes planned files, and can take all of it back. */
export class KeptFiles {
  private readonly root: string
  private readonly planned: readonly PlannedFile[]
  /** What the build before left in dist/. */
  private readonly built: [path: string, content: Buffer][]
  private readonly made: string[] = []

  constructor(root: string, planned: readonly PlannedFile[]) {
    this.root = root
    this.planned = planned
    const dist = join(root, 'dist')
    this.built = existsSync(dist) ? readdirSync(dist).map(name => join(dist, name)).filter(path => statSync(path).isFile()).map(path => [path, readFileSync(path)]) : []
  }

  write(): void {
    for (const { path, before, after } of this.planned) {
      const file = join(this.root, path)
      this.makeFolder(dirname(file))
      writeFileSync(file, after, { flag: before === undefined ? 'wx' : 'w' })
    }
  }

  /** Everything as it was, dist/ included and newer than the sources. */
  takeBack(): void {
    for (const { path, before } of this.planned) {
      const file = join(this.root, path)
      if (before === undefined) rmSync(file, { force: true })
      else writeFileSync(file, before)
    }
    for (const folder of this.made.splice(0).reverse()) rmdirSync(folder)
    for (const [path, content] of this.built) writeFileSync(path, content)
  }

  private makeFolder(folder: string): void {
    if (existsSync(folder)) return
    this.makeFolder(dirname(folder))
    mkdirSync(folder)
    this.made.push(folder)
  }
}
