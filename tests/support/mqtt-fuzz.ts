import { isDeepStrictEqual } from 'node:util'
import { generate, parser, type IConnectPacket, type Packet, type Parser, type QoS } from 'mqtt-packet'
import type { Bytes } from '../../drivers/hal/bytes.ts'
import { STOPPED } from '../../firmware/mqtt/disconnect-reason.ts'
import type { ConnectSettings } from '../../firmware/mqtt/packet-writer.ts'
import { CONNECTED, ENDED, IDLE, WAITING } from '../../firmware/mqtt/session-state.ts'
import { MAX_HELD, MAX_IN_FLIGHT } from '../../firmware/mqtt/in-flight.ts'
import { SEND_LIMIT } from '../../firmware/mqtt/outbox.ts'
import { SOFT_LIMIT } from '../../firmware/mqtt/packet-stream.ts'
import { Session } from '../../firmware/mqtt/session.ts'
import { closed, end } from '../../firmware/mqtt/session-end.ts'
import { DISCARDED, RESUMED } from '../../firmware/mqtt/session-record.ts'
import { Random } from '../../host-sim/random.ts'
import { LINK_SETTINGS, RecordingListener } from './mqtt-link.ts'
import { MqttLedger } from './mqtt-ledger.ts'

const CONNACK: Packet = { cmd: 'connack', sessionPresent: false, returnCode: 0 }
const LETTERS = ['a', 'z', '0', '/', '-', '_', ' ', '$', '.', '\u00e9', '\u20ac', '\u{1f600}', '\ufeff', '\u{10ffff}', '\ud7ff', '\ue000']
const ANSWERS = ['puback', 'pubrec', 'pubcomp', 'suback', 'unsuback'] as const
/** SUBSCRIBE and UNSUBSCRIBE that may wait for their answers in one life. */
const REQUESTS = 4
/** Beginnings that a server's packets have, and some that they must not have. */
const HEADS = ['\x20\x02', '\x40\x02', '\x30', '\x31', '\x32', '\x33', '\x3b', '\x90\x03', '\xd0\0', '\x30\xff\x40', '\x50\x02', '\x62\x02', '\x70\x02', '\x34', '\x36', '\xb0\x02', '\x30\xff\xff\xff\xff']
const NOISE = noise(new Random(1), 0x10000)

function noise(random: Random, length: number): Bytes {
  let bytes = ''
  for (let n = 0; n < length; n++) bytes += String.fromCharCode(random.below(256))
  return bytes
}

const utf8 = (text: string): Bytes => Buffer.from(text).toString('latin1')
const bytesOf = (packet: Packet): Bytes => generate(packet).toString('latin1')

/** The remaining length of a whole packet. */
const remaining = (bytes: Bytes): number => bytes.length - (bytes.length > 16386 ? 4 : bytes.length > 129 ? 3 : 2)

function same(what: string, actual: unknown, expected: unknown): void {
  if (actual === expected || isDeepStrictEqual(actual, expected)) return
  throw new Error(`${what}: ${JSON.stringify(actual).slice(0, 2000)} instead of ${JSON.stringify(expected).slice(0, 2000)}`)
}

/** Draws what packets are made of. */
class Draw {
  readonly random: Random

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  text(longest: number): string {
    let text = ''
    for (let n = 1 + this.random.below(longest); n > 0; n--) text += LETTERS[this.random.below(LETTERS.length)]
    return text
  }

  payload(): Bytes {
    const longest = this.random.chance(0.98) ? 160 : this.random.chance(0.5) ? SOFT_LIMIT + 200 : SEND_LIMIT + 100
    const length = this.random.below(longest)
    const at = this.random.below(NOISE.length - length)
    return NOISE.slice(at, at + length)
  }

  /** 1-65535, small ones more often. */
  id(): number {
    return 1 + this.random.below(this.random.chance(0.5) ? 8 : 65535)
  }

