import { BAD_CHECKSUM, OK, SUSPECT, TIMEOUT, WARMING } from '../../../../drivers/hal/status.ts'
import { BROKEN, MORE, READ, REPLY, STRAY, encodeRequest, scan } from '../../../../drivers/mh-z19/mh-z19-wire.ts'
import { type Evidence, judge, NEW, PREHEATING, WARM } from '../../../../drivers/mh-z19/mh-z19-judge.ts'
import { ABC, RANGE, UNCLAMPED } from '../../../../drivers/mh-z19/mh-z19-settings.ts'
import { AGAIN, type Course, judgeCo2, STUCK_AFTER } from '../../../../drivers/plausibility/plausibility.ts'
import { bytesOf, type Checks, hex } from '../check.ts'

const REQUESTS: [number, number, number, string][] = [
  [0x86, 0, 0, 'ff0186000000000079'], [0x85, 0, 0, 'ff018500000000007a'], [0xa0, 0, 0, 'ff01a000000000005f'], [0x79, 0xa000, 0, 'ff0179a000000000e6'],
  [0x79, 0, 0, 'ff0179000000000086'], [0x7d, 0, 0, 'ff017d000000000082'], [0x87, 0, 0, 'ff0187000000000078'], [0x88, 2000, 0, 'ff018807d0000000a0'],
  [0x99, 0, 1000, 'ff019900000003e87b'], [0x99, 0, 2000, 'ff019900000007d08f'], [0x99, 0, 3000, 'ff01990000000bb8a3'], [0x99, 0, 5000, 'ff01990000001388cb'],
  [0x9b, 0, 0, 'ff019b000000000064'], [0x8d, 0, 0, 'ff018d000000000072'], [0x84, 0, 0, 'ff018400000000007b'], [0x9c, 0, 0, 'ff019c000000000063'],
  [0xa2, 0, 0, 'ff01a200000000005d']
]

const REPLIES: [number, string][] = [
  [0x86, 'FF 86 02 20 00 00 00 00 58'], [0x86, 'FF 86 02 60 47 00 00 00 D1'], [0x86, 'FF 86 03 20 12 34 56 78 43'], [0x86, 'FF 86 01 9A 3C 00 3A 98 D1'],
  [0x86, 'FF 86 13 88 41 00 00 00 9E'], [0x86, 'FF 86 0D E5 3D 40 42 CF FA'], [0x85, 'FF 85 09 60 03 20 56 78 21'], [0xa0, 'FF A0 30 35 31 35 00 00 95'],
  [0xa0, 'FF A0 30 34 30 30 00 00 9C'], [0x7d, 'FF 7D 00 00 00 00 00 01 82'], [0x9b, 'FF 9B 00 00 07 D0 00 00 8E']
]

/** Garbage before a reply: lost step, another sensor, FF before FF, heads, a reply cut short, the echo. */
const GARBAGE = ['00 00 86', '42 4D 00 1C 00 05 00 09 00 0A', 'FF FF FF', 'FF 86', 'FF 86 02 20 00', 'FF 01 86 00 00 00 00 00 79']

function reading(ppm: number, status: number, extra: number): string {
  return String.fromCharCode(0xff, 0x86, ppm >> 8, ppm & 255, 64, status, extra >> 8, extra & 255, 0)
}

function warm(ppm: number, last: number): Evidence {
  return { life: WARM, from: 0, ppm: ppm, last: last, top: 5000, asks: 3, abc: -1, believed: 0, leap: 0, latest: 0, since: 0 }
}

