import type { Air, Part } from '../parts/part.ts'

/** A part on its wire, in its place. */
export interface Fitting {
  /** The sensor as the settings name it: `scd30`, and `ds18b20` for every probe. */
  readonly sensor: string
  readonly wire: 'i2c' | 'uart' | 'oneWire'
  readonly part: Part
  /** What it measures. */
  readonly air: Air
}
