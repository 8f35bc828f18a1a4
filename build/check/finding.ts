import type { Node } from 'acorn'

/** One thing in a script that Espruino 2v29 does not run, or runs wrongly. */
export interface Finding {
  rule: string
  line: number
  column: number
  /** What was found, for the reader of a failed test. */
  text: string
}

/** Takes note of a finding at a node. */
export type Report = (rule: string, node: Node, text: string) => void
