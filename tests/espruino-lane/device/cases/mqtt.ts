import { backoffDelay } from '../../../../firmware/mqtt/backoff.ts'
import { INCOMPLETE, isTopic, MALFORMED, readHeader } from '../../../../firmware/mqtt/packet-reader.ts'
import { connectPacket, type ConnectSettings, field, remainingLength, subscribePacket } from '../../../../firmware/mqtt/packet-writer.ts'
import { Session } from '../../../../firmware/mqtt/session.ts'
import { closed, end } from '../../../../firmware/mqtt/session-end.ts'
import { bytesOf, type Checks, hex } from '../check.ts'

const TOPIC = 'breva/a1b2c3/status'

function settingsOf(user: string | undefined, password: string | undefined): ConnectSettings {
  return { clientId: 'brevaa1b2c3', keepAliveSeconds: 30, willTopic: TOPIC, willPayload: 'offline', user: user, password: password }
}

/** What a session told, in one text. */
class Told {
  text: string

  constructor() {
    this.text = ''
  }

  onAccepted(outcome: number, again: string): void {
    this.text += (outcome ? outcome === 1 ? 'resumed' : 'discarded' : 'accepted') + (again ? ' ' + hex(again) : '') + ','
  }

  onMessage(topic: string, payload: string, retained: boolean, long: boolean): void {
    if (!long) this.text += topic + '=' + hex(payload) + (retained ? '!,' : ',')
  }

  onRead(): void { /* nothing waits for it */ }

  onAcknowledged(id: number): void {
    this.text += 'ack' + id + ','
  }

  onReturned(id: number, rejected: boolean): void {
    this.text += (rejected ? 'rej' : 'ret') + id + ','
  }

  onSubscribed(id: number, granted: string): void {
    this.text += 'sub' + id + ':' + hex(granted) + ','
  }
}

/** Everything a server may send once connected: CONNACK, SUBACK, messages of QoS 0 and 1, PUBACKs, PINGRESP, a stray. */
const RECORDING = '20 02 00 00 90 04 00 01 01 80 30 05 00 01 74 68 69 32 08 00 02 61 62 12 34 FF 00 40 02 00 02 31 03 00 01 78 D0 00 40 02 00 03 40 02 00 77 ' +
  '3A 06 00 01 71 00 09 C3'

/** One session through the recording, cut into pieces of these lengths in turn. */
function replay(first: number, second: number): string {
  const told = new Told()
  const session = new Session(settingsOf(undefined, undefined), told, told)
  const bytes = bytesOf(RECORDING)
  let sent = hex(session.opened(0)).length + '|'
  let at = 0
  let turn = 0
  while (at < bytes.length) {
    const length = at < 4 ? 4 : turn % 2 ? second : first
    sent += hex(session.received(bytes.slice(at, at + length), 10 + turn))
    if (at === 0) {
      sent += hex(session.subscribe(['a', 'b/+'], 1, 5)) + hex(session.publish('t', 'x', 1, false, 6)) + hex(session.publish('t', 'y', 1, false, 6))
    }
    at += length
    turn++
  }
  return told.text + sent + '|' + session.state + session.strays + session.violations
}

function opened(chunk: string): string {
  const told = new Told()
  const session = new Session(settingsOf(undefined, undefined), told, told)
  session.opened(0)
  const answer = hex(session.received(chunk, 1))
  return session.state + ' ' + session.reason + ' ' + told.text + answer
}

function writerCases(checks: Checks): void {
  for (const row of ['0 00', '127 7f', '128 8001', '16383 ff7f', '16384 808001', '2097151 ffff7f', '2097152 80808001', '268435455 ffffff7f']) {
    const cells = row.split(' ')
    const length = parseInt(cells[0], 10)
    const bytes = remainingLength(length)
    checks.check('mqtt length ' + length, hex(bytes), cells[1])
    if (length > 1) checks.check('mqtt length back', readHeader('\x30' + bytes, 0, true), length * 8 + bytes.length + 1)
    checks.check('mqtt length cut', readHeader('\x30' + bytes.slice(0, -1), 0, true), INCOMPLETE)
  }
  const plain = '103500044d5154540' + '42e001e000b627265766161316232633300' + '1362726576612f6131623263332f73746174757300076f66666c696e65'
  checks.check('mqtt CONNECT', hex(connectPacket(settingsOf(undefined, undefined), true)), plain)
  checks.check('mqtt CONNECT with a password alone', hex(connectPacket(settingsOf(undefined, 'pw'), true)), plain)
  checks.note('mqtt CONNECT with a user', hex(connectPacket(settingsOf('u', undefined), true)))
  checks.note('mqtt CONNECT with both', hex(connectPacket(settingsOf('u', 'pw'), true)))
  checks.check('mqtt SUBSCRIBE', hex(subscribePacket(2, ['breva/a1b2c3/command/+'], 1)), '821b00020016' + hex('breva/a1b2c3/command/+') + '01')
  checks.check('mqtt empty field', hex(field('')), '0000')
  checks.check('mqtt field of 258', hex(field('x'.repeat(258))).slice(0, 6), '010278')
  for (let failures = 0; failures < 7; failures++) {
    for (let attempt = 0; attempt < 2; attempt++) checks.note('mqtt backoff ' + failures + ' ' + attempt, Math.floor(backoffDelay(attempt, failures, 900000, 0.75)))
  }
}

