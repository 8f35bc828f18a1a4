/** A file that is written, and not yet in its place. */
export interface StagedFile {
  /** Puts it into its place, in one step. */
  commit(): void
  /** Leaves everything as it was. */
  discard(): void
}

/** The files of a folder, one change after the other. After a power cut a file is as it was, or as it is to be. */
export interface Files {
  /** Undefined where there is none. */
  read(path: string): string | undefined
  /** Throws a `CommandError` where the file cannot be written. */
  stage(path: string, text: string): StagedFile
  remove(path: string): void
}

/** What a file is to be. */
export interface Change {
  path: string
  text: string
}

/** Writes all of these, in their order, or none where one of them cannot be written. A file that is as it should be is left alone. */
export function writeAll(files: Files, changes: readonly Change[]): void {
  const staged: StagedFile[] = []
  try {
    for (const { path, text } of changes) if (files.read(path) !== text) staged.push(files.stage(path, text))
  } catch (error) {
    for (const one of staged) one.discard()
    throw error
  }
  for (const one of staged) one.commit()
}