  /** A packet that a server may send after what stands in the ledger. */
  ofServer(ledger: MqttLedger): Packet {
    const kind = this.random.below(20)
    if (kind < 7) {
      // One more than may be held ends the session.
      const qos = this.random.below(ledger.held.size < MAX_HELD ? 3 : 2) as QoS
      return {
        cmd: 'publish', topic: this.text(20), payload: Buffer.from(this.payload(), 'latin1'), qos, retain: this.random.chance(0.2),
        dup: qos > 0 && this.random.chance(0.2), ...(qos > 0 ? { messageId: this.id() } : {})
      }
    }
    if (kind < 10) return { cmd: 'pubrel', messageId: this.oneOf([...ledger.held]) }
    if (kind < 11) return { cmd: 'pingresp' }
    const messageId = this.oneOf([...ledger.awaited.keys()])
    const right = ledger.awaited.get(messageId) ?? 'suback'
    const cmd = this.random.chance(0.9) ? right : ANSWERS[this.random.below(ANSWERS.length)]
    if (cmd === 'unsuback') return { cmd, messageId, granted: [] }
    if (cmd !== 'suback') return { cmd, messageId }
    const codes = right === 'suback' && ledger.awaited.has(messageId) ? ledger.filters : 1 + this.random.below(4)
    return { cmd, messageId, granted: Array.from({ length: codes }, () => [0, 1, 2, 128][this.random.below(4)]) }
  }

  /** One of these ids, or sometimes any. */
  private oneOf(ids: number[]): number {
    return ids.length > 0 && this.random.chance(0.9) ? ids[this.random.below(ids.length)] : this.id()
  }

  /** The same bytes in pieces, often in one. */
  pieces(bytes: Bytes): Bytes[] {
    if (this.random.chance(0.4)) return [bytes]
    const longest = 1 + this.random.below(this.random.chance(0.5) ? 8 : 400)
    const pieces: Bytes[] = []
    for (let at = 0; at < bytes.length;) {
      const size = 1 + this.random.below(longest)
      pieces.push(bytes.slice(at, at + size))
      at += size
    }
    return pieces
  }

  /** A few bytes changed, left out, put in, or moved. */
  mutated(bytes: Bytes): Bytes {
    let mutant = bytes
    for (let n = 1 + this.random.below(3); n > 0; n--) {
      const at = this.random.below(mutant.length)
      const end = Math.min(mutant.length, at + 1 + this.random.below(8))
      const kind = this.random.below(7)
      const put = [
        String.fromCharCode(mutant.charCodeAt(at) ^ (1 << this.random.below(8))), String.fromCharCode(this.random.below(256)), String.fromCharCode(this.random.below(4)),
        '', mutant.slice(at, end) + mutant.slice(at, end), HEADS[this.random.below(HEADS.length)], noise(this.random, 1 + this.random.below(6))
      ][kind]
      mutant = mutant.slice(0, at) + put + mutant.slice(kind < 3 ? at + 1 : kind < 4 ? end : kind < 5 ? end : at)
      if (mutant === '') return bytes
    }
    return mutant
  }
}

/** A session and everything it sends, as mqtt-packet reads it. */
class Subject {
  readonly listener = new RecordingListener()
  readonly session: Session
  readonly sent: Packet[] = []
  private state = IDLE
  private stream: Parser

  constructor(settings: ConnectSettings) {
    this.session = new Session(settings, {
      onAccepted: (outcome, again) => {
        if (outcome === DISCARDED) {
          this.write(end(this.session, STOPPED))
        } else {
          this.write(again)
          this.listener.onConnected(outcome === RESUMED)
        }
      }
    }, this.listener)
    this.stream = this.reader()
  }

  open(): void {
    this.stream = this.reader()
    this.write(this.session.opened(0))
    this.state = WAITING
  }

  close(): void {
    // So late that no message is to blame for the end.
    closed(this.session, 60000)
    this.state = IDLE
  }

