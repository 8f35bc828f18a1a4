// MQTT 3.1.1 (OASIS, 29 October 2014), table 2.1 and 2.2: the first byte of each packet, type and reserved flags
// together. A PUBLISH adds DUP (8), QoS (2, 4) and RETAIN (1).

export const CONNECT = 0x10
export const CONNACK = 0x20
export const PUBLISH = 0x30
export const PUBACK = 0x40
export const PUBREC = 0x50
export const PUBREL = 0x62
export const PUBCOMP = 0x70
export const SUBSCRIBE = 0x82
export const SUBACK = 0x90
export const UNSUBSCRIBE = 0xa2
export const UNSUBACK = 0xb0
export const PINGRESP = 0xd0

/** A PINGREQ packet. */
export const PINGREQ_PACKET = '\xc0\x00'
/** A DISCONNECT packet. */
export const DISCONNECT_PACKET = '\xe0\x00'
