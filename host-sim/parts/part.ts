/** The air (or water) around a part. Mutable: a part reads it at the moment it measures. */
export interface Air {
  /** ppm */
  co2: number
  /** deg C */
  temperature: number
  /** % relative */
  humidity: number
  /** hPa */
  pressure: number
}

/** An emulated part as the world and the fault scripts see it; its other face is the wire it hangs on. */
export interface Part {
  /** 'scd30', 'mh-z19', or a probe's ROM. */
  readonly name: string
  /** The air it is in, kept by reference. */
  expose(air: Air): void
  /** After a power cut: volatile state is gone and boot time starts. */
  powerUp(): void
  powerDown(): void
  /** The faults it understands: at least 'unplug', 'corrupt' and 'hang'. */
  readonly faults: string[]
  /** False: no such fault. */
  inject(fault: string, active: boolean): boolean
}