function readerCases(checks: Checks): void {
  checks.check('mqtt fifth length byte', readHeader('\x30\xff\xff\xff\xff', 0, true), MALFORMED)
  checks.check('mqtt four length bytes', readHeader('\x30\xff\xff\xff', 0, true), INCOMPLETE)
  for (const length of [0, 2, 3]) {
    let good = ''
    let first = ''
    for (let type = 0; type < 256; type++) {
      if (readHeader(String.fromCharCode(type, length), 0, true) > 0) good += type.toString(16) + ' '
      if (readHeader(String.fromCharCode(type, length), 0, false) > 0) first += type.toString(16) + ' '
    }
    checks.check('mqtt first bytes with ' + length, good, length === 0 ? 'd0 ' : '30 31 32 33 34 35 3a 3b 3c 3d ' + (length === 2 ? '40 50 62 70 b0 ' : '90 '))
    checks.check('mqtt before the CONNACK with ' + length, first, length === 2 ? '20 ' : '')
  }
  for (const filter of ['#', '+', 'a/#', 'a/+', '+/b', 'a/+/b', '/', '+/#', '//+']) checks.check('mqtt filter ' + filter, isTopic(filter, true), true)
  for (const filter of ['a#', '#/a', 'a/#/b', 'a+', '+a', 'a/b+', '##', '++', '', 'a\x00b']) checks.check('mqtt no filter ' + hex(filter), isTopic(filter, true), false)
  for (const topic of ['a/#', '+/b', '#', '+', '\x80', '\xc0\x80', '\xc1\xbf', '\xe0\x9f\xbf', '\xed\xa0\x80', '\xf0\x8f\xbf\xbf', '\xf4\x90\x80\x80', '\xf5\x80\x80\x80', '\xc3', '\xe2\x82']) {
    checks.check('mqtt no topic ' + hex(topic), isTopic(topic, false), false)
  }
  for (const topic of ['\xef\xbb\xbfa', '\xc2\x80', '\xe0\xa0\x80', '\xed\x9f\xbf', '\xee\x80\x80', '\xf0\x90\x80\x80', '\xf4\x8f\xbf\xbf', 'breva/K\xc3\xbcche']) {
    checks.check('mqtt topic ' + hex(topic), isTopic(topic, false), true)
  }
}

