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

/** One quantity that a part reports of its air. */
export interface Channel {
  readonly quantity: 'co2' | 'temperature' | 'humidity'
  /** The range that the document gives, in the unit of `Air`. */
  readonly least: number
  readonly most: number
  /** How far what the part sends may lie from its air once it has settled: resolution, noise, and the error of its kind. */
  readonly tolerance: number
}

/** An emulated part as the world and the fault scripts see it; its other face is the wire it hangs on. */
export interface Part {
  /** 'scd30', 'mh-z19', or a probe's ROM. */
  readonly name: string
  readonly channels: Channel[]
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
