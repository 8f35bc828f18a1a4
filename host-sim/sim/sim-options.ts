import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import type { AccountPaths } from '../../broker/accounts/account-book.ts'
import { readAccountOptions } from '../../broker/broker-options.ts'
import { PORT_MOST } from '../../contract/ranges.ts'
import { findBroker, type BrokerArguments, type FoundBroker, type Surroundings } from '../../cli/broker-options.ts'
import { findRoot, type RootArguments } from '../../cli/topic-root.ts'
import { readFileOptions, type FileArguments, type FileOptions } from './file-options.ts'

/** The command line of `breva sim`, checked. */
export interface SimOptions extends FileOptions {
  /** Undefined: the embedded broker. */
  broker: FoundBroker | undefined
  /** Undefined: as many as the scenario has. */
  nodes: number | undefined
  scenario: string
  seed: number
  /** How many times faster than real time the nodes live. */
  speed: number
  /** Seconds of the nodes' time after which the run ends; undefined: until Ctrl-C. */
  seconds: number | undefined
  faults: string[]
  json: boolean
  /** Port of the embedded broker; undefined: 1883, or a free one when that is taken. */
  port: number | undefined
  /** Of the embedded broker; undefined: it asks for none. */
  accounts: AccountPaths | undefined
  settingsFile: string | undefined
  /** What stands before the nodes' names in their topics, unless a settings file says it. */
  root: string
  /** `--root` names it: then it goes before a settings file. */
  rootGiven: boolean
  /** Of readings; undefined: that of the settings file, or the usual one. */
  qos: number | undefined
  quiet: boolean
  verbose: boolean
}

/** What commander hands over: every value still text. */
export interface SimArguments extends BrokerArguments, RootArguments, FileArguments {
  nodes?: string
  scenario: string
  seed: string
  speed: string
  seconds?: string
  fault: string[]
  json?: boolean
  port?: string
  accounts?: string
  acl?: string
  settings?: string
  qos?: string
  quiet?: boolean
  verbose?: boolean
}

interface Range {
  least: number
  most: number
  whole: boolean
  /** What to try in the place of a text that is no number. */
  example: number
}

const NODES: Range = { least: 1, most: 500, whole: true, example: 1 }
const SEED: Range = { least: 0, most: 4294967295, whole: true, example: 1 }
// Slower than real time the broker misses the nodes' keep-alive; much faster, the way to it is too slow for their time-outs.
const SPEED: Range = { least: 1, most: 300, whole: false, example: 60 }
const SECONDS: Range = { least: 1, most: 31536000, whole: false, example: 60 }
const QOS: Range = { least: 0, most: 2, whole: true, example: 1 }
const PORT: Range = { least: 1, most: PORT_MOST, whole: true, example: 1883 }

/**
 * Checks everything that can be checked without asking anybody; `--port` and `--accounts` mean the embedded broker, whatever the surroundings name. Throws a
 * `CommandError` with USAGE.
 */
export function readSimOptions(given: SimArguments, surroundings: Surroundings): SimOptions {
  if (given.broker !== undefined && given.port !== undefined) {
    throw usage('--port is for the embedded broker and --broker names another one: give only one of them, or put the port into the URL, as in --broker mqtt://host:1884.')
  }
  if (given.broker !== undefined && given.accounts !== undefined) {
    throw usage('--accounts are those of the embedded broker and --broker names another one: give only one of them.')
  }
  if (given.quiet && given.verbose) throw usage('--quiet and --verbose contradict each other: give only one of them.')
  return {
    broker: given.port === undefined && given.accounts === undefined ? findBroker(given, surroundings) : undefined,
    ...readFileOptions(given, given.json === true),
    nodes: optional('--nodes', given.nodes, NODES),
    scenario: given.scenario,
    seed: numeric('--seed', given.seed, SEED),
    speed: numeric('--speed', given.speed, SPEED),
    seconds: optional('--seconds', given.seconds, SECONDS),
    faults: given.fault,
    json: given.json === true,
    port: optional('--port', given.port, PORT),
    accounts: readAccountOptions(given),
    settingsFile: given.settings,
    root: findRoot(given, surroundings),
    rootGiven: given.root !== undefined,
    qos: optional('--qos', given.qos, QOS),
    quiet: given.quiet === true,
    verbose: given.verbose === true
  }
}

function optional(name: string, text: string | undefined, range: Range): number | undefined {
  return text === undefined ? undefined : numeric(name, text, range)
}

function numeric(name: string, text: string, range: Range): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN
  if (value >= range.least && value <= range.most && (!range.whole || Number.isInteger(value))) return value
  const kind = range.whole ? 'a whole number' : 'a number'
  throw usage(`${name} is "${text.slice(0, 40)}" and must be ${kind} from ${range.least} to ${range.most}: try ${name} ${nearest(value, range)}.`)
}

/** The end of the range that a number is beyond. A port has no such end that would be meant. */
function nearest(value: number, range: Range): number {
  if (range === PORT) return range.example
  return value > range.most ? range.most : value < range.least ? range.least : range.example
}

function usage(message: string): CommandError {
  return new CommandError(message, USAGE)
}
