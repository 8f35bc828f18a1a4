import type { Bytes } from '../../drivers/hal/bytes.ts'
import type { Clock } from '../../drivers/hal/clock.ts'
import type { DatagramSource } from '../../drivers/hal/datagrams.ts'
import type { FaultTarget } from './fault-target.ts'
import type { MemoryDatagramServer } from './memory-network.ts'

/** Seconds from 1900-01-01, where NTP counts from, to 1970-01-01. */
const SINCE_1900 = 2208988800
const HOUR = 3_600_000
const KISSES: Readonly<Record<string, string>> = { deny: 'DENY', restrict: 'RSTR', rate: 'RATE' }

/** A timestamp of RFC 5905, section 6: seconds since 1900 modulo 2^32, then the fraction, each in 32 bits. */
function timestamp(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8)
  const seconds = Math.floor(milliseconds / 1000)
  bytes.writeUInt32BE((seconds + SINCE_1900) % 2 ** 32, 0)
  bytes.writeUInt32BE(Math.floor((milliseconds / 1000 - seconds) * 2 ** 32), 4)
  return bytes
}

/** What makes an answer one that nobody may believe. Each has an hour's error besides, which shows where somebody did. */
const SPOILS: Readonly<Record<string, (packet: Buffer) => unknown>> = {
  unsynchronised: packet => packet[0] |= 0xc0,
  version: packet => packet[0] = packet[0] & ~0x38 | 3 << 3,
  peer: packet => packet[0] = packet[0] & ~7 | 2,
  broadcast: packet => packet[0] = packet[0] & ~7 | 5,
  stratum: packet => packet[1] = 16,
  delayed: packet => packet[5] = 16,
  dispersed: packet => packet[9] = 16,
  origin: packet => packet[31] ^= 1,
  zero: packet => packet.fill(0, 40),
  unset: packet => timestamp(0).copy(packet, 40),
  short: () => undefined,
  old: packet => timestamp(Date.UTC(2020, 5, 1)).copy(packet, 40)
}

/**
 * A time server of stratum 2 (RFC 5905). Faults: `mute`, `deny`, `restrict` and `rate` (kisses of death), `forge` (somebody who has
 * not seen the request answers first, an hour wrong), `elsewhere` (the answer comes from another port), and those of `SPOILS`.
 */
export class TimeServer implements MemoryDatagramServer, FaultTarget {
  readonly faults = ['mute', 'deny', 'restrict', 'rate', 'forge', 'elsewhere', ...Object.keys(SPOILS)]
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

  /** Another port, where the answer comes from there. */
  get source(): DatagramSource | undefined {
    return this.active.has('elsewhere') ? { address: '10.0.0.1', port: 40123 } : undefined
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
    const date = this.zero + this.clock.now()
    const packet = Buffer.alloc(48)
    packet[0] = (asked[0] >> 3 & 7) << 3 | 4
    packet[1] = 2
    packet.write('\x0a\0\0\x01', 12, 'latin1')
    timestamp(date - 60_000).copy(packet, 16)
    asked.copy(packet, 24, 40, 48)
    timestamp(date).copy(packet, 32)
    timestamp(date).copy(packet, 40)
    this.spoil(packet, date)
    const answers = [packet.toString('latin1', 0, this.active.has('short') ? 47 : 48)]
    if (this.active.has('forge')) {
      const forged = Buffer.from(packet)
      timestamp(date).copy(forged, 24)
      timestamp(date + HOUR).copy(forged, 40)
      answers.unshift(forged.toString('latin1'))
    }
    return answers
  }

  private spoil(packet: Buffer, date: number): void {
    const kiss = Object.keys(KISSES).find(fault => this.active.has(fault))
    if (kiss) {
      packet[0] |= 0xc0
      packet[1] = 0
      packet.write(KISSES[kiss], 12, 'latin1')
    }
    for (const [fault, alter] of Object.entries(SPOILS)) {
      if (!this.active.has(fault)) continue
      timestamp(date + HOUR).copy(packet, 40)
      alter(packet)
    }
  }
}
