import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { CommandError } from './command-error.ts'
import { FAILURE } from './exit-code.ts'
import { projectPath } from './project-path.ts'

/** The scripts that a node carries in Storage, as the build emits them. */
export interface NodeScripts {
  guard: string
  bootCode: string
  application: string
}

/** Storage file `.bootPowerOn`, which runs when the chip starts, for whatever reason, and not after `reset()`: it tells the guard which of them it was. */
export const POWER_ON = 'powerOn=1'

/** Reads them from `dist/`. Throws a `CommandError` that says how to build them. */
export function nodeScripts(): NodeScripts {
  return { ...guardScripts(), application: read('firmware.min.js') }
}

/** The scripts around an application: read likewise. */
export function guardScripts(): Omit<NodeScripts, 'application'> {
  return { guard: read('boot.min.js'), bootCode: read('boot-code.min.js') }
}

/** What the build has renamed in the application: long names of members by the short ones. */
export function applicationMembers(): Record<string, string> {
  return (JSON.parse(read('firmware.map.json')) as { members: Record<string, string> }).members
}

function read(file: string): string {
  try {
    return readFileSync(projectPath(`dist/${file}`), 'latin1')
  } catch {
    throw new CommandError(`The firmware bundle dist/${file} is missing. Build it with: npm run build`, FAILURE)
  }
}

/** The record beside an application in Storage: `<CRC-32> sha256:<hex>`. */
export function applicationRecord(application: string): string {
  const bytes = Buffer.from(application, 'latin1')
  return `${crc32(bytes)} sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A copy of the settings as Storage holds it: `<sequence> <CRC-32> <JSON>`, the JSON as UTF-8 bytes. */
export function settingsRecord(sequence: number, json: string): string {
  const bytes = Buffer.from(json, 'utf8')
  return `${sequence} ${crc32(bytes)} ${bytes.toString('latin1')}`
}
