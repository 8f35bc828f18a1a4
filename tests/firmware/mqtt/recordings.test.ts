import type { Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { STOPPED } from '../../../firmware/mqtt/disconnect-reason.ts'
import { CONNECTED, ENDED } from '../../../firmware/mqtt/session-state.ts'
import { MAX_IN_FLIGHT } from '../../../firmware/mqtt/in-flight.ts'
import { end } from '../../../firmware/mqtt/session-end.ts'
import { Session } from '../../../firmware/mqtt/session.ts'
import { Random } from '../../../host-sim/random.ts'
import { MALFORMED_BEGINNINGS, MALFORMED_PACKETS } from '../../support/malformed-packets.ts'
import { LINK_SETTINGS, RecordingListener } from '../../support/mqtt-link.ts'
import { decode, encode } from '../../support/scripted-broker.ts'

const CONNACK = '\x20\x02\0\0'
const hex = (bytes: Bytes): string => Buffer.from(bytes, 'latin1').toString('hex')

function message(topic: string, payload: Bytes, qos: 0 | 1 | 2, messageId: number, flags: { dup?: boolean, retain?: boolean } = {}): Bytes {
  return encode({ cmd: 'publish', topic, payload: Buffer.from(payload, 'latin1'), qos, dup: false, retain: false, ...(qos > 0 ? { messageId } : {}), ...flags })
}

const acknowledged = (cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', messageId: number): Bytes => encode({ cmd, messageId })

const fromHex = (digits: string): Bytes => Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1')

/** What the session does as soon as it is connected: ids 1 to 5, of which 4 has got its PUBREC. */
function begin(session: Session): void {
  session.subscribe(['a', 'b'], 2, 0)
  for (const qos of [1, 2, 2]) session.publish('t', 'x', qos, false, 0)
  session.unsubscribe(['c'], 0)
}

interface Played {
  events: string[]
  answers: string
  counts: number[]
}

function play(chunks: Bytes[]): Played {
  const listener = new RecordingListener()
  const session = new Session(LINK_SETTINGS, { onAccepted: () => { listener.onConnected() } }, listener)
  listener.on['connected'] = () => { begin(session) }
  session.opened(0)
  let answers = ''
  for (const chunk of chunks) answers += session.received(chunk, 0)
  const { state, reason, strays, violations } = session
  // What is due in the chunk that ends the session is not sent, so that the cut decides.
  return { events: listener.events, answers: state === ENDED ? '' : hex(answers), counts: [state, reason, strays, violations] }
}

/** As `expect(actual).toEqual(expected)`, but quick where they are, as they are some hundred thousand times. */
function expectSame(actual: Played, expected: Played): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected)
}

/** In pieces of random sizes, few or many. */
function cut(bytes: Bytes, random: Random): Bytes[] {
  const longest = 1 + random.below(random.chance(0.5) ? 12 : bytes.length)
  const chunks: Bytes[] = []
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random.below(longest)
    chunks.push(bytes.slice(at, at + size))
    at += size
  }
  return chunks
}

const LIFE = CONNACK + encode({ cmd: 'suback', messageId: 1, granted: [1, 0x80] }) + message('breva/a/command/read', '{"id":"c-81"}', 1, 7) +
  acknowledged('puback', 2) + message('a', '', 0, 0) + acknowledged('pubrec', 3) + '\xd0\0' + message('\u00e9', '\0\xff', 2, 65535) + acknowledged('puback', 77) +
  message('\u00e9', '\0\xff', 2, 65535, { dup: true }) + acknowledged('pubcomp', 3) + acknowledged('pubrel', 65535) + message('r', 'kept', 1, 9, { retain: true }) +
  message('\u00e9', 'new', 2, 65535) + acknowledged('pubrel', 4) + encode({ cmd: 'unsuback', messageId: 5, granted: [] }) + acknowledged('pubrec', 99)

