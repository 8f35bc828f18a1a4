import leven from 'leven'

/** The setting that was probably meant by a name, as a path; undefined where none is like it. `group` is the path of the object that holds the name. */
export function didYouMean(name: string, group: string, known: readonly string[]): string | undefined {
  const near = known.filter(path => groupOf(path) === group)
  const typo = closest(name, near)
  if (typo !== undefined) return typo
  // The right name in the wrong place.
  const elsewhere = known.filter(path => nameOf(path).toLowerCase() === name.toLowerCase())
  return elsewhere.length === 1 ? elsewhere[0] : undefined
}

/** The names that stand in the same object. */
export function namesIn(group: string, known: readonly string[]): string[] {
  return known.filter(path => path !== '' && groupOf(path) === group).map(nameOf)
}

function closest(name: string, candidates: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 3))
  const ranked = candidates.map(path => ({ path, distance: leven(name.toLowerCase(), nameOf(path).toLowerCase()) })).filter(({ distance }) => distance <= most)
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.path
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function groupOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}
