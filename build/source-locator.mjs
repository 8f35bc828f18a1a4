import { SourceMap } from 'node:module'
import path from 'node:path'

/** @typedef {{ file: string, line: number, name: string | undefined }} Source */

/**
 * Where a position of a script was in the sources, and what the identifier there was called.
 * @param {import('rollup').SourceMap | null} map as Rollup made it
 * @param {string} [folder] what the map's paths start from
 * @returns {(line: number, column: number) => Source | undefined} `line` is counted from 1, `column` from 0
 */
export function sourceLocator(map, folder = 'dist') {
  if (!map) return () => undefined
  const sources = new SourceMap({ ...map, file: map.file ?? '', sourceRoot: '', sourcesContent: [] })
  return (line, column) => {
    const entry = sources.findEntry(line - 1, column)
    if (!('originalSource' in entry) || !entry.originalSource) return undefined
    return { file: path.posix.join(folder, entry.originalSource), line: entry.originalLine + 1, name: entry.generatedColumn === column && 'name' in entry && typeof entry.name === 'string' ? entry.name : undefined }
  }
}
