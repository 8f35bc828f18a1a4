import type { Part } from '../parts/part.ts'
import type { Random } from '../random.ts'
import type { World } from '../world/world.ts'

/** What a board is given: its identity, the parts that are soldered to it, and the world that they are in. */
export interface BoardPlan {
  /** The last three bytes of the MAC address, six hex digits. */
  readonly id: string
  /** The node's own stream; everything random about it is split from here. */
  readonly random: Random
  readonly world: World
  /** In the world's air already. */
  readonly parts: readonly Part[]
}
