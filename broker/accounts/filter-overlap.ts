/** Whether there is a topic that matches both filters (MQTT 3.1.1, 4.7). */
export function overlaps(one: string, other: string): boolean {
  if (one.startsWith('$') !== other.startsWith('$')) return false
  const [a, b] = [one.split('/'), other.split('/')]
  for (let i = 0; ; i++) {
    if (a[i] === '#' || b[i] === '#') return true
    // `a/#` matches `a` too.
    if (i === a.length || i === b.length) return a.length === b.length || (a[i] ?? b[i]) === '#'
    if (a[i] !== b[i] && a[i] !== '+' && b[i] !== '+') return false
  }
}
