import type { BrokerSettings, NodeSettings } from '../../contract/settings.ts'
import type { Random } from '../random.ts'

/** What a seed chooses of a node's settings, and whether all it publishes and subscribes to goes by QoS 2 instead of 1. */
export interface DrawnSettings extends Pick<NodeSettings, 'backlog'> {
  link: Pick<BrokerSettings, 'keepAlive' | 'cleanSession' | 'inFlight'>
  exact: boolean
  /** Pages of flash: often so few that they overflow. */
  pages: number
}

/** Sometimes with less memory than usual, so that flash is needed more often. */
export function drawSettings(random: Random): DrawnSettings {
  const one = <T>(values: readonly T[]): T => values[random.below(values.length)]
  return {
    link: { keepAlive: one([20, 60, 60, 240]), cleanSession: random.chance(0.5), inFlight: 1 + random.below(4) },
    exact: random.chance(0.4),
    pages: one([16, 16, 4, 3, 2]),
    backlog: { samples: one([16, 24, 64, 200]), overflow: one(['oldest', 'decimate']) }
  }
}
