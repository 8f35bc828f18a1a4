/** The board that is flashed, and how it is gone about. */
export interface FlashTarget {
  port: string
  baud: number
  dryRun: boolean
  /** ms: to the first prompt, and to the node's first line after the restart. */
  patience: { prompt: number, firstLine: number }
}

/** The command that goes on with it. */
export function again(port: string): string {
  return `breva flash --port ${port}`
}
