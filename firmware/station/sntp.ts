/**
 * The date from a time server: SNTP version 4, RFC 4330. One request when it starts, then one every six hours;
 * a request without a usable answer is repeated after 16 s and from then on ever more rarely.
 *
 * The transmit timestamp of a request is random: only a server that saw the request can echo it, and the request tells
 * nobody our time. Nothing else is authenticated, so the date is good for stamping messages only.
 */
import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock, Timer } from '../../drivers/hal/clock.ts'
import type { DatagramSocket, SendDatagram } from '../../drivers/hal/datagrams.ts'
import type { WallClock } from '../../drivers/hal/wall-clock.ts'
import type { TimeSettings } from '../../contract/settings.ts'

/** ms for which an answer is waited for; half the way there and back is the error of the date. */
const WAIT = 2000
/** ms until the second request (RFC 4330, section 10: never less than 15 s), and the longest that doubling it makes. */
const SHORTEST = 16000
const LONGEST = 4096000
/** ms from one success to the next request: a crystal of 40 ppm loses 0.9 s in that time. */
const REFRESH = 6 * 3600000
/** Bytes of a packet without the optional fields, and of a timestamp. */
const PACKET = 48
/** Seconds from 1900 to 1970, and the span of a 32-bit timestamp, whose first bit is set from 1968 to 2036 (section 3). */
const EPOCH = 2208988800
const ERA = 4294967296
/** 2020-01-01 in ms since 1970: no server is as late as that. */
const FIRST_PLAUSIBLE = 1577836800000

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
    if (sntp.clock.now() + 1 < sntp.due) return
    sntp.timer = undefined
    sntp.stop()
    if (!waited) {
      let nonce = ''
      while (nonce.length < 8) nonce += String.fromCharCode(Math.floor(sntp.random() * 256))
      sntp.nonce = nonce
      // Version 4, mode 3 (client), everything else zero.
      sntp.socket = sntp.send(
        sntp.settings.server, sntp.settings.port, '\x23' + '\0'.repeat(PACKET - 9) + nonce, bytes => { sntp.heard(bytes) }
      )
      sntp.sent = sntp.clock.now()
    }
    const asked = sntp.socket !== undefined
    sntp.wait(asked ? WAIT : sntp.delay)
    if (!asked) sntp.delay = Math.min(sntp.delay * 2, LONGEST)
  }

  private wait(delay: number): void {
    this.timer = this.clock.after(delay, Sntp.tick, this)
    this.due = this.clock.now() + delay
  }

  /** No further requests. Safe twice. */
  /** Safe twice. */
  stop(): void {
    const socket = this.socket
    this.due = Infinity
    this.clock.cancel(this.timer)
    this.timer = undefined
    this.socket = undefined
    if (socket) socket.close()
  }

  private heard(bytes: Bytes): void {
    const elapsed = this.clock.now() - this.sent
    const first = bytes.charCodeAt(0)
    const stratum = bytes.charCodeAt(1)
    // Mode 4 is a server's. An answer that waited while the interpreter was blocked would be a wrong date.
    if (!this.socket || bytes.length < PACKET || (first & 7) !== 4 || bytes.slice(24, 32) !== this.nonce || elapsed > WAIT) return
    let next = REFRESH
    if (stratum === 0) {
      // A kiss-o'-death, section 8: two codes forbid every further request, one wants fewer.
      const code = bytes.slice(12, 16)
      if (code === 'DENY' || code === 'RSTR') next = 0
      else if (code !== 'RATE') return
    } else {
      let seconds = 0
      for (let i = 40; i < 44; i++) seconds = seconds * 256 + bytes.charCodeAt(i)
      const date = (seconds - EPOCH + (seconds * 2 < ERA ? ERA : 0) + bytes.charCodeAt(44) / 256 + bytes.charCodeAt(45) / 65536) * 1000
      // Leap indicator 3: the server's own clock is not set.
      if (first >= 0xc0 || stratum > 15 || date < FIRST_PLAUSIBLE) return
      this.wallClock.set(Math.floor(date + elapsed / 2))
      this.delay = SHORTEST
    }
    this.stop()
    if (next) this.wait(next)
  }
}
