/** 2026-01-01 in ms since 1970: nothing happens before this firmware was written. Moved forward with each release. */
export const FIRMWARE_DATE = 1767225600000