  /** What the session has said. */
  write(bytes: Bytes): void {
    if (bytes !== '') this.stream.parse(Buffer.from(bytes, 'latin1'))
  }

  /** Feeds the pieces, and looks at the session after each. */
  feed(pieces: Bytes[]): void {
    for (const piece of pieces) {
      const answers = this.session.received(piece, 0)
      const { state } = this.session
      const legal = state === this.state || state === ENDED || (this.state === WAITING && state === CONNECTED)
      if (!legal) throw new Error(`state ${state} after ${this.state}`)
      if (state === ENDED && answers !== '') throw new Error('an answer after the end')
      this.state = state
      const { buffer, pending, skip } = this.session as unknown as { buffer: Bytes, pending: object, skip: number }
      if (buffer.length > SOFT_LIMIT + 4) throw new Error(`${buffer.length} bytes are kept`)
      if (skip > 0 && buffer.length > 1) throw new Error(`${buffer.length} bytes of what is drained are kept`)
      if (Object.keys(pending).length > MAX_IN_FLIGHT + MAX_HELD + REQUESTS) throw new Error('more is remembered than may be')
      this.write(answers)
    }
  }

  private reader(): Parser {
    const stream = parser({ protocolVersion: 4 })
    stream.on('packet', packet => { this.sent.push(packet) })
    stream.on('error', error => { throw error })
    return stream
  }
}

/**
 * The packets in those bytes as mqtt-packet reads them, whether all were well-formed to it, and whether the first that
 * was not is a SUBACK: one that nobody waits for may hold any codes, which the session does not look at.
 */
function readByOther(bytes: Bytes): { packets: Packet[], wellFormed: boolean, unawaited: boolean } {
  const packets: Packet[] = []
  let wellFormed = true
  let unawaited = false
  const stream = parser({ protocolVersion: 4 })
  stream.on('packet', packet => { if (wellFormed) packets.push(packet) })
  stream.on('error', error => {
    if (wellFormed) unawaited = error.message.includes('suback')
    wellFormed = false
  })
  stream.parse(Buffer.from(bytes, 'latin1'))
  return { packets, wellFormed, unawaited }
}

/** Two filters asked for, four messages sent, one filter given up: ids 1 to 6. */
function asAfterwards(ledger: MqttLedger): void {
  ledger.filters = 2
  for (const [n, answer] of (['suback', 'puback', 'pubrec', 'puback', 'pubrec', 'unsuback'] as const).entries()) ledger.awaited.set(n + 1, answer)
}

/** Feeds what may be anything, and compares what becomes of it with the ledger's opinion of what mqtt-packet reads. */
function judge(draw: Draw, bytes: Bytes): void {
  const subject = new Subject(LINK_SETTINGS)
  const ledger = new MqttLedger()
  subject.listener.on['connected'] = () => {
    subject.session.subscribe(['a', 'b'], 1, 0)
    for (const qos of [1, 2, 1, 2]) subject.session.publish('t', 'x', qos, false, 0)
    subject.session.unsubscribe(['c'], 0)
  }
  asAfterwards(ledger)
  subject.open()
  subject.sent.length = 0
  subject.feed(draw.pieces(bytes))
  const { packets, wellFormed, unawaited } = readByOther(bytes)
  const lawful = packets.every(packet => ledger.take(packet, packet.length!)) && wellFormed
  if (unawaited) {
    same('events until then', subject.listener.events.slice(0, ledger.events.length), ledger.events)
    return
  }
  same('events', subject.listener.events, ledger.events)
  const answers = (list: Packet[]): string[] => list.map(({ cmd, messageId }) => `${cmd} ${messageId}`)
  const [given, due] = [answers(subject.sent), answers(ledger.answers)]
  // mqtt-packet refuses a first byte without its length, which the session waits for.
  if (!lawful && subject.session.state !== ENDED) subject.feed(['\0'])
  if (subject.session.state === ENDED) {
    // What was due in the chunk that ended it is not sent.
    same('answers before the end', given, due.slice(0, given.length))
  } else {
    if (!lawful) throw new Error('the session goes on after what mqtt-packet or the ledger refuses')
    same('answers', given, due)
    same('strays', subject.session.strays, ledger.strays)
  }
}

