import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DatagramSource } from '../../drivers/hal/datagrams.ts'
import { Sntp } from '../../firmware/station/sntp.ts'
import { TimeServer } from '../../host-sim/board/time-server.ts'
import { VirtualClock } from '../../host-sim/clock/virtual-clock.ts'
import { Random } from '../../host-sim/random.ts'

const REPORTS = 'gmag11/NtpClient#70, arduino-libraries/NTPClient#193, PaulStoffregen/Time#174, ropg/ezTime#25'
const DATE = Date.UTC(2026, 5, 1, 12, 0, 0)
const SERVER: DatagramSource = { address: '192.168.1.1', port: 123 }
const MINUTE = 60_000

interface Answer {
  bytes: Buffer
  from: DatagramSource | undefined
}

/** The dates that a node is set to in a quarter of an hour by a server whose every answer is altered. */
function believed(alter: (answer: Answer) => void): number[] {
  const clock = new VirtualClock(500)
  const random = new Random(5)
  const server = new TimeServer(clock, DATE)
  const dates: number[] = []
  const sntp = new Sntp((_host, _port, request, onBytes) => {
    for (const text of server.answer(request)) {
      const answer: Answer = { bytes: Buffer.from(text, 'latin1'), from: { ...SERVER } }
      alter(answer)
      clock.after(20, () => onBytes(answer.bytes.toString('latin1'), answer.from), undefined)
    }
    return { close: () => undefined }
  }, clock, { read: () => 0, set: date => dates.push(date - clock.now()) }, () => random.next(), { server: SERVER.address, port: SERVER.port })
  sntp.start()
  clock.advance(15 * MINUTE)
  return dates
}

const byte = fc.integer({ min: 0, max: 255 })
const other = (...usual: number[]): fc.Arbitrary<number> => byte.filter(value => !usual.includes(value))

/** One for each check of RFC 4330, section 5: what the answer has there, whatever it is, if it is not what it must be. */
const LIES: Record<string, fc.Arbitrary<(answer: Answer) => void>> = {
  'leap indicator 3': fc.constant(({ bytes }) => { bytes[0] |= 0xc0 }),
  'another version': fc.integer({ min: 0, max: 7 }).filter(version => version !== 4).map(version => ({ bytes }) => { bytes[0] = bytes[0] & ~0x38 | version << 3 }),
  'another mode': fc.integer({ min: 0, max: 7 }).filter(mode => mode !== 4).map(mode => ({ bytes }) => { bytes[0] = bytes[0] & ~7 | mode }),
  'stratum 0 with any code': fc.tuple(byte, byte, byte, byte).map(code => ({ bytes }) => { bytes.set([0], 1); bytes.set(code, 12) }),
  'a stratum beyond 15': fc.integer({ min: 16, max: 255 }).map(stratum => ({ bytes }) => { bytes[1] = stratum }),
  'a root delay without end, or negative': fc.integer({ min: 16, max: 65535 }).map(seconds => ({ bytes }) => { bytes.writeUInt16BE(seconds, 4) }),
  'a root dispersion without end': fc.integer({ min: 16, max: 65535 }).map(seconds => ({ bytes }) => { bytes.writeUInt16BE(seconds, 8) }),
  'another origin': fc.tuple(fc.integer({ min: 24, max: 31 }), fc.integer({ min: 1, max: 255 })).map(([at, bits]) => ({ bytes }) => { bytes[at] ^= bits }),
  'transmit timestamp 0': fc.constant(({ bytes }) => { bytes.fill(0, 40, 48) }),
  // From 1968, where the first bit begins, to the end of 2025.
  'a date before this firmware': fc.tuple(fc.integer({ min: 0x80000000, max: 1767225599 + 2208988800 }), fc.integer({ min: 0, max: 0xffffffff }))
    .map(([seconds, fraction]) => ({ bytes }) => { bytes.writeUInt32BE(seconds, 40); bytes.writeUInt32BE(fraction, 44) }),
  'bytes missing': fc.integer({ min: 0, max: 47 }).map(length => answer => { answer.bytes = answer.bytes.subarray(0, length) }),
  'another port': fc.integer({ min: 0, max: 65535 }).filter(port => port !== 123).map(port => answer => { answer.from = { ...SERVER, port } }),
  'another address': fc.tuple(byte, byte, byte, other(1)).map(parts => answer => { answer.from = { ...SERVER, address: parts.join('.') } })
}

describe('a time server that tells nonsense', () => {
  it('is believed where it does not', () => {
    for (const alter of [() => undefined, (answer: Answer) => { answer.from = undefined }]) {
      // Half of the way there and back.
      expect(believed(alter).map(date => Math.abs(date - DATE) <= 10)).toEqual([true])
    }
  })

  it.each(Object.keys(LIES))(`field case 3, ${REPORTS}: an answer with %s is not believed, and the date stays`, kind => {
    fc.assert(fc.property(LIES[kind], byte, byte, (lie, delay, dispersion) => {
      const dates = believed(answer => {
        // What says nothing may be anything.
        answer.bytes[6] = delay
        answer.bytes[10] = dispersion
        lie(answer)
      })
      expect(dates).toEqual([])
    }), { numRuns: 60 })
  })

  it(`field case 3, ${REPORTS}: an answer whose bytes 40-47 are 0 is no date of 2036`, () => {
    expect(believed(({ bytes }) => { bytes.fill(0, 40, 48) })).toEqual([])
    // The first moment of the second era is one, and has a fraction.
    expect(believed(({ bytes }) => { bytes.fill(0, 40, 44) })).toHaveLength(1)
  })
})
