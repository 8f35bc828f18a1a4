/**
 * How a segment lies in its page of raw flash, and nothing else knows: a header, marks of what has arrived, then slots of one
 * length, a record in each. The header says what the records have in common. Header and records count only with a right checksum, so
 * that a power cut costs at most the record that is being written. All numbers have their most significant byte first.
 */
import type { Bytes } from '../../../drivers/hal/bytes.ts'
import { bigEndian, PROBES, putBigEndian, RECORD } from '../sample-record.ts'

export const PAGE = 4096
/** The platform's CRC-32. */
export type Crc32 = (bytes: Uint8Array) => number

const MAGIC = 0x62765331
// Where a header has what; its text begins at TEXT.
/** CRC-32 of all that follows it. */
const CHECKSUM = 4
/** Number of the segment, 4 bytes: they are read in its order. */
export const NUMBER = 8
/** For how many further segments it stands, 2 bytes: thinning makes one of two. */
export const COVERS = 12
/** Bytes of a slot. */
export const SLOT = 14
/** Words of text. */
const WORDS = 15
/** Bytes of the text up to the probes' names, 2 bytes: how a message of the start begins. */
export const HEAD = 16
/** Date of uptime 0 in ms, 6 bytes. */
export const ZERO = 18
/** The number of one of its samples, 4 bytes. */
export const SAMPLE = 24
export const TEXT = 28

/** Words behind the text, each cleared when another tenth of the segment has arrived. */
const MARKS = 10
/** Bytes of them. */
export const MARK_BYTES = 4 * MARKS
/** Bytes of a slot's checksum, its last ones. */
const CHECK = 3
/** The first byte of a slot that nothing was written to: no record begins so. */
export const FREE = 0xff

/** Bytes of a header with its text; 0 if these, its first TEXT bytes, begin none. @hot */
export function headerLength(first: Uint8Array): number {
  return bigEndian(first, 0, 4) === MAGIC ? TEXT + 4 * first[WORDS] : 0
}

/** Whether a whole header is as it was written. @hot */
export function isSound(header: Uint8Array, crc32: Crc32): boolean {
  return crc32(header.subarray(CHECKSUM + 4)) === bigEndian(header, CHECKSUM, 4)
}

/** A header that stands for no further segment, without magic and checksum. */
export function newHeader(number: number, slot: number, head: Bytes, probes: Bytes, zero: number, sample: number): Uint8Array {
  const text = head + probes
  const header = new Uint8Array(TEXT + 4 * Math.ceil(text.length / 4))
  putBigEndian(header, NUMBER, 4, number)
  header[SLOT] = slot
  header[WORDS] = (header.length - TEXT) / 4
  putBigEndian(header, HEAD, 2, head.length)
  putBigEndian(header, ZERO, 6, zero)
  putBigEndian(header, SAMPLE, 4, sample)
  for (let i = 0; i < text.length; i++) header[TEXT + i] = text.charCodeAt(i)
  return header
}

/** Magic and checksum. */
export function sealHeader(header: Uint8Array, crc32: Crc32): void {
  putBigEndian(header, 0, 4, MAGIC)
  putBigEndian(header, CHECKSUM, 4, crc32(header.subarray(CHECKSUM + 4)))
}

function textOf(bytes: Uint8Array, from: number, to: number): Bytes {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i])
  return text
}

/** The text: the beginning of a message, and the probes' names behind. */
export function headerText(header: Uint8Array): Bytes {
  return textOf(header, TEXT, header.length)
}

/** The record in a slot. */
export function recordIn(slot: Uint8Array): Bytes {
  return textOf(slot, 0, RECORD + 2 * (slot[0] & PROBES))
}

/** Slots of a segment. */
export function slotsOf(header: Uint8Array): number {
  return Math.floor((PAGE - header.length - MARK_BYTES) / header[SLOT])
}

/** Slots for each mark. */
export function tenthOf(header: Uint8Array): number {
  return Math.ceil(slotsOf(header) / MARKS)
}

/** Bytes of a slot for a record of that length. */
export function slotLength(record: number): number {
  return (record + CHECK + 3) & ~3
}

/** A record as it stands in a slot. */
export function slotBytes(record: Bytes, slot: number, crc32: Crc32): Uint8Array {
  const bytes = new Uint8Array(slot)
  for (let i = 0; i < record.length; i++) bytes[i] = record.charCodeAt(i)
  putBigEndian(bytes, slot - CHECK, CHECK, crc32(bytes.subarray(0, record.length)) % 0x1000000)
  return bytes
}

/** Whether a slot holds a record as it was written. */
export function isRecord(slot: Uint8Array, crc32: Crc32): boolean {
  const used = RECORD + 2 * (slot[0] & PROBES)
  return used <= slot.length - CHECK && crc32(slot.subarray(0, used)) % 0x1000000 === bigEndian(slot, slot.length - CHECK, CHECK)
}