/** QoS 2 both ways, through a kept session that is resumed twice and then lost, at ids that wrap; and a clean one. */
function exactCases(checks: Checks): void {
  const told = new Told()
  const settings = settingsOf(undefined, undefined)
  settings.cleanSession = false
  const session = new Session(settings, told, told)
  checks.check('mqtt kept CONNECT clears up', hex(session.opened(0)).slice(0, 20), '103500044d515454042e')
  session.received(bytesOf('20 02 00 00'), 0)
  end(session, 262)
  closed(session, 0)
  checks.check('mqtt kept CONNECT', hex(session.opened(0)).slice(0, 20), '103500044d515454042c')
  session.received(bytesOf('20 02 00 00'), 0)
  session.id = 65533
  let sent = ''
  for (let qos = 1; qos < 5; qos++) sent += hex(session.publish('t', 'x' + qos, qos & 1 ? 1 : 2, false, 10)) + ' '
  checks.check('mqtt kept publishes', sent, '320700' + '0174fffe7831 34070' + '00174ffff7832 32070' + '0017400017833 34070' + '0017400027834 ')
  checks.check('mqtt kept refuses the fifth', session.publish('t', 'y', 2, false, 10), '')
  checks.check('mqtt PUBREC', hex(session.received(bytesOf('50 02 FF FF'), 20)), '6202ffff')
  checks.check('mqtt PUBREC again', hex(session.received(bytesOf('50 02 FF FF'), 20)), '6202ffff')
  checks.check('mqtt received QoS 2', hex(session.received(bytesOf('34 06 00 01 61 FF FF 41'), 20)), '5002ffff')
  checks.check('mqtt received QoS 2 again', hex(session.received(bytesOf('3C 06 00 01 61 FF FF 41'), 20)), '5002ffff')
  checks.check('mqtt kept wake', session.nextWake(), 20010)
  closed(session, 30000)
  session.opened(30000)
  session.received(bytesOf('20 02 01 00'), 30000)
  checks.check('mqtt kept wake after resuming', session.nextWake(), 50000)
  session.received(bytesOf('40 02 00 01 3C 06 00 01 61 FF FF 41'), 30000)
  closed(session, 40000)
  session.opened(40000)
  session.received(bytesOf('20 02 01 00'), 40000)
  checks.check('mqtt PUBREL', hex(session.received(bytesOf('62 02 FF FF 62 02 FF FF'), 40000)), '7002ffff7002ffff')
  session.received(bytesOf('70 02 FF FF 34 06 00 01 61 FF FF 42'), 40000)
  closed(session, 50000)
  session.opened(50000)
  session.received(bytesOf('20 02 00 00'), 50000)
  checks.note('mqtt kept session', told.text.replace(/ret[0-9]+,ret[0-9]+,/, 'returned,'))
  checks.check('mqtt kept counts', session.strays + ' ' + session.violations + ' ' + session.state, '2 0 2')
  checks.check('mqtt kept is empty', hex(session.received(bytesOf('34 06 00 01 61 FF FF 43'), 50000)), '5002ffff')

  const heard = new Told()
  const clean = new Session(settingsOf(undefined, undefined), heard, heard)
  clean.opened(0)
  clean.received(bytesOf('20 02 00 00'), 0)
  clean.publish('t', 'x', 2, true, 0)
  for (let id = 1; id < 33; id++) clean.received(bytesOf('34 05 00 01 61 00') + String.fromCharCode(id), 0)
  checks.check('mqtt 32 held', clean.state + ' ' + hex(clean.received(bytesOf('34 05 00 01 61 00 01'), 0)), '2 50020001')
  checks.check('mqtt held is never overdue', clean.nextWake(), 20000)
  clean.received(bytesOf('62 02 00 07 50 02 00 01'), 5)
  checks.check('mqtt wake after PUBREC', clean.nextWake(), 20005)
  clean.received(bytesOf('34 05 00 01 61 01 00'), 5)
  clean.received(bytesOf('34 05 00 01 61 01 01'), 5)
  checks.check('mqtt 33 held', clean.state + ' ' + clean.reason, '3 263')
  closed(clean, 10)
  checks.check('mqtt clean returns', heard.text.slice(-5), 'ret1,')
}

/** MQTT: writer, reader, session against every split of a recording, and what a server may not send. */
export function mqttCases(checks: Checks): void {
  writerCases(checks)
  readerCases(checks)
  exactCases(checks)
  const whole = replay(1000, 1000)
  checks.note('mqtt recording', whole)
  const length = bytesOf(RECORDING).length
  for (let first = 1; first < length; first++) checks.check('mqtt recording cut after ' + first, replay(first, 1000), whole)
  for (const size of [1, 2, 3, 4, 5, 7]) checks.check('mqtt recording in pieces of ' + size, replay(size, size), whole)
  checks.check('mqtt recording in pieces of 1 and 5', replay(1, 5), whole)
  for (const code of [0, 1, 2, 3, 4, 5, 6, 127, 128, 255]) {
    checks.check('mqtt CONNACK ' + code, opened('\x20\x02\x00' + String.fromCharCode(code)), code ? '3 ' + code + ' ' : '2 256 accepted,')
  }
  for (const packet of [
    '20 02 00 00 20 02 00 00', '20 02 00 00 41 02 00 01', '20 02 00 00 40 01 00', '20 02 00 00 40 03 00 01 00', '20 02 00 00 40 02 00 00',
    '20 02 00 00 32 05 00 01 74 00 00', '20 02 00 00 90 03 00 00 00', '20 02 00 00 36 05 00 01 74 00 01', '20 02 00 00 34 05 00 01 74 00 00', '20 02 00 00 60 02 00 01', '20 02 00 00 50 02 00 00',
    '20 02 00 00 38 03 00 01 74', '20 02 00 00 30 04 00 05 61 62', '20 02 00 00 32 04 00 01 74 00', '20 02 00 00 30 01 00', '20 02 00 00 30 00',
    '20 02 00 00 00 00', '20 02 00 00 F0 00', '20 02 01 00', '30 03 00 01 74', 'D0 00', 'FF FF FF FF FF'
  ]) checks.check('mqtt forbidden ' + packet, opened(bytesOf(packet)).split(' ').slice(0, 2).join(' '), '3 257')
  for (const packet of ['30 02 00 00', '30 05 00 03 61 00 62', '30 03 00 01 80', '30 05 00 03 ED A0 80', '30 03 00 01 23', '30 81 80 40', '30 FF FF FF 7F']) {
    checks.check('mqtt bad message ' + packet, opened(bytesOf('20 02 00 00 ' + packet)).split(' ').slice(0, 2).join(' '), '3 265')
  }
}
