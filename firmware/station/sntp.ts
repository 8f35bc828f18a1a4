/**
 * The date from a time server: SNTP version 4, RFC 4330. One request when it starts, then one every six hours;
 * a request without a usable answer is repeated after 16 s and from then on ever more rarely. `sntp-reply.ts` says what is usable.
 *
 * The transmit timestamp of a request is random: only a server that saw the request can echo it, and the request tells
 * nobody our time. Nothing else is authenticated, so the date is good for stamping messages only.
 */
import type { Bytes } from '../../drivers/hal/bytes.ts'
import { EARLY, type Clock, type Timer } from '../../drivers/hal/clock.ts'
import type { DatagramSocket, DatagramSource, SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { TimeSettings } from '../../contract/settings.ts'
import { isKiss, isReply, replyDate } from './sntp-reply.ts'

/** ms for which an answer is waited for; half the way there and back is the error of the date. */
const WAIT = 2000
/** ms until the second request (RFC 4330, section 10: never less than 15 s), and the longest that doubling it makes. */
const SHORTEST = 16000
const LONGEST = 4096000
/** ms from one success to the next request: a crystal of 40 ppm loses 0.9 s in that time. */
const REFRESH = 6 * 3600000
/** Bytes of a request in front of its transmit timestamp. */
const EMPTY = 39
/** ms of the longest wait after kisses in series: two days. */
const MOST_KISSED = 8 * REFRESH

export class Sntp {
  private readonly send: SendDatagram
  private readonly clock: Clock
  private readonly wallClock: WallClock
  private readonly random: () => number
  private readonly settings: TimeSettings
  private socket: DatagramSocket | undefined
  private timer: Timer
  /** When `timer` is due, Infinity when there is none. Once that is long past, it has been lost, and `start` sets it going. */
  due: number
  /** ms until the next attempt, should this one fail. */
  private delay: number
  /** What the answer must echo, and when it was sent. */
  private nonce: Bytes
  private sent: number

  constructor(send: SendDatagram, clock: Clock, wallClock: WallClock, random: () => number, settings: TimeSettings) {
    this.send = send
    this.clock = clock
    this.wallClock = wallClock
    this.random = random
    this.settings = settings
    this.delay = SHORTEST
    this.nonce = ''
    this.sent = 0
    this.due = Infinity
  }

  /** Asks now; also revives what has lost its timer. */
  start(): void {
    this.due = 0
    Sntp.tick(this)
  }

  /** The next attempt is due, or the answer is overdue. */
  private static tick(sntp: Sntp): void {
    const waited = sntp.socket
    // The timer of before a revival.
    if (sntp.clock.now() + EARLY < sntp.due) return
    sntp.timer = undefined
    sntp.stop()
    if (!waited) {
      let nonce = ''
      while (nonce.length < 8) nonce += String.fromCharCode(Math.floor(sntp.random() * 256))
      sntp.nonce = nonce
      // Version 4, mode 3 (client), everything else zero.
      sntp.socket = sntp.send(
        sntp.settings.server, sntp.settings.port, '\x23' + '\0'.repeat(EMPTY) + nonce, (bytes, from) => { sntp.heard(bytes, from) }
      )
      sntp.sent = sntp.clock.now()
    }
    const asked = sntp.socket !== undefined
    sntp.wait(asked ? WAIT : sntp.delay)
    if (!asked && sntp.delay < LONGEST) sntp.delay = Math.min(sntp.delay * 2, LONGEST)
  }

  private wait(delay: number): void {
    this.due = this.clock.now() + delay
    this.timer = this.clock.after(delay, Sntp.tick, this)
  }

  /** No further requests. Safe twice. */
  stop(): void {
    const socket = this.socket
    this.due = Infinity
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.socket = undefined
    if (socket) socket.close()
  }

  private heard(bytes: Bytes, from: DatagramSource | undefined): void {
    const elapsed = this.clock.now() - this.sent
    // An answer that waited while the interpreter was blocked would be a wrong date.
    if (!this.socket || elapsed > WAIT || !isReply(bytes, this.nonce, from, this.settings)) return
    const kissed = isKiss(bytes)
    const date = kissed ? 0 : replyDate(bytes)
    if (!kissed && !date) return
    if (date) this.wallClock.set(Math.floor(date + elapsed / 2))
    // Without another server to ask, a kiss means ever longer waits (section 8).
    this.delay = kissed ? Math.min(Math.max(2 * this.delay, REFRESH), MOST_KISSED) : SHORTEST
    this.stop()
    this.wait(kissed ? this.delay : REFRESH)
  }
}
