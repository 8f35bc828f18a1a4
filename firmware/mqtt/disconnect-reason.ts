// Why a link ended. 1-255 is the return code of a CONNACK that refused it (MQTT 3.1.1, table 3.1), our own follow.

export const UNACCEPTABLE_PROTOCOL = 1
export const IDENTIFIER_REJECTED = 2
export const SERVER_UNAVAILABLE = 3
export const BAD_CREDENTIALS = 4
export const NOT_AUTHORIZED = 5
/** The socket was closed, by the broker or on the way, and nothing had gone wrong before. */
export const CLOSED_BY_PEER = 256
/** The broker sent what MQTT 3.1.1 forbids. */
export const PROTOCOL_VIOLATION = 257
/** No CONNACK in time. */
export const NO_CONNACK = 258
/** No PUBACK, PUBREC, PUBCOMP, SUBACK or UNSUBACK in time. */
export const NO_ACKNOWLEDGEMENT = 259
/** No PINGRESP in time. */
export const NO_PINGRESP = 260
/** The socket did not take our bytes. */
export const NOT_SENT = 261
/** We left. */
export const STOPPED = 262
/** More QoS 2 messages came than we remember before the broker released any. */
export const TOO_MANY_HELD = 263
/** No link began: the socket did not open. */
export const UNREACHABLE = 264
/** The broker sent a message that no client may accept: its topic breaks the standard, or it is longer than 1 MB. */
export const BAD_MESSAGE = 265
