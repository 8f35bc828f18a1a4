import { CommandError } from '../../cli/command-error.ts'
import { AUTHENTICATION, FAILURE, TIMED_OUT } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { LinkLost, NoAnswer, type Repl } from './repl.ts'

/** The oldest Espruino whose Storage lies where the partition table has it. */
const OLDEST = 26
/** ms that the application may be busy before it is interrupted. */
const UNDISTURBED = 1200
const PROBE = 1000
const PYTHON = /(^|\n)>>> |MicroPython|CircuitPython/

/** A file in Storage. */
export interface StoredFile {
  length: number
  crc: number
}

/** A copy of the settings in Storage, without its contents. */
export interface SettingsCopy extends StoredFile {
  sequence: number
  /** The CRC-32 that it names is that of its JSON. */
  whole: boolean
}

export type Slot = 'a' | 'b'

/** What a board is and what it carries. */
export interface BoardFacts {
  /** `process.version` and `process.env.BOARD`. */
  version: string
  board: string
  /** Bytes of the longest file that fits, and those held by erased files. */
  free: number
  trash: number
  files: Partial<Record<string, StoredFile>>
  /** The record beside each application, as the flash tool left it. */
  sums: Partial<Record<Slot, string>>
  settings: Partial<Record<Slot, SettingsCopy>>
  active: Slot
  /** Number of this start, the application that it runs and why it is not the usual one; 0 and empty without the guard. */
  boot: number
  /** No start that was counted has a higher number: a new count begins after it. */
  counted: number
  app: string
  trouble: string
  canRestart: boolean
}

/** Files that would run beside or instead of ours. */
export const FOREIGN = ['.bootrst', '.varimg', '.boot1', '.boot2', '.boot3']
const FILES = ['.bootPowerOn', '.boot0', '.bootcde', 'app.a', 'app.b', ...FOREIGN]

/** Starts that a file of the guard's counter has room for. */
const COUNTED_BY_FILE = 250
/** The highest number that the guard counts to; random ones, of starts that it could not count, are larger. */
const COUNTABLE = 99_999_999

const SURVEY = `(function(){var S=require("Storage"),r={f:{},u:{},s:{}},b=global.breva;
${JSON.stringify(FILES)}.forEach(function(n){var t=S.read(n);if(t!==undefined)r.f[n]=[t.length,E.CRC32(t)]});
["a","b"].forEach(function(n){var t=S.read("app."+n+".sum"),i,j;if(t!==undefined)r.u[n]=t;t=S.read("settings."+n);
if(t!==undefined){i=t.indexOf(" ")+1;j=t.indexOf(" ",i)+1;r.s[n]=[parseInt(t,10),parseInt(t.substr(i),10),E.CRC32(t.substr(j)),t.length-j]}});
r.n=S.getFree();r.t=S.getStats().trashBytes;r.a=S.read("active")||"a";r.e=typeof ESP32;
r.c=["a","b"].map(function(n){var t=S.read("boots."+n);return t===undefined?0:(parseInt(t.substr(0,8),10)||0)+${COUNTED_BY_FILE}});
r.b=b?[b.boot,b.app,b.trouble]:[0,"",""];return r})()`.replaceAll('\n', '')

interface Survey {
  f: Record<string, [number, number]>
  u: Partial<Record<Slot, string>>
  s: Partial<Record<Slot, [number, number, number, number]>>
  n: number
  t: number
  a: string
  e: string
  c: [number, number]
  b: [number, string, string]
}

/** Waits for Espruino's prompt, at most `patience` ms. Throws a CommandError that names what is there instead. */
export async function greet(repl: Repl, port: string, baud: number, patience: number): Promise<{ version: string, board: string }> {
  const end = repl.time.now() + patience
  for (let first = true; ; first = false) {
    try {
      if (!first) await repl.resynchronise()
      const [version, board] = await repl.evaluate<[string, string]>('[process.version,process.env.BOARD]', first ? UNDISTURBED : PROBE, 1)
      refuseOld(version, board, port)
      return { version, board }
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error instanceof LinkLost ? unplugged(port) : error
    }
    if (repl.heard.includes('password>')) throw lockedConsole(port)
    if (repl.time.now() >= end || PYTHON.test(repl.heard)) throw stranger(repl.heard, port, baud)
  }
}

