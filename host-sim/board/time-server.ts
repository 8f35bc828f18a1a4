import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { FaultTarget } from './fault-target.ts'
import type { MemoryDatagramServer } from './memory-network.ts'

/** Seconds from 1900-01-01, where NTP counts from, to 1970-01-01. */
const SINCE_1900 = 2208988800

/** A timestamp of RFC 5905, section 6: seconds since 1900 modulo 2^32, then the fraction, each in 32 bits. */
function timestamp(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8)
  const seconds = Math.floor(milliseconds / 1000)
  bytes.writeUInt32BE((seconds + SINCE_1900) % 2 ** 32, 0)
  bytes.writeUInt32BE(Math.floor((milliseconds / 1000 - seconds) * 2 ** 32), 4)
  return bytes
}

/**
 * A time server of stratum 2 (RFC 5905). Faults: `mute`, `unsynchronised` (leap indicator 3), `deny`, `restrict` and
 * `rate` (kisses of death), `forge` (somebody who has not seen the request answers first, an hour wrong), `peer` (the answer is
 * of another mode), `short` (a byte is missing), `unset` (it believes it is 1970), `stratum` (16: not reachable).
 */
export class TimeServer implements MemoryDatagramServer, FaultTarget {
  readonly faults = ['mute', 'unsynchronised', 'deny', 'restrict', 'rate', 'forge', 'peer', 'short', 'unset', 'stratum'] as const
  /** When it was asked, ms of its clock, and what. */
  readonly asked: { at: number, request: Bytes }[] = []
  /** The date at the clock's zero, ms since 1970. */
  zero: number
  private readonly clock: Clock
  private readonly active = new Set<string>()

  constructor(clock: Clock, zero: number) {
    this.clock = clock
    this.zero = zero
  }

  inject(fault: string, active: boolean): boolean {
    if (!this.faults.some(known => known === fault)) return false
    if (active) this.active.add(fault)
    else this.active.delete(fault)
    return true
  }

  answer(request: Bytes): Bytes[] {
    this.asked.push({ at: this.clock.now(), request })
    const asked = Buffer.from(request, 'latin1')
    if (asked.length < 48 || (asked[0] & 7) !== 3 || this.active.has('mute')) return []
    const date = this.active.has('unset') ? this.clock.now() : this.zero + this.clock.now()
    const kiss = this.active.has('deny') ? 'DENY' : this.active.has('restrict') ? 'RSTR' : this.active.has('rate') ? 'RATE' : ''
    const packet = Buffer.alloc(48)
    packet[0] = (kiss || this.active.has('unsynchronised') ? 3 : 0) << 6 | (asked[0] >> 3 & 7) << 3 | (this.active.has('peer') ? 2 : 4)
    packet[1] = kiss ? 0 : this.active.has('stratum') ? 16 : 2
    packet.write(kiss || '\x0a\0\0\x01', 12, 'latin1')
    timestamp(date - 60_000).copy(packet, 16)
    asked.copy(packet, 24, 40, 48)
    timestamp(date).copy(packet, 32)
    timestamp(date).copy(packet, 40)
    const answers = [packet.toString('latin1', 0, this.active.has('short') ? 47 : 48)]
    if (this.active.has('forge')) {
      const forged = Buffer.from(packet)
      timestamp(date).copy(forged, 24)
      timestamp(date + 3_600_000).copy(forged, 40)
      answers.unshift(forged.toString('latin1'))
    }
    return answers
  }
}
