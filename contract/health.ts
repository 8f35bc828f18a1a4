/** The payload of `health`. All counts begin anew with each start. */
export interface Health {
  /** Variables of the interpreter; null where the memory is of another kind. */
  vars: { used: number | null, total: number | null }
  /** dBm */
  rssi: number
  /** Connections to the broker after the first. */
  reconnects: number
  /** Disturbed readings by sensor or probe. */
  crc_errors: Record<string, number>
  /** Kept samples that the broker has not acknowledged. */
  queued: number
  /** Whether flash keeps long outages. */
  flash: boolean
  /** Lost samples by cause. */
  drops: { overflow: number, decimated: number, storage: number, rejected: number }
  /** Samples left out because something blocked the node. */
  late_slots: number
  /** Whether the broker lets the node receive commands. */
  commands: boolean
  /** Why not. */
  commands_off: 'refused' | 'no_answer' | 'bad_message' | null
  /** Commands without an answer. */
  refused_commands: number
  /** Messages to the node that were too long for it. */
  oversized: number
  /** The interpreter's error flags since the `health` before. */
  errors: string[]
  /** Another node uses this node's name or client identifier. */
  duplicate_client_id: boolean
  /** Lost links by cause. */
  links: Record<string, number>
  /** What was done for each sensor or probe, by step. */
  recoveries: Record<string, Record<string, number>>
}
