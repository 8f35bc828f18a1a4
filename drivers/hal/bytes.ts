/**
 * A string whose every character's code is one byte, 0-255: what Espruino's sockets and ports deliver and take, and
 * a third of the memory of a `Uint8Array` of the same length.
 */
export type Bytes = string
