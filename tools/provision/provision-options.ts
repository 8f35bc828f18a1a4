import type { DraftArguments } from './draft-options.ts'
import type { Place } from './place.ts'

/** The command line of `breva provision`, checked. */
export interface ProvisionOptions {
  node: string | undefined
  csv: string | undefined
  place: Place
  settings: DraftArguments
  dryRun: boolean
  json: boolean
  /** Print the secrets. */
  show: boolean
}