/** What mosquitto 2.0.11 and aedes 1.2.0 sent when the session did that and another client published to a and b. */
const MOSQUITTO = fromHex('20020000 900400010202 330900016100016b657074 40020002 50020003 50020004 b0020005 300500016171 30 70020003 70020004 3003000162' +
  '320700016100027131 3205000162 0003 340700016100047132 62020004 34050001620005 62020005 34cd01000162 0006' + 'c3a9'.repeat(100) + '32050001610007 62020006 d000')
const AEDES = fromHex('20020000 9004000101 02 40020002 b0020005 50020003 50020004 3309000161033d6b657074 300500016171 30 70020003 70020004 3003000162' +
  '3207000161033e7131 3205000162033f 3407000161034071 32 34050001620341 34cd01000162 0342' + 'c3a9'.repeat(100) + '32050001610343 62020340 62020341 62020342 d000')

const RECORDINGS: [string, Bytes][] = [
  ['a link with every packet a server sends', LIFE],
  ['mosquitto', MOSQUITTO],
  ['aedes', AEDES],
  ['messages that are drained unread', CONNACK + message('big', 'x'.repeat(4200), 1, 513) + message('a', 'y', 0, 0) + message('big', 'x'.repeat(4200), 2, 514) +
    acknowledged('pubrel', 514) + acknowledged('puback', 2)],
  ['a refusal', '\x20\x02\0\x05' + message('a', 'x', 1, 3)]
]

describe('F06 a recording', () => {
  it('of a link with every packet is understood in one piece', () => {
    expect(play([LIFE])).toEqual({
      events: [
        'connected', 'subscribed 1: 0180', 'message breva/a/command/read={"id":"c-81"}', 'acknowledged 2', 'message a=', 'message \xc3\xa9=\0\xff', 'acknowledged 3',
        'message r=kept retained', 'message \xc3\xa9=new', 'acknowledged 5'
      ],
      answers: '40020007' + '62020003' + '5002ffff' + '5002ffff' + '7002ffff' + '40020009' + '5002ffff' + '70020004' + '62020063',
      // PINGRESP, PUBACK 77, PUBREL 4 and PUBREC 99 answer nothing.
      counts: [CONNECTED, 256, 4, 0]
    })
  })

  it.each([['mosquitto', MOSQUITTO, '0202'], ['aedes', AEDES, '0102']])('of %s is understood in one piece', (_name, bytes, granted) => {
    const { events, counts } = play([bytes])
    expect([...events].sort()).toEqual([
      'acknowledged 2', 'acknowledged 3', 'acknowledged 4', 'acknowledged 5', 'connected', 'message a=', 'message a=kept retained', 'message a=q0', 'message a=q1', 'message a=q2',
      'message b=', 'message b=', 'message b=', `message b=${'\xc3\xa9'.repeat(100)}`, `subscribed 1: ${granted}`
    ])
    expect(counts).toEqual([CONNECTED, 256, 1, 0])
  })

  it.each(RECORDINGS)('of %s is understood alike at every split, and byte by byte', (_name, bytes) => {
    const whole = play([bytes])
    for (let at = 1; at < bytes.length; at++) expectSame(play([bytes.slice(0, at), bytes.slice(at)]), whole)
    expect(play([...bytes])).toEqual(whole)
  })

  it('of a link with every packet is understood alike in 10,000 random partitions, and the others in 200', () => {
    const random = new Random(6)
    for (const [name, bytes] of RECORDINGS) {
      const whole = play([bytes])
      for (let run = 0; run < (name.includes('every packet') ? 10000 : 200); run++) expectSame(play(cut(bytes, random)), whole)
      expect(play(cut(bytes, random))).toEqual(whole)
    }
  })

  it('that ends in any malformation is understood alike at every split, byte by byte, and in random partitions', () => {
    const random = new Random(9)
    const before = CONNACK + message('before', 'x', 1, 7)
    const cases = [...MALFORMED_PACKETS.flatMap(({ packets }) => packets.map(bytes => before + bytes)), ...MALFORMED_BEGINNINGS.flatMap(({ packets }) => packets)]
    for (const bytes of cases) {
      const whole = play([bytes])
      expect(whole.counts[0]).toBe(ENDED)
      for (let at = 1; at < bytes.length; at++) expectSame(play([bytes.slice(0, at), bytes.slice(at)]), whole)
      expectSame(play([...bytes]), whole)
      for (let run = 0; run < 20; run++) expectSame(play(cut(bytes, random)), whole)
    }
  })
})