/** As `judge`, and says with which bytes it went wrong. */
function told(draw: Draw, bytes: Bytes): void {
  try {
    judge(draw, bytes)
  } catch (error) {
    throw new Error(`${(error as Error).message} (${Buffer.from(bytes, 'latin1').toString('hex')})`, { cause: error })
  }
}

/** One link's worth of valid packets from the server. */
function recording(draw: Draw, count: number): Bytes {
  const ledger = new MqttLedger()
  ledger.take(CONNACK, 2)
  asAfterwards(ledger)
  let bytes = bytesOf(CONNACK)
  while (count-- > 0) {
    const packet = draw.ofServer(ledger)
    const encoded = bytesOf(packet)
    ledger.take(packet, remaining(encoded))
    bytes += encoded
  }
  return bytes
}

/** Valid packets with a few changes: never an exception, and the verdict of the second opinion. Returns how many packets. */
export function mutatedRound(seed: number): number {
  const draw = new Draw(seed)
  const count = 1 + draw.random.below(6)
  told(draw, draw.mutated(recording(draw, count)))
  return count
}

/** Noise, much of it with the beginning of a packet. Returns how many pieces. */
export function noiseRound(seed: number): number {
  const draw = new Draw(seed)
  const count = 1 + draw.random.below(6)
  let bytes = draw.random.chance(0.8) ? bytesOf(CONNACK) : ''
  for (let n = 0; n < count; n++) {
    if (draw.random.chance(0.8)) bytes += HEADS[draw.random.below(HEADS.length)]
    for (let more = draw.random.below(12); more > 0; more--) bytes += String.fromCharCode(draw.random.below(draw.random.chance(0.5) ? 4 : 256))
  }
  told(draw, bytes)
  return count
}

/** The connection settings of one life, and the CONNECT that mqtt-packet makes of them. */
function identity(draw: Draw): { settings: ConnectSettings, connect: IConnectPacket } {
  const [clientId, willTopic, willPayload] = [draw.text(20), draw.text(40), draw.payload().slice(0, 200)]
  const user = draw.random.chance(0.5) ? draw.text(20) : undefined
  const password = draw.random.chance(0.5) ? draw.payload().slice(0, 60) + '!' : undefined
  const keepAliveSeconds = 10 + draw.random.below(1191)
  const cleanSession = draw.random.chance(0.6)
  const inFlight = draw.random.chance(0.6) ? undefined : 1 + draw.random.below(4)
  const named = user === undefined ? {} : { username: user, ...(password === undefined ? {} : { password: Buffer.from(password, 'latin1') }) }
  return {
    settings: {
      clientId: utf8(clientId), willTopic: utf8(willTopic), willPayload, keepAliveSeconds, password, user: user === undefined ? undefined : utf8(user), cleanSession, inFlight
    },
    connect: {
      cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId, keepalive: keepAliveSeconds,
      will: { topic: willTopic, payload: Buffer.from(willPayload, 'latin1'), qos: 1, retain: true }, ...named
    }
  }
}

/** A life of one client: whatever it sends is what mqtt-packet writes, and whatever mqtt-packet writes is told and answered as the ledger says. */
class Life {
  private readonly draw: Draw
  private readonly subject: Subject
  private readonly connect: IConnectPacket
  private readonly cap: number
  /** The session outlives its links. */
  private readonly kept: boolean
  private ledger = new MqttLedger()
  private id = 0
  /** What the session had counted when this ledger was begun. */
  private strays = 0
  /** Every message sent with QoS 1 or 2, by its id. */
  private readonly messages = new Map<number, Packet>()
  packets = 0

