import type { Fault } from '../board/fault.ts'
import type { NodePlan } from '../scenario/node-plan.ts'
import type { DrawnSettings } from './draw-settings.ts'

/** What the seed has made of a node: whatever a repetition needs beside its faults. */
export interface Drawn {
  plan: Omit<NodePlan, 'random'> & { random: undefined }
  settings: DrawnSettings
  /** Each sensor has a switch in its supply. */
  switched: boolean
}

/** What became of one node. */
export interface Outcome {
  samples: number
  delivered: number
  dropped: number
  /** Drops as the node counted them. */
  counted: number
  /** Hash of all messages. */
  digest: string
  faults: readonly Fault[]
  drawn: Drawn
  violation: { invariant: string, message: string, time: number } | undefined
}
