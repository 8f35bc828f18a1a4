/** Ranges that more than one place has to keep to. */

/** Characters of a node's name, each one of a-z, 0-9 and -. */
export const NODE_LIMIT = 20

/** Seconds between two samples. */
export const PERIOD_LEAST = 2
export const PERIOD_MOST = 3600

export const PORT_MOST = 65535

/** Of one `history`: samples, and bytes that it begins no further sample beyond. */
export const HISTORY_SAMPLES = 20
export const HISTORY_BYTES = 700