  constructor(seed: number) {
    this.draw = new Draw(seed)
    const { settings, connect } = identity(this.draw)
    this.connect = connect
    this.kept = settings.cleanSession === false
    this.cap = settings.inFlight ?? MAX_IN_FLIGHT
    this.subject = new Subject(settings)
    if (this.kept) this.discard()
    this.link(false)
  }

  step(): void {
    const { random } = this.draw
    const kind = random.below(40)
    if (kind < 16) this.listen(1 + random.below(6))
    else if (kind < 33) this.publish()
    else if (kind < 36) this.subscribe()
    else if (kind < 39) this.unsubscribe()
    else this.leave()
  }

  /** The first link of a session that is to be kept has the broker forget what came before. */
  private discard(): void {
    this.subject.open()
    this.sent(this.connect)
    this.subject.feed([bytesOf(CONNACK)])
    this.sent({ cmd: 'disconnect' })
    this.subject.close()
  }

  private link(present: boolean): void {
    this.subject.open()
    this.sent({ ...this.connect, clean: !this.kept })
    this.subject.feed([bytesOf({ cmd: 'connack', sessionPresent: present, returnCode: 0 })])
    if (!present) {
      this.given()
      this.ledger = new MqttLedger()
      this.strays = this.subject.session.strays
    }
    this.ledger.connected = true
    same('what is told', this.subject.listener.events.splice(0), [present ? 'resumed' : 'connected'])
    if (present) this.repeated()
    else this.ping()
  }

  private ping(): void {
    this.subject.write(this.subject.session.elapsed(this.connect.keepalive! * 750))
    this.sent({ cmd: 'pingreq' })
    this.subject.feed([bytesOf({ cmd: 'pingresp' })])
    this.sent()
  }

  private leave(): void {
    if (this.draw.random.chance(0.5)) {
      this.subject.write(end(this.subject.session, STOPPED))
      this.sent({ cmd: 'disconnect' })
    }
    this.subject.close()
    this.ledger.filters = 0
    for (const [id, answer] of this.ledger.awaited) if (answer === 'suback' || answer === 'unsuback') this.ledger.awaited.delete(id)
    if (!this.kept) {
      this.given()
      this.ledger.awaited.clear()
    }
    this.link(this.kept && this.draw.random.chance(0.7))
  }

  /** What was in flight has been given back, before anything else was told. */
  private given(): void {
    const returned = this.ledger.inFlight.map(id => `returned ${id}`).sort()
    same('what is given back', this.subject.listener.events.splice(0, returned.length).sort(), returned)
  }

  /** What a resumed session sends: the messages in their order, and the PUBRELs in that of their PUBRECs. */
  private repeated(): void {
    const again = [...this.ledger.awaited].map(([messageId, answer]): Packet => answer === 'pubcomp' ? { cmd: 'pubrel', messageId } : { ...this.messages.get(messageId)!, dup: true } as Packet)
    const sent = this.subject.sent
    const releases = sent.filter(({ cmd }) => cmd === 'pubrel')
    const messages = sent.filter(({ cmd }) => cmd !== 'pubrel')
    sent.splice(0, sent.length, ...messages, ...releases)
    this.sent(...again.filter(({ cmd }) => cmd !== 'pubrel'), ...again.filter(({ cmd }) => cmd === 'pubrel'))
  }