describe('F07 CONNACK, SUBACK and messages in one chunk', () => {
  it.each([1, 100, 130000])('arrive in order and are answered, %i of them', count => {
    const listener = new RecordingListener()
    const session = new Session(LINK_SETTINGS, { onAccepted: () => { listener.onConnected() } }, listener)
    listener.on['connected'] = () => { session.subscribe(['t'], 1, 0) }
    session.opened(0)
    let bytes = CONNACK + encode({ cmd: 'suback', messageId: 1, granted: [1] })
    for (let n = 0; n < count; n++) bytes += (n & 63 ? '\x30\x06\0\x01t' : '\x32\x08\0\x01t\x12\x34') + String.fromCharCode(n & 255, (n >> 8) & 255, n >> 16)
    const answers = session.received(bytes, 0)
    expect(answers).toBe('\x40\x02\x12\x34'.repeat(Math.ceil(count / 64)))
    expect([listener.events.length, listener.events[1], session.state]).toEqual([count + 2, 'subscribed 1: 01', CONNECTED])
    const wrong = listener.messages.findIndex(({ payload }, n) => payload !== String.fromCharCode(n & 255, (n >> 8) & 255, n >> 16))
    expect([listener.messages.length, wrong]).toEqual([count, -1])
  })
})

describe('F08 a listener that acts inside the parser', () => {
  const CALLBACKS = ['connected', 'subscribed', 'message', 'acknowledged']

  /** Plays the link with every packet, in these pieces, and does that once in the first callback of that name. */
  function act(callback: string, pieces: Bytes[], action: (session: Session) => Bytes): { events: string[], answers: Packet[], said: Bytes, session: Session } {
    const listener = new RecordingListener()
    const session = new Session(LINK_SETTINGS, { onAccepted: () => { listener.onConnected() } }, listener)
    let said = ''
    let done = false
    for (const name of CALLBACKS) {
      listener.on[name] = () => {
        if (name === 'connected') begin(session)
        if (name !== callback || done) return
        done = true
        said += action(session)
      }
    }
    session.opened(0)
    let answers = ''
    for (const piece of pieces) answers += session.received(piece, 0)
    return { events: listener.events, answers: decode(answers), said, session }
  }

  it.each(CALLBACKS)('leaves in on%s: nothing of the rest is told or answered', callback => {
    for (const pieces of [[LIFE], [...LIFE]]) {
      const { events, said, session } = act(callback, pieces, running => end(running, STOPPED))
      expect([hex(said), session.state, session.reason, session.violations]).toEqual(['e000', ENDED, STOPPED, 0])
      expect(events.filter(event => event.startsWith(callback)).length).toBe(1)
      expect(events.at(-1)!.startsWith(callback)).toBe(true)
    }
    expect(act(callback, [LIFE], running => end(running, STOPPED)).answers).toEqual([])
  })

  it.each(CALLBACKS)('publishes, subscribes and unsubscribes in on%s: the rest is told and answered as without it', callback => {
    const { events, answers } = play([LIFE])
    for (const pieces of [[LIFE], [...LIFE]]) {
      const acted = act(callback, pieces, running => {
        let bytes = ''
        for (let n = 0; n <= MAX_IN_FLIGHT; n++) bytes += running.publish('t', String(n), 1, false, 0) + running.publish('other', String(n), 0, false, 0)
        return bytes + running.subscribe(['more'], 1, 0) + running.unsubscribe(['less'], 0)
      })
      expect(acted.events).toEqual(events)
      expect(acted.answers).toEqual(decode(Buffer.from(answers, 'hex').toString('latin1')))
      expect(acted.session.state).toBe(CONNECTED)
      const ids = decode(acted.said).map(({ messageId }) => messageId).filter(id => id !== undefined)
      expect([new Set(ids).size, Math.min(...ids.map(Number))]).toEqual([ids.length, 6])
    }
  })
})
