// Defects of the MQTT client. What an entry means is said in mutants.mjs.

const SESSION = 'firmware/mqtt/session.ts'
const HANDLERS = 'firmware/mqtt/packet-handlers.ts'
const STREAM = 'firmware/mqtt/packet-stream.ts'
const IN_FLIGHT = 'firmware/mqtt/in-flight.ts'
const OUTBOX = 'firmware/mqtt/outbox.ts'
const BLAME = 'firmware/mqtt/blame.ts'
const END = 'firmware/mqtt/session-end.ts'
const STATE = 'firmware/mqtt/session-state.ts'
const CLIENT = 'firmware/mqtt/client.ts'
const READER = 'firmware/mqtt/packet-reader.ts'
const WRITER = 'firmware/mqtt/packet-writer.ts'

const T_SESSION = 'tests/firmware/mqtt/session.test.ts'
const T_CLIENT = 'tests/firmware/mqtt/client.test.ts'
const T_KEPT = 'tests/firmware/mqtt/kept-session.test.ts'
const T_READER = 'tests/firmware/mqtt/packet-reader.test.ts'
const T_WRITER = 'tests/firmware/mqtt/packet-writer.test.ts'
const T_STREAM = 'tests/firmware/mqtt/packet-stream.test.ts'
const T_REJECTED = 'tests/firmware/mqtt/rejected-message.test.ts'
const T_BACKOFF = 'tests/firmware/mqtt/backoff.test.ts'
const T_STATE = 'tests/firmware/mqtt/session-state.test.ts'
const T_FIELD_MQTT = 'tests/field/mqtt.test.ts'

export const MQTT_MUTANTS = [
  {
    id: 'M01', defect: 'a refusal in the CONNACK counts as a connection (stock MQTT module)',
    patch: { [HANDLERS]: [['  if (word > 0 && word < 256) return end(session, word) // [MQTT-3.2.2-5]\n', '']] },
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
    patch: { [SESSION]: [['PINGRESP_TIMEOUT) return end(this, NO_PINGRESP)', 'PINGRESP_TIMEOUT) this.pingAt = -1']] },
    tests: [T_SESSION]
  },
  {
    id: 'M07', defect: 'a PUBACK is never missed (stock MQTT module)',
    patch: { [SESSION]: [['      if (now - Math.max(this.pending[key], this.heardAt) >= ACKNOWLEDGEMENT_TIMEOUT) return end(this, NO_ACKNOWLEDGEMENT)\n', '']] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M08', defect: 'the end of a socket before its CONNACK goes unnoticed (stock MQTT module)',
    patch: { [CLIENT]: [['  onClose(): void {\n    const session = this.session\n', '  onClose(): void {\n    const session = this.session\n    if (session.state === 1) return\n']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M09', defect: 'what follows a packet in its chunk is handed in anew (stock MQTT module)',
    patch: { [STREAM]: [['      at += used(session, size)\n', '      return answers + readStream(session, chunk.slice(at + size), now)\n']] },
    tests: [T_SESSION]
  },
  {
    id: 'M10', defect: 'half a packet outlives its connection (stock MQTT module)',
    patch: { [END]: [["  session.buffer = ''\n  session.proven = false\n", '  session.proven = false\n']] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M13', defect: 'connected as soon as the socket is (tinyMQTT)',
    patch: { [SESSION]: [['    return connectPacket(', "    this.state = CONNECTED\n    this.owner.onAccepted(0, '')\n    return connectPacket("]] },
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
    patch: { [IN_FLIGHT]: [
      ['session.id = session.id < 65535 ? session.id + 1 : 1\n', 'session.id = 1\n'],
      ['for (const key in session.pending) if (+key < HELD && (+key & 65535) === session.id) used = true', '']
    ] },
    tests: [T_SESSION]
  },
  {
    id: 'M17', defect: 'a resumed session sends nothing again (Moddable, DeviceScript)',
    patch: { [OUTBOX]: [['again += String.fromCharCode(head < PUBACK ? head | 8 : head) + entry.slice(3)', "again += head < 0 ? entry : ''"]] },
    tests: [T_KEPT]
  },
  {
    id: 'M17.1', defect: 'what is sent again has no DUP',
    patch: { [OUTBOX]: [['String.fromCharCode(head < PUBACK ? head | 8 : head)', 'String.fromCharCode(head)']] },
    tests: [T_KEPT]
  },
  {
    id: 'M19', defect: 'five seconds between attempts, always (peers)',
    patch: { 'firmware/mqtt/backoff.ts': [['  return BASE + span * (', '  return 5000 + 0 * span * (']] },
    tests: [T_CLIENT, T_BACKOFF]
  },
  {
    id: 'M19.1', defect: 'no jitter (peers)',
    patch: { 'firmware/mqtt/backoff.ts': [['random : 1 - Math.sqrt(random))', 'random * 0 + 1 : 1 - random * 0)']] },
    tests: [T_CLIENT, T_BACKOFF]
  },
  {
    id: 'M19.2', defect: 'a CONNACK alone resets the backoff (peers)',
    patch: { [CLIENT]: [['    this.failures++\n', '    this.failures = 0\n']] },
    tests: [T_CLIENT, T_FIELD_MQTT]
  },
  {
    id: 'M23', defect: 'a QoS 2 receiver forgets the identifier at PUBREC, and takes the repeat for a new message',
    patch: { [IN_FLIGHT]: [['  if (room > 0) session.pending[HELD + id] = Infinity\n', '']] },
    tests: ['tests/firmware/mqtt/exactly-once.test.ts']
  },
  {
    id: 'M23.1', defect: 'a QoS 2 sender repeats its PUBLISH after PUBREC',
    patch: { [HANDLERS]: [['    dropKept(session.kept, id)\n    session.kept.push', '    session.kept.push']] },
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
  },
  {
    id: 'M42', defect: 'a network that breaks three links is taken for a broker that hangs up',
    patch: { [BLAME]: [['  if (blame && age < PROOF_OF_LIFE) {', '  if (blame && age < 0) {'], ['strikes > STRIKES && proved', 'strikes > STRIKES']] },
    tests: [T_REJECTED]
  },
  {
    id: 'M42.1', defect: 'a message is blamed for what was in flight beside it',
    patch: { [BLAME]: [['  return others < 1 && ', '  return others < 9 && ']] },
    tests: [T_REJECTED]
  },
  {
    id: 'M43', defect: 'what is drained is not acknowledged, and comes again for ever',
    patch: { [STREAM]: [['answers += answer(session, session.drained >> 16, session.drained & 65535)', "answers += ''"]] },
    tests: [T_STREAM, T_SESSION]
  },
  {
    id: 'M43.1', defect: 'a long message is no sign of life: answers behind it are judged late',
    patch: { [STREAM]: [['  if (unfinished(session)) session.heardAt = now\n  if (answers)', '  if (answers)'], ['  if (unfinished(session)) session.heardAt = now\n  //', '  //']] },
    tests: [T_STREAM]
  },
  {
    id: 'M44', defect: 'the first attempts after a link come as the later ones do',
    patch: { 'firmware/mqtt/backoff.ts': [['1 - Math.sqrt(random)', 'random']] },
    tests: [T_BACKOFF]
  },
  {
    id: 'M45', defect: 'the session connects twice on one link',
    patch: { [STATE]: [["'1----230--30---0'", "'1---1230--30---0'"]] },
    tests: [T_STATE]
  }
]
