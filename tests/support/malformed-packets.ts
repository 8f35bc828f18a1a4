import { generate } from 'mqtt-packet'
import type { Bytes } from '../../drivers/hal/bytes.ts'

/** One way in which a server's packet can be wrong, by the type of the packet. */
export interface Malformation {
  name: string
  /** Each of them shows it. */
  packets: Bytes[]
}

const utf8 = (...topics: Bytes[]): Bytes[] => topics.map(topic => '\x30' + String.fromCharCode(2 + topic.length, 0, topic.length) + topic)
const row = (name: string, ...packets: Bytes[]): Malformation => ({ name, packets })

/** The beginning of a message above the soft limit is judged as a whole. */
const MORE = 'x'.repeat(90)

/** A packet with all flags that are not its own. */
function otherFlags(first: number, rest: Bytes): Bytes[] {
  return Array.from({ length: 16 }, (_, flags) => (first & 0xf0) | flags).filter(other => other !== first).map(other => String.fromCharCode(other) + rest)
}

/** An acknowledgement of two bytes. */
function acknowledgement(name: string, first: number, id: number, tag = '[MQTT-2.2.2-2]'): Malformation[] {
  const type = String.fromCharCode(first)
  const good = String.fromCharCode(id >> 8, id & 255)
  return [
    row(`${name}: flags that are not its own ${tag}`, ...otherFlags(first, '\x02' + good)),
    row(`${name}: no id`, type + '\0'),
    row(`${name}: half an id`, type + '\x01\0'),
    row(`${name}: more than an id`, type + '\x03' + good + '\0', type + '\x82\x01' + good),
    row(`${name}: id 0 [MQTT-2.3.1-1]`, type + '\x02\0\0', type + '\x82\0\0\0')
  ]
}

/**
 * What a server may not send to a client that is connected, has asked for two filters under id 1, and waits for the
 * PUBACK of 2, the PUBREC of 3, the PUBCOMP of 4 and the UNSUBACK of 5.
 */
