import type { Channel } from './part.ts'

/** 'A' is the first MH-Z19; the others carry their letter. */
export type MhZ19Letter = 'A' | 'B' | 'C' | 'D' | 'E'

/** In what the members of the family differ. What no document states is a guess made for variety. */
export interface MhZ19Model {
  /** ms from power-up. */
  preheat: number
  /** ms */
  t90: number
  /** ms between two baseline corrections. */
  cycle: number
  /** Answer to A0; '' for none. */
  firmware: string
  /** Answers 85, 7D and 9B. */
  unclamped: boolean
  baselineStatus: boolean
  rangeStatus: boolean
  /** S and U carry meaning. */
  status: boolean
  /** What 86 says while it boots: pairs of the second until which, and the ppm; -1 is a wrong checksum. */
  boot: number[]
}

const HOUR = 3600000

/** ppm: the range of a part that nobody has set up otherwise. */
export const MH_Z19_RANGE = 5000

/** MH-Z19B 1.5, "main functions and performance". */
export const MH_Z19_CHANNELS: Channel[] = [{ quantity: 'co2', least: 400, most: MH_Z19_RANGE, tolerance: 15 }]

export const MH_Z19_MODELS: Record<MhZ19Letter, MhZ19Model> = {
  A: {
    preheat: 180000, t90: 60000, cycle: 24 * HOUR, firmware: '0400',
    unclamped: false, baselineStatus: false, rangeStatus: true, status: true, boot: [60, 410]
  },
  // The sequence seen in bencorrado/pmsensor#8.
  B: {
    preheat: 180000, t90: 120000, cycle: 24 * HOUR, firmware: '0515',
    unclamped: true, baselineStatus: true, rangeStatus: true, status: false, boot: [6, -1, 26, 1215, 80, 410]
  },
  C: {
    preheat: 60000, t90: 120000, cycle: 26 * HOUR, firmware: '0436',
    unclamped: true, baselineStatus: false, rangeStatus: true, status: false, boot: [20, 500, 35, 505, 50, 510]
  },
  D: {
    preheat: 60000, t90: 120000, cycle: 24 * HOUR, firmware: '',
    unclamped: false, baselineStatus: false, rangeStatus: false, status: false, boot: [10, 0, 30, 15000, 50, 400]
  },
  E: {
    preheat: 180000, t90: 120000, cycle: 26 * HOUR, firmware: '0500',
    unclamped: true, baselineStatus: true, rangeStatus: false, status: false, boot: [20, 5000, 40, 2000, 70, 1000]
  }
}
