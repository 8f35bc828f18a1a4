import { ROM } from '../../contract/schemas/rom.ts'
import type { Fault } from '../board/fault.ts'

/** How often a kind of fault has been drawn: in how many lives of a node, and how many times. */
export interface FaultCount {
  nodes: number
  times: number
}

/** Counts by kind, `target:fault`, with `probe` for the name of any probe. */
export class FaultSummary {
  private readonly counts = new Map<string, FaultCount>()

  /** The faults of one life that have begun before `end`, in ms. */
  add(faults: readonly Fault[], end: number): void {
    const seen = new Set<string>()
    for (const { target, fault, start } of faults) {
      if (start > end) continue
      const kind = `${ROM.test(target) ? 'probe' : target}:${fault}`
      const count = this.counts.get(kind) ?? { nodes: 0, times: 0 }
      this.counts.set(kind, count)
      count.times++
      if (!seen.has(kind)) count.nodes++
      seen.add(kind)
    }
  }

  /** By kind, in the order of their names. */
  byKind(): Record<string, FaultCount> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

/** The same as text: a line for each target, with nodes and times of each of its faults. */
export function describeFaults(counts: Readonly<Record<string, FaultCount>>): string {
  const lines = new Map<string, string[]>()
  for (const [kind, { nodes, times }] of Object.entries(counts)) {
    const [target, fault] = kind.split(':')
    const line = lines.get(target) ?? []
    lines.set(target, line)
    line.push(`${fault} ${nodes}/${times}`)
  }
  return [...lines].map(([target, line]) => `  ${target}: ${line.join(', ')}\n`).join('')
}
