/** How far a value is to be trusted. Whatever is not `ok` has no value: it is `null`. */
export const QUALITIES = ['ok', 'warming', 'stale', 'suspect', 'fault'] as const
export type Quality = typeof QUALITIES[number]

/** The payload of `state`, and each sample of `history`. A quantity that the node measures is always present. */
export interface State {
  /** As in the topic. */
  node: string
  location: string
  /** Number of the node's start. */
  boot: number
  /** Number of the sample in this start. */
  seq: number
  /** ISO 8601, UTC; null while the node has no date. */
  time: string | null
  /** ms since the start. */
  uptime: number
  /** ppm */
  co2?: number | null | undefined
  /** deg C */
  temperature?: number | null | undefined
  /** % relative */
  humidity?: number | null | undefined
  /** deg C by ROM, 16 lower-case hex digits. */
  probes?: Record<string, number | null> | undefined
  /** By the same keys. */
  quality: Record<string, Quality>
  /** What somebody should see to. Empty as yet; not there in messages of older nodes. */
  alerts?: string[] | undefined
}