function judgeCases(checks: Checks): void {
  const fresh: Evidence = { life: NEW, from: 0, ppm: 0, last: 0, top: 0, asks: 0, abc: -1, believed: 0, leap: 0, latest: 0, since: 0 }
  checks.check('judge asks for the ABC first', judge(fresh, READ, OK, reading(643, 0, 0), 3, 1000, 180000), -ABC)
  checks.check('judge then waits', judge(fresh, RANGE, OK, bytesOf('FF 9B 00 00 13 88 00 00 00'), 2, 1020, 180000), WARMING)
  checks.check('judge waits', judge(fresh, READ, OK, reading(646, 0, 0), 3, 180999, 180000), WARMING)
  checks.check('judge life', fresh.life, PREHEATING)
  checks.check('judge believes', judge(fresh, READ, OK, reading(648, 0, 0), 3, 181000, 180000), OK)
  checks.check('judge life after preheat', fresh.life, WARM)
  checks.note('judge held', judge({ life: PREHEATING, from: 0, ppm: 410, last: 410, top: 5000, asks: 0, abc: -1, believed: 0, leap: 0, latest: 0, since: 0 }, READ, OK, reading(410, 0, 0), 3, 170000, 180000))
  for (const ppm of [0, 100, 353, 354, 355, 399, 400, 401, 409, 410, 499, 500, 505, 510, 511, 999, 1000, 1001, 1214, 1215, 1216, 2000, 2001, 4999, 5000, 5001, 15000, 20000]) {
    const evidence = warm(ppm - 1, ppm - 2)
    const first = judge(evidence, READ, OK, reading(ppm, 0, 0), 3, 20000, 180000)
    const second = judge(evidence, UNCLAMPED, TIMEOUT, '', 0, 20500, 180000)
    checks.note('judge ' + ppm, first + ' ' + evidence.life + ' ' + second + ' ' + evidence.ppm)
  }
  checks.note('judge booting', judge(warm(600, 600), READ, OK, reading(410, 1, 15000), 3, 20000, 180000))
  checks.note('judge U = 15000', judge(warm(600, 600), READ, OK, reading(410, 0, 15000), 3, 20000, 180000))
  const silent = warm(600, 600)
  checks.check('judge silence asks again', judge(silent, READ, TIMEOUT, '', 3, 20000, 180000), -READ)
  checks.check('judge silence', judge(silent, READ, TIMEOUT, '', 1, 20000, 180000), TIMEOUT)
  checks.note('judge life after silence', silent.life)
  checks.check('judge wrong sums', judge(warm(600, 600), READ, BAD_CHECKSUM, '', 1, 20000, 180000), BAD_CHECKSUM)
  const course: Course = { believed: 643, leap: 0, latest: 643, since: 0 }
  checks.check('course stands still', judgeCo2(course, 643, 20001, 82, STUCK_AFTER - 1), OK)
  checks.check('course is stuck', judgeCo2(course, 643, 20001, 82, STUCK_AFTER), SUSPECT)
  checks.check('course leaps', judgeCo2(course, 943, 20001, 97, STUCK_AFTER), AGAIN)
  checks.check('course leap denied', judgeCo2(course, 343 + 100, 20001, 72, STUCK_AFTER), SUSPECT)
  checks.check('course calm again', judgeCo2(course, 650, 20001, 82, STUCK_AFTER), OK)
  checks.check('course leap confirmed', judgeCo2(course, 943, 20001, 97, STUCK_AFTER) + ' ' + judgeCo2(course, 960, 20001, 98, STUCK_AFTER), AGAIN + ' ' + OK)
  for (const ppm of [NaN, 0, 353, 20001]) checks.check('course of ' + ppm, judgeCo2(course, ppm, 20001, 82, STUCK_AFTER), SUSPECT)
}

/** MH-Z19: requests, replies found and refused, and what is made of the values. */
export function mhZ19Cases(checks: Checks): void {
  for (const row of REQUESTS) checks.check('mh-z19 request ' + row[0] + ' ' + row[1] + ' ' + row[2], hex(encodeRequest(row[0], row[1], row[2])), row[3])
  for (const row of REPLIES) {
    const frame = bytesOf(row[1])
    checks.check('mh-z19 reply ' + row[1], scan(frame, row[0]), REPLY)
    let mistaken = 0
    for (let bit = 8; bit < 72; bit++) {
      const at = bit >> 3
      const flipped = frame.slice(0, at) + String.fromCharCode(frame.charCodeAt(at) ^ (1 << (bit & 7))) + frame.slice(at + 1)
      if ((scan(flipped, row[0]) & 3) === REPLY) mistaken++
    }
    checks.check('mh-z19 flipped bits taken for a reply', mistaken, 0)
    for (let length = 0; length < 9; length++) {
      if (scan(frame.slice(0, length), row[0]) !== MORE) checks.check('mh-z19 waits at ' + length, false, true)
    }
  }
  checks.check('mh-z19 wrong sum', scan(bytesOf('FF 86 02 20 00 00 00 00 59'), 0x86), BROKEN)
  checks.check('mh-z19 stray', scan(bytesOf('FF 79 01 00 00 00 00 00 86'), 0x86), STRAY)
  checks.check('mh-z19 echo', scan(bytesOf('FF 01 86 00 00 00 00 00 79'), 0x86), STRAY)
  for (const garbage of GARBAGE) {
    let bytes = bytesOf(garbage) + bytesOf('FF 86 03 20 12 34 56 78 43')
    let found = scan(bytes, 0x86)
    let steps = 0
    while ((found & 3) !== REPLY && steps < 50) {
      bytes = bytes.slice((found >> 2) + 1)
      found = scan(bytes, 0x86)
      steps++
    }
    checks.check('mh-z19 behind ' + garbage, hex(bytes.slice(found >> 2)), 'ff8603201234567843')
  }
  judgeCases(checks)
}
