import type { Bytes } from './hal/bytes.ts'
import type { Pin } from './hal/pin.ts'
import type { Status } from './hal/status.ts'
import type { RomCode } from './hal/one-wire-bus.ts'
import type { Recovering } from './hal/recoveries.ts'

/** One temperature probe on a shared wire. The driver owns the record and updates it in place. */
export interface Probe {
  readonly rom: RomCode
  /** OK, or why `temperature` is not to be used. */
  status: Status
  /** deg C; meaningful only while `status` is OK. */
  temperature: number
  /** Checksum errors since start. */
  errors: number
  /** The part's family as a letter's code, 0 while unknown; PARASITE is added where it draws its power from the wire. */
  kind: number
  /** Its settings, packed: bits 5 and 6 are its resolution less 9. Not there for a probe that is only remembered. */
  want?: number
}

/** In `Probe.kind`. */
export const PARASITE = 128
/** In `Probe.want`: known to be in the probe. Cleared by whatever may mean that it was reset. */
export const VERIFIED = 0x1000000
/** In `Probe.want`: a part without a register for the resolution has this bit there. */
export const NO_CHOICE = 0x80

/**
 * What a driver returns. It leaves out a quantity that it does not know to be true. The status beside the reading says why the
 * first quantity of `Sensor.measures` is missing, and the others with it unless they have a status of their own.
 * A quantity that is present is true, whatever the status says.
 */
export interface Reading {
  /** ppm */
  co2?: number
  /** deg C */
  temperature?: number
  /** % relative */
  humidity?: number
  /** Why it is left out, where the part answered. */
  temperatureStatus?: Status
  humidityStatus?: Status
  /** Every probe the driver has ever met since start, in the order met. */
  probes?: Probe[]
}

/**
 * Called once per `sample`, and never before that call has returned. OK: the first quantity that the sensor measures is there.
 * WARMING and SUSPECT: the part answers, and that quantity is not to be believed. Anything else: the part has not answered.
 */
export type SampleDone = (status: Status, reading?: Reading) => void

/** A driver as the station sees it. */
export interface Sensor extends Recovering {
  /** As in the topic `sensor/<name>/status`. */
  readonly name: string
  /** Quantities it measures: any of 'c' (CO2), 't' (temperature), 'h' (humidity), what the part is for first; or 'p' (probes) alone. */
  readonly measures: string
  /** Checksum errors since start. */
  errors: number
  /** What switches the part's supply, where such a pin is wired; and the level that is on, 1 without it. */
  power?: Pin
  powerLevel?: number
  /** What the part is and how it is set up, for `info`: members of a JSON object, each behind a comma. */
  describe?(): Bytes
  /** Resets, verifies and configures, so that nothing depends on a former life. OK, or why it will be tried again. */
  start(done: (status: Status) => void): void
  /** One reading; BUSY when one is under way. Takes care of retries and of its own recovery ladder. */
  sample(done: SampleDone): void
  /** Cancels whatever is under way; its `done` is not called. Safe twice. */
  stop(): void
}
