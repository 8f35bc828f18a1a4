/** The ROM of a 1-Wire probe as messages name it: 16 lower-case hex digits. */
export const ROM = /^[0-9a-f]{16}$/
