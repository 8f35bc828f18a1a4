/* eslint max-lines: off -- a list has the length it has */
// The defects that the suite must notice, most of them shipped by somebody. `patch` names the sources and what is
// replaced in them: [context, replacement], the context standing there exactly once. `tests` are the files that must
// notice; `build` says that they run the bundle. Ids with a point are further ways of the same defect.

const SESSION = 'firmware/mqtt/session.ts'
const CLIENT = 'firmware/mqtt/client.ts'
const READER = 'firmware/mqtt/packet-reader.ts'
const WRITER = 'firmware/mqtt/packet-writer.ts'
const STATION = 'firmware/station/station.ts'
const BACKLOG = 'firmware/station/backlog.ts'
const SCD30 = 'drivers/scd30/scd30.ts'
const MH_Z19 = 'drivers/mh-z19/mh-z19.ts'
const JUDGE = 'drivers/mh-z19/mh-z19-judge.ts'
const SCRATCHPAD = 'drivers/ds18b20/ds18b20-scratchpad.ts'

const T_SESSION = 'tests/firmware/mqtt/session.test.ts'
const T_CLIENT = 'tests/firmware/mqtt/client.test.ts'
const T_KEPT = 'tests/firmware/mqtt/kept-session.test.ts'
const T_EXACT = 'tests/firmware/mqtt/exactly-once.test.ts'
const T_READER = 'tests/firmware/mqtt/packet-reader.test.ts'
const T_WRITER = 'tests/firmware/mqtt/packet-writer.test.ts'
const T_STATION = 'tests/firmware/station/station.test.ts'
const T_SLOTS = 'tests/firmware/station/slots.test.ts'
const T_SAMPLE = 'tests/firmware/station/sample.test.ts'
const T_HISTORY = 'tests/firmware/station/history.test.ts'
const T_FIELD_MQTT = 'tests/field-failures/mqtt.test.ts'
const T_FIELD_SCD30 = 'tests/field-failures/scd30.test.ts'
const T_FIELD_MH_Z19 = 'tests/field-failures/mh-z19.test.ts'
const T_FIELD_DS18B20 = 'tests/field-failures/ds18b20.test.ts'

