/** Something that can be broken on purpose: a part, a wire, the Wi-Fi, the network. */
export interface FaultTarget {
  /** The names that `inject` understands. */
  readonly faults: readonly string[]
  /** False: no such fault. */
  inject(fault: string, active: boolean): boolean
}

/** Targets by the name people give them: `scd30`, `mh-z19`, `ds18b20`, a ROM, `i2c`, `uart`, `wifi`, `broker`. */
export type FaultTargets = Readonly<Record<string, FaultTarget>>
