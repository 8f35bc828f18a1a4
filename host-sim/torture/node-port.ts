import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { NodeSettings } from '../../contract/settings.ts'
import type { SimulatedBoard } from '../board/simulated-board.ts'

/** Told what goes on in a start of the firmware. */
export interface NodeListener {
  /** A sample is being taken; it may be published before `onTaken` says what it is. */
  onTaking?(): void
  /** `state`: as it would be published now. */
  onTaken?(state: Bytes): void
  /** `id` as `Client.publish` returns it. */
  onPublished?(id: number, topic: Bytes, payload: Bytes): void
  /** Before the node knows. */
  onAcknowledged?(id: number): void
  onReturned?(id: number, rejected: boolean): void
  onHeard?(topic: Bytes, payload: Bytes): void
}

/** One start of a node's firmware, as the checks of torture see it: the same for the source and for the flashed bundle. */
export interface NodePort {
  /** The broker has accepted the node, as far as the node knows. */
  readonly connected: boolean
  /** Connections after the first. */
  readonly reconnects: number
  /** It takes commands, as far as it knows. */
  readonly commands: boolean
  /** Samples that wait, those found in flash among them. */
  readonly queued: number
  /** Of those, the ones in flash. */
  readonly inFlash: number
  /** Samples that the node counts as dropped in this start, for whatever reason. */
  readonly dropped: number
  /** The node's date, for those who step it. */
  readonly wallClock: WallClock
  /** Before the first sample. What a listener throws ends the run. */
  listen(listener: NodeListener): void
  /** The program's first instruction, on a board that has power. */
  start(): void
  /** Throws what has gone wrong inside without stopping the clock. */
  check(): void
  /** Nothing of this start runs any more: the power goes, or, `restarting`, the program begins anew. */
  halt(restarting: boolean): void
}

/** What a start is made of. */
export interface NodeStart {
  /** The hardware as this start has it: its clock and its sockets end with it. */
  board: SimulatedBoard
  settings: NodeSettings
  /** Its number, from 1. */
  boot: number
  /** The board has been switched on; else the program began anew by itself. */
  switchedOn: boolean
  /** All that is published goes by QoS 2 instead of 1. */
  exact: boolean
}

/** Makes the starts of one node, one after the other. */
export type Firmware = (start: NodeStart) => NodePort

/** What runs on the nodes under torture. */
export interface FirmwareMaker {
  /** The pages of flash that the program takes for granted; undefined where it uses what there is. */
  readonly pages: number | undefined
  /** For one more node. */
  make(): Firmware
}
