/** The longest strings of a dump, and who holds them. */
import type { Heap } from './heap.ts'

/** A string with fewer variables is not listed. */
const LEAST = 5
/** How far up its holders are named. */
const STEPS = 5

/** The first that links to each variable. */
function holders(heap: Heap): Map<number, number> {
  const found = new Map<number, number>()
  for (const [reference, { links }] of heap) for (const link of links) if (!found.has(link)) found.set(link, reference)
  return found
}

/** The names on the way to it, '' for what only a running function has. */
function path(heap: Heap, by: ReadonlyMap<number, number>, reference: number): string {
  const names: string[] = []
  for (let at = by.get(reference); at !== undefined && names.length < STEPS; at = by.get(at)) {
    const label = heap.get(at)?.label ?? ''
    if (label.startsWith('"') || label.startsWith('Number')) names.unshift(label.replaceAll('"', ''))
  }
  return names.join('.')
}

/** One line each, the longest first: variables, holder, beginning. */
export function stringsHeld(heap: Heap): string[] {
  const by = holders(heap)
  return [...heap]
    .filter(([, { size, label }]) => size >= LEAST && label.startsWith('String'))
    .sort(([, a], [, b]) => b.size - a.size)
    .map(([reference, { size, label }]) => `${String(size).padStart(5)}  ${path(heap, by, reference) || '(running)'} ${label}`)
}