/** What the board carries; nothing is written. */
export async function survey(repl: Repl, identity: { version: string, board: string }): Promise<BoardFacts> {
  const found = await repl.evaluate<Survey>(SURVEY, 5000)
  const settings: BoardFacts['settings'] = {}
  for (const slot of ['a', 'b'] as const) {
    const copy = found.s[slot]
    if (copy) settings[slot] = { sequence: copy[0], crc: copy[2], length: copy[3], whole: copy[1] === copy[2] }
  }
  return {
    ...identity,
    free: found.n,
    trash: found.t,
    files: Object.fromEntries(Object.entries(found.f).map(([name, [length, crc]]) => [name, { length, crc }])),
    sums: found.u,
    settings,
    active: found.a === 'b' ? 'b' : 'a',
    boot: found.b[0],
    counted: found.b[0] > 0 && found.b[0] <= COUNTABLE ? found.b[0] : Math.max(...found.c),
    app: found.b[1],
    trouble: found.b[2],
    canRestart: found.e !== 'undefined'
  }
}

/** The slot whose application the guard would start, or undefined when neither is whole. */
export function bootableSlot(facts: BoardFacts): Slot | undefined {
  const running = /^app\.([ab])$/.exec(facts.app)?.[1] as Slot | undefined
  const order: Slot[] = facts.active === 'a' ? ['a', 'b'] : ['b', 'a']
  return [...running ? [running] : [], ...order].find(slot => {
    const file = facts.files[`app.${slot}`]
    return file !== undefined && Number.parseInt(facts.sums[slot] ?? '', 10) === file.crc
  })
}

/** The copy of the settings that the node uses. */
export function settingsInUse(facts: BoardFacts): Slot | undefined {
  const { a, b } = facts.settings
  if (a?.whole && b?.whole) return b.sequence > a.sequence ? 'b' : 'a'
  return a?.whole ? 'a' : b?.whole ? 'b' : undefined
}

function refuseOld(version: string, board: string, port: string): void {
  const release = /^(\d+)v(\d+)/.exec(version)
  if (release && (Number(release[1]) > 2 || (release[1] === '2' && Number(release[2]) >= OLDEST))) return
  throw new CommandError(
    `The ${printable(board)} on ${port} runs Espruino ${printable(version)}, which is too old: 2v${OLDEST} is the first with a Storage large enough. ` +
    `Download the ESP32 image of 2v29 and put it on the board with: breva flash --port ${port} --firmware <folder of the image>`, FAILURE)
}

function lockedConsole(port: string): CommandError {
  return new CommandError(
    `The console of the board on ${port} is locked with a password, and nothing can be changed through it. ` +
    'Erase its Storage, settings included, and begin again with: ' +
    `esptool --chip esp32 --port ${port} erase-region 0x320000 0xE0000 && breva flash --port ${port} --settings <file> (before version 5 it is esptool.py and erase_region)`, AUTHENTICATION)
}

function unplugged(port: string): CommandError {
  return new CommandError(`The connection to ${port} was lost before the board had answered. Check the cable, then run: breva flash --port ${port}`, FAILURE)
}

function stranger(heard: string, port: string, baud: number): CommandError {
  if (heard === '') {
    return new CommandError(
      `The board on ${port} does not answer. Is it powered, is this the right port, does its console use ${baud} baud? ` +
      `Press its EN button and try again; a board without Espruino gets it with: breva flash --port ${port} --firmware <folder of the image>`, TIMED_OUT)
  }
  const tidy = heard.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '')
  const legible = tidy.replace(/[^\x20-\x7e\r\n\t\b]/g, '').length
  if (legible < tidy.length * 0.7) {
    return new CommandError(`What comes from ${port} cannot be read at ${baud} baud. Espruino on an ESP32 uses 115200: try breva flash --port ${port} --baud 115200`, FAILURE)
  }
  const name = PYTHON.test(tidy) ? 'MicroPython' : 'something that is not Espruino'
  const last = tidy.split(/[\r\n]+/).map(line => line.trim()).filter(line => line !== '' && !line.includes('JSON.stringify')).at(-1) ?? ''
  return new CommandError(
    `On ${port} there is ${name}${last === '' ? '' : ` (it said "${printable(last.slice(-60))}")`}. ` +
    `Espruino replaces it with: breva flash --port ${port} --firmware <folder of the image>`, FAILURE)
}
