/** @typedef {Record<string, Record<string, number>>} Entry sizes by what is measured, and by name */

/**
 * The list of size-ratchet.json with what has become smaller since. No size in it grows and no file is added: the rule
 * refuses what `measured` says beyond that. A missing file (undefined) keeps its entry, until a person says where the file
 * went.
 * @param {Record<string, Entry>} list
 * @param {(file: string) => Entry | undefined} measured
 * @returns {Record<string, Entry>}
 */
export function loweredSizes(list, measured) {
  /** @type {Record<string, Entry>} */
  const lowered = {}
  for (const [file, entry] of Object.entries(list)) {
    const now = measured(file)
    const left = now ? lowerEntry(entry, now) : entry
    if (Object.keys(left).length > 0) lowered[file] = left
  }
  return lowered
}

/**
 * @param {Entry} entry
 * @param {Entry} now
 */
function lowerEntry(entry, now) {
  /** @type {Entry} */
  const left = {}
  for (const [heading, sizes] of Object.entries(entry)) {
    for (const [name, size] of Object.entries(sizes)) {
      const found = now[heading]?.[name]
      if (found !== undefined) (left[heading] ??= {})[name] = Math.min(found, size)
    }
  }
  return left
}
