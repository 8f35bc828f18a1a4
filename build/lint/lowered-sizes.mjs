/**
 * The list of size-ratchet.json with what has become smaller since. No size in it grows and no file is added: the rule
 * refuses what `measured` says beyond that. A missing file (undefined) keeps its entry, until a person says where the file
 * went.
 * @param {Record<string, Record<string, Record<string, number>>>} list
 * @param {(file: string) => Record<string, Record<string, number>> | undefined} measured
 */
export function loweredSizes(list, measured) {
  const lowered = {}
  for (const [file, entry] of Object.entries(list)) {
    const now = measured(file)
    const left = now ? lowerEntry(entry, now) : entry
    if (Object.keys(left).length > 0) lowered[file] = left
  }
  return lowered
}

function lowerEntry(entry, now) {
  const left = {}
  for (const [heading, sizes] of Object.entries(entry)) {
    for (const [name, size] of Object.entries(sizes)) {
      const found = now[heading]?.[name]
      if (found !== undefined) (left[heading] ??= {})[name] = Math.min(found, size)
    }
  }
  return left
}