export const MALFORMED_PACKETS: Malformation[] = [
  row('CONNACK: a second one', '\x20\x02\0\0', '\x20\x02\x01\0', '\x20\x02\0\x05'),
  row('CONNACK: flags that are not its own [MQTT-2.2.2-2]', ...otherFlags(0x20, '\x02\0\0')),
  row('PUBLISH: QoS 3 [MQTT-3.3.1-4]', '\x36\x05\0\x01t\0\x01', '\x37\x05\0\x01t\0\x01', '\x3e\x05\0\x01t\0\x01', '\x3f\x05\0\x01t\0\x01'),
  row('PUBLISH: DUP with QoS 0 [MQTT-3.3.1-2]', '\x38\x03\0\x01t', '\x39\x03\0\x01t'),
  row('PUBLISH: nothing in it', '\x30\0', '\x32\0', '\x34\0'),
  row('PUBLISH: half a topic length', '\x30\x01\0', '\x32\x01\0'),
  row('PUBLISH: a topic longer than the packet', '\x30\x04\0\x05ab', '\x30\x04\xff\xffab', '\x32\x06\0\x05ab\0\x01'),
  row('PUBLISH: no room for the id', '\x32\x03\0\x01t', '\x32\x04\0\x01t\0', '\x34\x03\0\x01t', '\x34\x04\0\x01t\0'),
  row('PUBLISH: id 0 [MQTT-2.3.1-1]', '\x32\x05\0\x01t\0\0', '\x34\x05\0\x01t\0\0', '\x3a\x05\0\x01t\0\0', '\x3d\x05\0\x01t\0\0'),
  row('PUBLISH: an empty topic [MQTT-4.7.3-1]', '\x30\x02\0\0', '\x30\x03\0\0x', '\x32\x04\0\0\0\x01'),
  row('PUBLISH: NUL in the topic [MQTT-1.5.3-2] [MQTT-4.7.3-2]', ...utf8('\0', 'a\0b', 'a\0')),
  row('PUBLISH: a wildcard in the topic [MQTT-3.3.2-2] [MQTT-4.7.1-1]', ...utf8('#', '+', 'a/#', 'a/+/b', 'a#', '+a')),
  row('PUBLISH: a topic that is not UTF-8 [MQTT-1.5.3-1]', ...utf8('\x80', 'a\xbf', '\xc3', '\xc3(', '\xe2\x82', '\xff', '\xf8\x88\x80\x80\x80')),
  row('PUBLISH: an overlong form in the topic [MQTT-1.5.3-1]', ...utf8('\xc0\x80', '\xc1\xbf', '\xe0\x80\xaf', '\xf0\x80\x80\xaf')),
  row('PUBLISH: a surrogate or more than 10FFFF in the topic [MQTT-1.5.3-1]', ...utf8('\xed\xa0\x80', '\xed\xbf\xbf', '\xf4\x90\x80\x80', '\xf5\x80\x80\x80')),
  row('PUBLISH: above the soft limit, with a topic longer than the packet', `\x32\x81\x40\xff\xff${MORE}`, `\x34\x81\x40\x20\0${MORE}`),
  row('PUBLISH: above the soft limit, with id 0', `\x32\x88\x27\0\x01t\0\0${MORE}`, `\x34\x88\x27\0\x01t\0\0${MORE}`),
  ...acknowledgement('PUBACK', 0x40, 2),
  ...acknowledgement('PUBREC', 0x50, 3),
  ...acknowledgement('PUBREL', 0x62, 9, '[MQTT-2.2.2-2] [MQTT-3.6.1-1]'),
  ...acknowledgement('PUBCOMP', 0x70, 4),
  ...acknowledgement('UNSUBACK', 0xb0, 5),
  row('SUBACK: flags that are not its own [MQTT-2.2.2-2]', ...otherFlags(0x90, '\x04\0\x01\0\0')),
  row('SUBACK: no codes', '\x90\0', '\x90\x01\0', '\x90\x02\0\x01'),
  row('SUBACK: fewer or more codes than filters [MQTT-3.8.4-5]', '\x90\x03\0\x01\0', '\x90\x05\0\x01\0\0\0'),
  row('SUBACK: codes that do not exist [MQTT-3.9.3-2]', ...['\x03', '\x7f', '\x81', '\xff'].map(code => '\x90\x04\0\x01\x01' + code)),
  row('SUBACK: id 0 [MQTT-2.3.1-1]', '\x90\x04\0\0\0\0'),
  row('PINGRESP: flags that are not its own [MQTT-2.2.2-2]', ...otherFlags(0xd0, '\0')),
  row('PINGRESP: something in it', '\xd0\x01\0', '\xd0\x02\0\0'),
  row('a packet that only a client sends: CONNECT', generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: 'a', keepalive: 0 }).toString('latin1')),
  row('a packet that only a client sends: SUBSCRIBE', '\x82\x06\0\x01\0\x01a\0'),
  row('a packet that only a client sends: UNSUBSCRIBE', '\xa2\x05\0\x01\0\x01a'),
  row('a packet that only a client sends: PINGREQ', '\xc0\0'),
  row('a packet that only a client sends: DISCONNECT', '\xe0\0'),
  row('a type that does not exist: 0', '\0\0', '\x02\x02\0\x01'),
  row('a type that does not exist: 15', '\xf0\0', '\xff\x02\0\x01'),
  row('a length of five bytes', '\x30\xff\xff\xff\xff\x01', '\x40\x82\x80\x80\x80\0\0\x01'),
  row('more than the hard limit', '\x30\x81\x80\x40', '\x32\xff\xff\x7f', '\x30\xff\xff\xff\x7f')
]

/** What may not be the first packet. */
export const MALFORMED_BEGINNINGS: Malformation[] = [
  row('a CONNACK without a code', '\x20\x01\0'),
  row('a CONNACK with more than a code', '\x20\x03\0\0\0', '\x20\x82\x01\0\0'),
  row('an empty CONNACK', '\x20\0'),
  row('flags in a CONNACK [MQTT-2.2.2-2]', ...otherFlags(0x20, '\x02\0\0')),
  row('reserved bits in a CONNACK', ...[2, 4, 8, 16, 32, 64, 128, 254, 255].map(bits => '\x20\x02' + String.fromCharCode(bits) + '\0')),
  row('a session present where none was wanted [MQTT-3.2.2-1]', '\x20\x02\x01\0'),
  row('a session present with a refusal [MQTT-3.2.2-4]', '\x20\x02\x01\x01', '\x20\x02\x01\x05'),
  row('a PUBLISH [MQTT-3.2.0-1]', '\x30\x03\0\x01t', '\x32\x05\0\x01t\0\x01', '\x34\x05\0\x01t\0\x01'),
  row('an acknowledgement [MQTT-3.2.0-1]', '\x40\x02\0\x01', '\x50\x02\0\x01', '\x62\x02\0\x01', '\x70\x02\0\x01', '\x90\x03\0\x01\0', '\xb0\x02\0\x01'),
  row('a PINGRESP [MQTT-3.2.0-1]', '\xd0\0'),
  row('what only a client sends', '\xc0\0', '\xe0\0'),
  row('a length of five bytes', '\x20\x82\x80\x80\x80\0\0\0'),
  row('256 MB', '\x20\xff\xff\xff\x7f', '\x30\xff\xff\xff\x7f')
]
