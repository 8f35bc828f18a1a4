/** How much is wrong: an `error` is refused, a `warning` may stop the board or the node at some moment, a `note` is only said. */
export type ProblemLevel = 'error' | 'warning' | 'note'

/** One thing to say of a settings file. No value of a secret is ever in it. */
export interface SettingsProblem {
  level: ProblemLevel
  /** The setting, as `broker.host`; empty for the file as a whole. */
  path: string
  /** From 1. */
  line: number
  column: number
  /** A sentence that names the setting, what is wrong and what it takes. */
  message: string
}