export const MUTANTS = [
  {
    id: 'M01', defect: 'a refusal in the CONNACK counts as a connection (stock MQTT module)',
    patch: { [SESSION]: [['      if (word > 0 && word < 256) return this.end(word) // [MQTT-3.2.2-5]\n', '']] },
    tests: [T_SESSION, T_CLIENT]
  },
  {
    id: 'M02', defect: 'a refused subscription counts as granted (stock MQTT module)',
    patch: { [STATION]: [['granted.charCodeAt(1) < 0x80', '(granted.charAt(1) as unknown) !== 0x80']] },
    tests: [T_STATION]
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
    id: 'M07.1', defect: 'what nobody acknowledged is not sent again (stock MQTT module)',
    patch: { [STATION]: [['      } else this.due |= STATE\n', "      } else this.sample = ''\n"], ['      backlog.settle(rejected)\n', '      backlog.settle(true)\n']] },
    tests: [T_STATION, T_HISTORY]
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
    id: 'M11', defect: 'a keep-alive of 5 s or less is taken, and its pings are 5 s early (stock MQTT module)',
    patch: { 'firmware/station/settings.ts': [['|broker.keepAlive i 10 1200 60', '|broker.keepAlive i 0 65535 60']] },
    tests: ['tests/firmware/station/settings.test.ts']
  },
  {
    id: 'M12', defect: 'every board has the same client identifier (stock MQTT module)',
    patch: { 'firmware/main.ts': [["clientId: 'breva' + mac.slice(-6)", "clientId: 'breva' + Math.floor(0.5 * 0xffffff)"]] },
    tests: ['tests/espruino/flashed-node-identity.test.ts'], build: true
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
    id: 'M18', defect: 'the queue of an outage has no bound (espressif/esp-idf#5668)',
    patch: { [BACKLOG]: [['new Uint8Array(store.size)', 'new Uint8Array(store.size * 100)']] },
    tests: [T_HISTORY]
  },
  {
    id: 'M18.1', defect: 'what the queue drops is not counted',
    patch: { [BACKLOG]: [['        store.overflow++\n', '']] },
    tests: [T_HISTORY]
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
    id: 'M20', defect: 'no sign of life while the broker is away, so that the watchdog restarts the node (ESPHome)',
    patch: { [STATION]: [['      station.quiet * BEAT < station.period + PATIENCE && ', '      station.link !== DOWN && ']] },
    tests: [T_FIELD_MQTT]
  },
  {
    id: 'M21', defect: 'DISCONNECT without a word (peers)',
    patch: { [STATION]: [['    if (this.link !== DOWN) {\n      this.link = READY\n      this.due = OFFLINE\n      this.pump()\n    }\n', '']] },
    tests: [T_STATION, T_FIELD_MQTT]
  },
  {
    id: 'M22', defect: 'the will is retained and the birth is not (peers)',
    patch: { [STATION]: [['kind === HEALTH ? 0 : 1, kind < STATE)', 'kind === HEALTH ? 0 : 1, kind < STATE && kind !== BIRTH)']] },
    tests: [T_STATION, T_FIELD_MQTT]
  },
  {
    id: 'M23', defect: 'a QoS 2 receiver forgets the identifier at PUBREC, and takes the repeat for a new message',
    patch: { [SESSION]: [['    this.pending[HELD + id] = Infinity\n', '']] },
    tests: [T_EXACT]
  },
  {
    id: 'M23.1', defect: 'a QoS 2 sender repeats its PUBLISH after PUBREC',
    patch: { [SESSION]: [['if (kept![i].charCodeAt(0) * 256 + kept![i].charCodeAt(1) === word) {', 'if (first !== PUBREC && kept![i].charCodeAt(0) * 256 + kept![i].charCodeAt(1) === word) {']] },
    tests: [T_KEPT]
  },
  {
    id: 'M24', defect: 'a timer lost to an out-of-memory stays lost (Espruino 2v29)',
    patch: { [STATION]: [['    if (now > station.sampler.due + LOST) Sampler.tick(station.sampler)\n', '']] },
    tests: ['tests/espruino/survival.test.ts'], build: true
  },
  {
    id: 'M25', defect: 'slots missed in a stall are made up for in a burst (stock intervals)',
    patch: { 'firmware/station/sampler.ts': [['    sampler.next += missed * period\n', '']] },
    tests: [T_SLOTS]
  },
  {
    id: 'M25.1', defect: 'after a stall an answer is judged late before the socket is read',
    patch: { [CLIENT]: [['} else if (now > client.due + LATE) {', '} else if (now > client.due + Infinity) {']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M26', defect: 'samples follow the wall clock',
    patch: { [STATION]: [[
      'new Sampler(sensors, this.period, clock, this)',
      'new Sampler(sensors, this.period, { now: () => wallClock.read(), after: (delay, task, context) => clock.after(delay, task, context), cancel: timer => clock.cancel(timer) }, this)'
    ]] },
    tests: [T_STATION]
  },
  {
    id: 'M27', defect: 'settings are written over the copy that is in use',
    patch: { 'host-sim/tools/flash-plan.ts': [["? undefined : inUse === 'a' ? 'b' : 'a'\n  const foreign", "? undefined : inUse ?? 'a'\n  const foreign"]] },
    tests: ['tests/system/flash.test.ts'], build: true
  },
  {
    id: 'M28', defect: 'there is one copy of the settings',
    patch: { 'firmware/espruino/stored-settings.ts': [["['settings.a', 'settings.b']", "['settings.a']"]] },
    tests: ['tests/espruino/stored-settings.test.ts']
  },
  {
    id: 'M28.1', defect: 'a torn copy of the settings is taken',
    patch: { 'firmware/espruino/stored-settings.ts': [['sequence > newest && parseInt(text.substr(start), 10) === E.CRC32(json)', 'sequence > newest']] },
    tests: ['tests/espruino/stored-settings.test.ts']
  },
  {
    id: 'M29', defect: 'a lost network is not joined again (Espruino 2v29)',
    patch: { 'firmware/station/wifi-link.ts': [['        if (link.state === JOINED) link.joined(CLOSED)\n', '        if (link.state === JOINED) link.state = WAITING\n']] },
    tests: ['tests/firmware/station/wifi-link.test.ts']
  },
  {
    id: 'M30', defect: 'an attempt that comes to nothing keeps its socket (stock TLS)',
    patch: { [CLIENT]: [['    } else if (client.session.state === IDLE) {\n      client.shut(client.socket)\n', '    } else if (client.session.state === IDLE) {\n      client.socket = undefined\n      client.wait(0)\n']] },
    tests: [T_CLIENT]
  },
  {
    id: 'M31', defect: 'an all-zero scratchpad is 0.0 degrees (stock DS18B20 module, esphome/issues#3358)',
    patch: { [SCRATCHPAD]: [
      ['    if ((config & 0x9f) !== 0x1f) return BAD_REPLY\n', ''],
      ['    if (bytes[5] === 0xff ? seventh !== 0x10 && (seventh !== 0xff || sixth !== 0xff) : seventh !== 0x66) return BAD_REPLY\n', '']
    ] },
    tests: ['tests/drivers/ds18b20/ds18b20-scratchpad.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M32', defect: '85.0 degrees at power-on is a temperature (stock DS18B20 module)',
    patch: { [SCRATCHPAD]: [['  if (raw === powerOn && sixth === 0x0c) return SUSPECT\n', '  if (raw === powerOn && sixth < 0) return SUSPECT\n']] },
    tests: ['tests/drivers/ds18b20/ds18b20-scratchpad.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M32.1', defect: 'the scratchpad is read before the conversion has ended (stock DS18B20 module)',
    patch: { 'drivers/ds18b20/ds18b20.ts': [['        if (!driver.stale) delay = Math.ceil(93.75 * (1 << bits))\n', '        if (bits < 0) delay = 0\n']] },
    tests: ['tests/drivers/ds18b20/ds18b20.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M33', defect: 'FF5E is +4085.9 degrees (Moddable)',
    patch: { [SCRATCHPAD]: [['((bytes[0] | (bytes[1] << 8)) << 16) >> 16', 'bytes[0] | (bytes[1] << 8)']] },
    tests: ['tests/drivers/ds18b20/ds18b20-scratchpad.test.ts', T_FIELD_DS18B20]
  },
  {
    id: 'M34', defect: 'the check byte of a ROM is not looked at',
    patch: { 'drivers/ds18b20/ds18b20-transactions.ts': [['if (rom.length !== 16 || maximCrc8(bytes) !== 0) broken++', 'if (rom.length !== 16) broken++']] },
    tests: ['tests/drivers/ds18b20/ds18b20.test.ts']
  },
  {
    id: 'M35', defect: 'no checksum of an I2C reply is looked at (stock SCD40 module)',
    patch: { 'drivers/scd30/scd30-wire.ts': [['bytes[second + 2] << 16) & 0xff00ff) !== 0', 'bytes[second + 2] << 16) & 0) !== 0']] },
    tests: ['tests/drivers/scd30/scd30-wire.test.ts', T_FIELD_SCD30]
  },
  {
    id: 'M36', defect: 'ABC on stands in the wrong byte and means off (letscontrolit/ESPEasy#3237)',
    patch: { [MH_Z19]: [['      if (value === 1) first = 0xa000\n', '      if (value === 1) last = 0xa000\n']] },
    tests: [T_FIELD_MH_Z19]
  },
  {
    id: 'M37', defect: 'a good frame is refused for its unusual last bytes (SmingHub/Sming#2415)',
    patch: { [JUDGE]: [['reply.charCodeAt(5) === 1 ||', 'reply.charCodeAt(5) !== 0 || reply.charCodeAt(7) !== 0 ||']] },
    tests: [T_FIELD_MH_Z19]
  },
  {
    id: 'M38', defect: 'the preheat counts from the start of the node, not of the sensor',
    patch: { [JUDGE]: [['    if (now - evidence.from < preheat) return WARMING\n', '    if (now < preheat) return WARMING\n']] },
    tests: [T_FIELD_MH_Z19]
  },
  {
    id: 'M39', defect: 'a negative offset goes out as a huge one (esphome/issues#3063)',
    patch: { [SCD30]: [['      setting === FORCED_RECALIBRATION ? 400 : 0\n', '      setting === FORCED_RECALIBRATION ? 400 : setting === TEMPERATURE_OFFSET ? -0x8000 : 0\n']] },
    tests: [T_FIELD_SCD30]
  },
  {
    id: 'M40', defect: 'settings are written at every start',
    patch: { [SCD30]: [['if (this.argument !== NONE || (value !== this.wanted && --this.left >= POLLS - 2)) {', 'if (this.argument !== NONE || --this.left >= POLLS - 1) {']] },
    tests: ['tests/drivers/scd30/scd30.test.ts', T_FIELD_SCD30]
  },
  {
    id: 'M41', defect: 'the last value stays when the sensor dies',
    patch: {
      'firmware/station/sensor-health.ts': [['    this.code = TIMEOUT\n    this.data = undefined\n', '    this.code = TIMEOUT\n'], ['          this.data = reading\n', '          this.data = reading || this.data\n']],
      'firmware/station/sampler.ts': [['    for (const health of this.sensors) health.data = undefined\n', '']]
    },
    tests: [T_SAMPLE, T_FIELD_SCD30]
  },
  {
    id: 'M41.1', defect: 'a not-a-number is published',
    patch: { 'firmware/station/sensor-health.ts': [["return value !== undefined && isFinite(value) ? 'ok'", "return value !== undefined ? 'ok'"]] },
    tests: [T_SAMPLE]
  }
]
