const MINUTE = 60
const HOUR = 3600
const DAY = 86400

/** A span of time in words, as in `42 s`, `3 min`, `5 h 20 min` or `2 d 4 h`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  if (seconds < 2 * MINUTE) return `${seconds} s`
  if (seconds < 2 * HOUR) return `${Math.floor(seconds / MINUTE)} min`
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h ${Math.floor(seconds % HOUR / MINUTE)} min`
  return `${Math.floor(seconds / DAY)} d ${Math.floor(seconds % DAY / HOUR)} h`
}
