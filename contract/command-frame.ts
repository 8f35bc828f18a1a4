/**
 * A command is `{"id":"c-81"}` on `COMMAND_TOPIC` and its verb. The reply, on `REPLY_TOPIC` and the same verb, is
 * `{"id":"c-81","ok":true}` or `{"id":"c-81","ok":false,"error":"..."}`.
 */

/** The verb that does nothing but answer. */
export const PING = 'ping'

/** The verb that forgets a probe which will not come back: `{"id":"c-81","sensor":"28139bbb0b00001f"}`. */
export const FORGET = 'forget'

/** Bytes of a verb, which has 1 or more of a-z and -. */
export const VERB_LIMIT = 20
/** Bytes of an identifier, which has 1 or more of A-Z, a-z, 0-9, _ and -. */
export const ID_LIMIT = 36
/** Bytes of a command's payload. */
export const PAYLOAD_LIMIT = 512