  private publish(): void {
    const { random } = this.draw
    const topic = random.chance(0.7) ? 'breva/a1b2c3/state' : this.draw.text(30)
    const payload = this.draw.payload()
    const qos = [0, 1, 1, 1, 2][random.below(5)] as QoS
    const retain = random.chance(0.1)
    const bytes = this.subject.session.publish(utf8(topic), payload, qos, retain, 0)
    const length = 2 + Buffer.byteLength(topic) + (qos > 0 ? 2 : 0) + payload.length
    if (length > SEND_LIMIT || (qos > 0 && this.ledger.inFlight.length >= this.cap)) {
      same('a refusal', bytes, '')
      return
    }
    const messageId = qos > 0 ? this.nextId(qos > 1 ? 'pubrec' : 'puback') : undefined
    const packet: Packet = { cmd: 'publish', topic, payload: Buffer.from(payload, 'latin1'), qos, dup: false, retain, ...(messageId === undefined ? {} : { messageId }) }
    if (messageId !== undefined) this.messages.set(messageId, packet)
    this.says(bytes, packet)
  }

  private subscribe(): void {
    const filters = this.filters()
    const qos = this.draw.random.below(3) as QoS
    const bytes = this.subject.session.subscribe(filters.map(utf8), qos, 0)
    if (this.ledger.filters > 0) {
      same('a second subscription', bytes, '')
      return
    }
    this.ledger.filters = filters.length
    this.says(bytes, { cmd: 'subscribe', messageId: this.nextId('suback'), subscriptions: filters.map(topic => ({ topic, qos })) })
  }

  private unsubscribe(): void {
    if ([...this.ledger.awaited.values()].filter(answer => answer === 'unsuback').length > REQUESTS - 2) return
    const filters = this.filters()
    this.says(this.subject.session.unsubscribe(filters.map(utf8), 0), { cmd: 'unsubscribe', messageId: this.nextId('unsuback'), unsubscriptions: filters })
  }

  private filters(): string[] {
    return Array.from({ length: 1 + this.draw.random.below(4) }, () => this.draw.random.chance(0.3) ? 'a/+/#' : this.draw.text(30))
  }

  /** These bytes are that packet, and nothing else has been sent. */
  private says(bytes: Bytes, packet: Packet): void {
    this.subject.write(bytes)
    this.sent(packet)
    same('the bytes', bytes, bytesOf(packet))
  }

  private listen(count: number): void {
    let bytes = ''
    for (let n = 0; n < count; n++) {
      const packet = this.draw.ofServer(this.ledger)
      const encoded = bytesOf(packet)
      if (!this.ledger.take(packet, remaining(encoded))) throw new Error(`a server may not send ${JSON.stringify(packet)}`)
      bytes += encoded
    }
    this.packets += count
    this.subject.feed(this.draw.pieces(bytes))
    this.told()
    this.sent(...this.ledger.answers.splice(0))
    same('strays', this.subject.session.strays - this.strays, this.ledger.strays)
  }

  private nextId(answer: 'puback' | 'pubrec' | 'suback' | 'unsuback'): number {
    do this.id = this.id % 65535 + 1
    while (this.ledger.awaited.has(this.id))
    this.ledger.awaited.set(this.id, answer)
    return this.id
  }

  private told(): void {
    same('what is told', this.subject.listener.events.splice(0), this.ledger.events.splice(0))
    this.subject.listener.messages.length = this.subject.listener.acknowledged.length = 0
  }

  /** The packets sent since the last look have these fields, and no others were sent. */
  private sent(...expected: Packet[]): void {
    this.packets += expected.length
    const sent = this.subject.sent.splice(0)
    same('packets sent', sent.map(({ cmd }) => cmd), expected.map(({ cmd }) => cmd))
    for (const [n, packet] of expected.entries()) same('what is sent', fields(sent[n], packet), fields(packet, packet))
  }
}

/** The fields of one packet that another one has. */
function fields(packet: Packet, model: Packet): unknown {
  return Object.keys(model).sort().map(name => [name, (packet as unknown as Record<string, unknown>)[name]])
}

/** Some hundred packets in both directions, each compared with mqtt-packet. Returns how many. */
export function lifeRound(seed: number, packets: number): number {
  const life = new Life(seed)
  while (life.packets < packets) life.step()
  return life.packets
}
