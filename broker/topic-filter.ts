/** Whether a topic matches a filter with `+` and `#` (MQTT 3.1.1, 4.7); wildcards do not match a leading `$`. */
export function matchesFilter(filter: string, topic: string): boolean {
  if (topic.startsWith('$') !== filter.startsWith('$')) return false
  let at = 0
  for (let i = 0; i < filter.length; i++) {
    const wanted = filter[i]
    if (wanted === '#') return true
    if (wanted === '+') {
      while (at < topic.length && topic[at] !== '/') at++
    } else if (wanted === topic[at]) {
      at++
    } else {
      // `a/#` matches `a` too.
      return at === topic.length && i === filter.length - 2 && filter.endsWith('/#')
    }
  }
  return at === topic.length
}
