// Defects of the MQTT client. What an entry means is said in mutants.mjs.

const SESSION = 'firmware/mqtt/session.ts'
const CLIENT = 'firmware/mqtt/client.ts'
const READER = 'firmware/mqtt/packet-reader.ts'
const WRITER = 'firmware/mqtt/packet-writer.ts'

const T_SESSION = 'tests/firmware/mqtt/session.test.ts'
const T_CLIENT = 'tests/firmware/mqtt/client.test.ts'
const T_KEPT = 'tests/firmware/mqtt/kept-session.test.ts'
const T_READER = 'tests/firmware/mqtt/packet-reader.test.ts'
const T_WRITER = 'tests/firmware/mqtt/packet-writer.test.ts'
const T_FIELD_MQTT = 'tests/field/mqtt.test.ts'

export const MQTT_MUTANTS = [
  {
    id: 'M01', defect: 'a refusal in the CONNACK counts as a connection (stock MQTT module)',
    patch: { [SESSION]: [['      if (word > 0 && word < 256) return this.end(word) // [MQTT-3.2.2-5]\n', '']] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M03', defect: 'the flags of CONNECT are always 02 (stock MQTT module)',
    patch: { [WRITER]: [['String.fromCharCode(4, flags, ', 'String.fromCharCode(4, 2, ']] },
    tests: [T_WRITER]
  },
  {
    id: 'M04', defect: 'no will (stock MQTT module)',
    patch: { [WRITER]: [
      ['let flags = clean ? 0x2e : 0x2c\n', 'let flags = clean ? 0x02 : 0\n'], ['field(settings.clientId) + field(settings.willTopic) + field(settings.willPayload)', 'field(settings.clientId)']
    ] },
    tests: [T_WRITER, T_FIELD_MQTT]
  },
  {
    id: 'M05', defect: 'a remaining length of five bytes is waited for (stock MQTT module)',
    patch: { [READER]: [['if (size > 4) return MALFORMED', 'if (size > 4) return INCOMPLETE']] },
    tests: [T_SESSION, T_READER]
  },
  {
    id: 'M06', defect: 'PINGRESP is never awaited (stock MQTT module)',
    patch: { [SESSION]: [["    return now - this.pingAt >= PINGRESP_TIMEOUT ? this.end(NO_PINGRESP) : ''", "    if (now - this.pingAt >= PINGRESP_TIMEOUT) this.pingAt = -1\n    return ''"]] },
    tests: [T_SESSION]
  },
  {
    id: 'M07', defect: 'a PUBACK is never missed (stock MQTT module)',
    patch: { [SESSION]: [['      if (now - this.pending[key] >= ACKNOWLEDGEMENT_TIMEOUT) return this.end(NO_ACKNOWLEDGEMENT)\n', '']] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M08', defect: 'the end of a socket before its CONNACK goes unnoticed (stock MQTT module)',
    patch: { [CLIENT]: [['  onClose(): void {\n    const session = this.session\n', '  onClose(): void {\n    const session = this.session\n    if (session.state === 1) return\n']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M09', defect: 'what follows a packet in its chunk is handed in anew (stock MQTT module)',
    patch: { [SESSION]: [['        at = end\n', "        this.buffer = ''\n        return answers + this.parse(bytes.slice(end), now)\n"]] },
    tests: [T_SESSION]
  },
  {
    id: 'M10', defect: 'half a packet outlives its connection (stock MQTT module)',
    patch: { [SESSION]: [["    this.buffer = ''\n    this.proven = false\n", '    this.proven = false\n']] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M13', defect: 'connected as soon as the socket is (tinyMQTT)',
    patch: { [SESSION]: [['    return connectPacket(', "    this.state = nextState(this.state, ACCEPTED)\n    this.owner.onAccepted(NEW_SESSION, '')\n    return connectPacket("]] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M14', defect: 'one byte of remaining length, sent (tinyMQTT)',
    patch: { [WRITER]: [['  while (length > 127) {', '  while (length > 0xfffffff) {']] },
    tests: [T_WRITER]
  },
  {
    id: 'M14.1', defect: 'one byte of remaining length, read (tinyMQTT)',
    patch: { [READER]: [['  while (digit > 127) {', '  while (size < 2) {']] },
    tests: [T_READER, T_SESSION]
  },
  {
    id: 'M15', defect: 'a keep-alive of 65535 s (tinyMQTT)',
    patch: { [WRITER]: [['  const keepAlive = settings.keepAliveSeconds\n', '  const keepAlive = 65535\n']] },
    tests: [T_WRITER]
  },
  {
    id: 'M16', defect: 'every packet has the identifier 1 (DeviceScript)',
    patch: { [SESSION]: [
      ['this.id = this.id < 65535 ? this.id + 1 : 1\n', 'this.id = 1\n'],
      ['for (const key in this.pending) if (+key < HELD && (+key & 65535) === this.id) used = true', '']
    ] },
    tests: [T_SESSION]
  },
  {
    id: 'M17', defect: 'a resumed session sends nothing again (Moddable, DeviceScript)',
    patch: { [SESSION]: [['again += String.fromCharCode(head < PUBACK ? head | 8 : head) + entry.slice(3)', "again += head < 0 ? entry : ''"]] },
    tests: [T_KEPT]
  },
  {
    id: 'M17.1', defect: 'what is sent again has no DUP',
    patch: { [SESSION]: [['String.fromCharCode(head < PUBACK ? head | 8 : head)', 'String.fromCharCode(head)']] },
    tests: [T_KEPT]
  },
  {
    id: 'M19', defect: 'five seconds between attempts, always (peers)',
    patch: { 'firmware/mqtt/backoff.ts': [['  return BASE + random * Math.min(cap, BASE * Math.pow(2, attempt))', '  return attempt < 0 || random < 0 ? cap : 5000']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M19.1', defect: 'no jitter (peers)',
    patch: { 'firmware/mqtt/backoff.ts': [['BASE + random * Math.min', 'BASE + (random < 0 ? 0 : 1) * Math.min']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M19.2', defect: 'a CONNACK alone resets the backoff (peers)',
    patch: { [CLIENT]: [['  onAccepted(outcome: number, again: Bytes): void {\n', '  onAccepted(outcome: number, again: Bytes): void {\n    this.attempt = 0\n']] },
    tests: [T_CLIENT, T_FIELD_MQTT]
  },
  {
    id: 'M23', defect: 'a QoS 2 receiver forgets the identifier at PUBREC, and takes the repeat for a new message',
    patch: { [SESSION]: [['    this.pending[HELD + id] = Infinity\n', '']] },
    tests: ['tests/firmware/mqtt/exactly-once.test.ts']
  },
  {
    id: 'M23.1', defect: 'a QoS 2 sender repeats its PUBLISH after PUBREC',
    patch: { [SESSION]: [['if (kept![i].charCodeAt(0) * 256 + kept![i].charCodeAt(1) === word) {', 'if (first !== PUBREC && kept![i].charCodeAt(0) * 256 + kept![i].charCodeAt(1) === word) {']] },
    tests: [T_KEPT]
  },
  {
    id: 'M25.1', defect: 'after a stall an answer is judged late before the socket is read',
    patch: { [CLIENT]: [['} else if (now > client.due + LATE) {', '} else if (now > client.due + Infinity) {']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M30', defect: 'an attempt that comes to nothing keeps its socket (stock TLS)',
    patch: { [CLIENT]: [['    } else if (client.session.state === IDLE) {\n      client.shut(client.socket)\n', '    } else if (client.session.state === IDLE) {\n      client.socket = undefined\n      client.wait(0)\n']] },
    tests: [T_CLIENT]
  }
]
