import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { applicationRecord, POWER_ON } from '../../cli/node-scripts.ts'
import { bootableSlot, FOREIGN, settingsInUse, type BoardFacts, type Slot, type StoredFile } from '../console/board-facts.ts'

/** What is to be on the board. */
export interface FlashJob {
  application: Buffer
  guard: Buffer
  bootCode: Buffer
  /** The JSON of the settings; undefined leaves those on the board. */
  settings?: Buffer | undefined
  /** Erase all of Storage first. */
  erase: boolean
}

/** What has to be written for it. */
export interface FlashPlan {
  /** Nothing at all. */
  current: boolean
  /** The slot that will be active. */
  slot: Slot
  /** False: the application is in that slot already. */
  upload: boolean
  /** The slot with a whole application now; undefined: nothing to fall back to. */
  former: Slot | undefined
  /** Small files that differ, with what goes into them. */
  scripts: [name: string, bytes: Buffer][]
  settings: Slot | undefined
  /** Sequence number for that copy. */
  sequence: number
  /** Files of others that would run too, to be erased. */
  foreign: string[]
  /** Bytes of flash that all this takes. */
  needed: number
}

/** A file's header, and what is lost where it does not fit the rest of a page. */
const OVERHEAD = 64
/** For the counters of the guard, and a page that cannot be used to its end. */
const RESERVE = 8192

const HEX_SHOWN = 12

export function applicationHash(application: Buffer): string {
  return `sha256:${createHash('sha256').update(application).digest('hex')}`
}

/** A hash as people compare it. */
export function shortHash(hash: string): string {
  return hash.slice(0, hash.indexOf(':') + 1 + HEX_SHOWN)
}

export function planFlash(facts: BoardFacts, job: FlashJob): FlashPlan {
  const files = job.erase ? {} : facts.files
  const former = job.erase ? undefined : bootableSlot(facts)
  const record = applicationRecord(job.application.toString('latin1'))
  const holds = (slot: Slot): boolean => !job.erase && same(files[`app.${slot}`], job.application) && facts.sums[slot] === record
  const slot = former === undefined ? 'a' : holds(former) ? former : former === 'a' ? 'b' : 'a'
  const upload = !holds(slot)
  const wanted: [string, Buffer][] = [['.bootPowerOn', Buffer.from(POWER_ON)], ['.boot0', job.guard], ['.bootcde', job.bootCode]]
  const scripts = wanted.filter(([name, bytes]) => !same(files[name], bytes))
  const inUse = job.erase ? undefined : settingsInUse(facts)
  const copy = inUse && facts.settings[inUse]
  const settings = !job.settings || (copy && same(copy, job.settings)) ? undefined : inUse === 'a' ? 'b' : 'a'
  const foreign = FOREIGN.filter(name => files[name])
  const written = [...upload ? [job.application] : [], ...scripts.flatMap(([, bytes]) => [bytes, bytes]), ...settings ? [job.settings!] : []]
  return {
    current: !job.erase && !upload && scripts.length === 0 && settings === undefined && foreign.length === 0 && slot === facts.active,
    slot,
    upload,
    former,
    scripts,
    settings,
    sequence: 1 + Math.max(0, ...job.erase ? [] : [facts.settings.a, facts.settings.b].map(one => one?.whole ? one.sequence : 0)),
    foreign,
    needed: written.reduce((sum, bytes) => sum + bytes.length + OVERHEAD, 0) + RESERVE
  }
}

function same(file: StoredFile | undefined, bytes: Buffer): boolean {
  return file !== undefined && file.length === bytes.length && file.crc === crc32(bytes)
}
