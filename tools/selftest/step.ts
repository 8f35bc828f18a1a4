import type { Repl } from '../console/repl.ts'
import type { Questions } from './questions.ts'

export interface Verdict {
  result: 'passed' | 'failed' | 'skipped'
  /** What was found, or why nothing was looked for. */
  found: string
}

/** Wires that the person has named, since the settings hold secrets and are not read. */
export interface Pins {
  sda?: string
  scl?: string
  oneWire?: string
}

/** What a step has at hand. */
export interface Bench {
  readonly repl: Repl
  readonly questions: Questions
  readonly port: string
  readonly pins: Pins
  /** ms from the opened port to the first answer. */
  readonly promptTime: number
  /** An ESP32 and not a PC. */
  readonly chip: boolean
  /** Its address in the Wi-Fi; empty where it is in none. */
  readonly address: string
  /** The application that runs, such as `app.a`; empty without one. */
  readonly application: string
  /** The number of this start; 0 without the guard. */
  boot: number
  /** The number of the start before, where a step has restarted the board. */
  former?: number
  /** Whether the person agrees; undefined when nobody is asked. */
  agrees(question: string): Promise<boolean | undefined>
  /** Whether somebody takes connections there. */
  open(port: string): Promise<boolean>
  pause(milliseconds: number): Promise<void>
}

/** One statement that a board is to confirm. */
export interface Step {
  readonly name: string
  /** As docs/hardware.md has it, in short. */
  readonly statement: string
  readonly expected: string
  run(bench: Bench): Promise<Verdict>
}

export const passed = (found: string): Verdict => ({ result: 'passed', found })
export const failed = (found: string): Verdict => ({ result: 'failed', found })
export const skipped = (found: string): Verdict => ({ result: 'skipped', found })
export const judged = (right: boolean, found: string): Verdict => right ? passed(found) : failed(found)

export const NOT_A_BOARD = 'this is not an ESP32'
