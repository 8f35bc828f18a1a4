/** Ranges that more than one place has to keep to. */

/** Characters of a node's name, each one of a-z, 0-9 and -. */
export const NODE_LIMIT = 20

/** Seconds between two samples; the last one where the settings say nothing. */
export const PERIOD_LEAST = 1
export const PERIOD_MOST = 3600
export const PERIOD = 10
/** Seconds: the shortest interval of an SCD30 (interface description 1.0, 1.4.3). */
export const SCD30_SHORTEST = 2

export const PORT_MOST = 65535

/** Of one `history`: samples, and bytes that it begins no further sample beyond. */
export const HISTORY_SAMPLES = 20
export const HISTORY_BYTES = 700
