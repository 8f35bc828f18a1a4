/** Most runs that shrinking one schedule may cost. */
const MOST = 200

/**
 * A part of `entries` with which `fails` is still true, and from which no single entry can be left out any more unless
 * the runs allowed are used up. `fails(entries)` is taken for granted.
 */
export function shrink<T>(entries: readonly T[], fails: (entries: readonly T[]) => boolean): readonly T[] {
  let kept = entries
  let runs = 0
  let size = Math.ceil(kept.length / 2)
  while (size >= 1 && runs < MOST) {
    let dropped = false
    for (let at = 0; at < kept.length && runs < MOST;) {
      const rest = [...kept.slice(0, at), ...kept.slice(at + size)]
      runs++
      if (fails(rest)) {
        kept = rest
        dropped = true
      } else at += size
    }
    if (size > 1) size = Math.ceil(size / 2)
    else if (!dropped) break
  }
  return kept
}
