/**
 * Random pieces, many of them packets or frames and damaged ones, into the MQTT session and the MH-Z19 scanner, on the
 * interpreter. Prints what is held on the way, so that growth shows. `NOISE` is how many pieces.
 */
import { scan } from '../../../drivers/mh-z19/mh-z19-wire.ts'
import { HARD_LIMIT, SOFT_LIMIT } from '../../../firmware/mqtt/packet-stream.ts'
import { Session } from '../../../firmware/mqtt/session.ts'
import { closed } from '../../../firmware/mqtt/session-end.ts'
import { Random } from '../../../host-sim/random.ts'
import { bytesOf } from './check.ts'

declare const global: { NOISE: number }
declare function print(text: string): void
declare function quit(): void
declare function setTimeout(task: (done: number) => void, delay: number, done: number): unknown
declare const process: { memory(): { usage: number } }

/** Pieces between two looks at the memory, and in one go. */
const REPORT = 10000
const BATCH = 500

class Sink {
  messages: number
  accepted: number

  constructor() {
    this.messages = 0
    this.accepted = 0
  }

  onAccepted(): void {
    this.accepted++
  }

  onMessage(_topic: string, _payload: string, _retained: boolean, long: boolean): void {
    if (!long) this.messages++
  }

  onRead(): void { /* nothing waits for it */ }

  onAcknowledged(): void { /* nothing was sent */ }

  onReturned(): void { /* so nothing comes back */ }

  onSubscribed(): void { /* likewise */ }
}

const random = new Random(100)
const sink = new Sink()
const session = new Session({ clientId: 'noise', keepAliveSeconds: 60, willTopic: 'w', willPayload: 'offline', user: undefined, password: undefined }, sink, sink)

/** Everything a piece is cut from: packets and frames that are right, and noise. */
const good = [
  bytesOf('30 05 00 01 74 68 69'), bytesOf('32 08 00 02 61 62 12 34 FF 00'), bytesOf('40 02 00 02'), bytesOf('D0 00'), bytesOf('90 03 00 01 01'),
  bytesOf('FF 86 02 20 00 00 00 00 58'), bytesOf('FF 86 03 20 12 34 56 78 43'), bytesOf('FF 01 86 00 00 00 00 00 79'),
  bytesOf('34 08 00 02 61 62 12 34 FF 00'), bytesOf('62 02 12 34'), bytesOf('50 02 00 03'), bytesOf('70 02 00 03'), bytesOf('40 82 00 00 02')
]
/** Beginnings of messages that are drained: rare, since each swallows some hundred pieces. */
const long = [bytesOf('30 84 20 00 01 74'), bytesOf('32 88 20 00 01 74 12 34'), bytesOf('34 88 20 00 01 74 12 35')]
let noise = ''
for (let i = 0; i < 1000; i++) noise += String.fromCharCode(random.below(256))

let buffer = ''
let frames = 0
let longest = 0
let ended = 0

function piece(): string {
  const draw = random.below(4096)
  const kind = draw & 3
  const place = draw >> 2
  if (draw < 3) return long[draw]
  if (kind < 2) return good[place % 13]
  if (kind === 2) return noise.substr(place % 960, 1 + (place & 31))
  const text = good[place % 13]
  // Not `charAt`: where the interpreter knows Unicode, which an ESP32's does not, it makes a text that `slice` cuts wrongly.
  return text.slice(0, place % text.length) + noise.substr(place % 1000, 1)
}

function listen(chunk: string): void {
  buffer += chunk
  for (;;) {
    const found = scan(buffer, 0x86)
    buffer = buffer.slice((found >> 2) + ((found & 3) > 0 ? 1 : 0))
    if ((found & 3) === 1) frames++
    if ((found & 3) === 0) break
  }
  if (buffer.length > longest) longest = buffer.length
}

function feed(done: number): void {
  for (let i = 0; i < BATCH; i++) {
    if (session.state === 3 || session.state === 0) {
      if (session.state === 3) ended++
      closed(session, 0)
      session.opened(0)
      session.received('\x20\x02\x00\x00', 0)
    }
    const chunk = piece()
    session.received(chunk, 0)
    listen(chunk)
  }
  const next = done + BATCH
  if (next % REPORT === 0 || next >= global.NOISE) {
    const memory = process.memory()
    print('NOISE ' + next + ' vars ' + memory.usage)
  }
  if (next < global.NOISE) {
    setTimeout(feed, 1, next)
    return
  }
  print('DONE messages ' + sink.messages + ' connections ' + sink.accepted + ' ended ' + ended + ' violations ' + session.violations +
    ' frames ' + frames + ' longest ' + longest + ' limits ' + SOFT_LIMIT + ' ' + HARD_LIMIT)
  quit()
}

setTimeout(feed, 1, 0)
