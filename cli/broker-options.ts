import type { Command } from 'commander'
import leven from 'leven'
import { readCertificates, type NamedFile } from './broker-certificates.ts'
import { describeBroker, parseBrokerAddress, PLAIN_PORT, type BrokerAddress } from './broker-address.ts'
import { CommandError } from './command-error.ts'
import { ENV_FILE, envFileProblem, readEnvFile, type EnvFile } from './env-file.ts'
import { USAGE } from './exit-code.ts'
import { didYouMean } from './settings/did-you-mean.ts'

/** The options that `addBrokerOptions` adds, as commander hands them over. */
export interface BrokerArguments {
  broker?: string
  ca?: string
  cert?: string
  key?: string
}

/** What named a broker: `--broker`, the environment, or the file in the working folder. */
export type BrokerSource = '--broker' | 'BREVA_BROKER' | '.env'

export interface FoundBroker {
  address: BrokerAddress
  /** Undefined: the broker is the one that is taken where none is named. */
  source: BrokerSource | undefined
}

/** Where options come from that are not on the command line. */
export interface Surroundings {
  environment: Record<string, string | undefined>
  /** The working folder. */
  folder: string
  /** Hears what a person should know. */
  warn(message: string): void
}

const BROKER = 'BREVA_BROKER'
const USER = 'BREVA_BROKER_USER'
const PASSWORD = 'BREVA_BROKER_PASSWORD'
const CA = 'BREVA_BROKER_CA'
const CERT = 'BREVA_BROKER_CERT'
const KEY = 'BREVA_BROKER_KEY'
const ROOT = 'BREVA_BROKER_ROOT'
/** Letters that may be wrong in a key that is still recognised. */
const TYPOS = 2
/** Names that other programs have for parts of the address, which is one text here. */
const IN_ADDRESS = /^BREVA_(BROKER|MQTT)_(HOST|HOSTNAME|ADDRESS|SERVER|PORT|URL|URI|TLS)$/
const KNOWN = [BROKER, USER, PASSWORD, CA, CERT, KEY, ROOT]

/** One place that may name a broker and what belongs to it. */
interface Origin {
  source: BrokerSource
  /** The broker that it names, whether or not a stronger origin hides it. */
  broker: string | undefined
  /** How an error names a key of it. */
  name(key: string): string
  /** Empty texts count: they hide what a weaker origin says. */
  get(key: string): string | undefined
}

/** Adds `--broker`, `--ca`, `--cert` and `--key`. There is none for a password, which every user could read from the list of processes. */
export function addBrokerOptions(command: Command, withoutBroker: string): Command {
  return command
    .option('--broker <url>', `the broker, as mqtt[s]://[user@]host[:port]; BREVA_BROKER_PASSWORD holds the password (default: BREVA_BROKER, from the environment or .env; else ${withoutBroker})`)
    .option('--ca <file>', 'certificates to trust with mqtts://, in PEM (default: BREVA_BROKER_CA, else those that Node brings)')
    .option('--cert <file>', 'client certificate for mqtts://, in PEM (default: BREVA_BROKER_CERT)')
    .option('--key <file>', 'private key of the client certificate, in PEM (default: BREVA_BROKER_KEY)')
}

/** The surroundings of this process; warnings go to stderr. */
export function processSurroundings(): Surroundings {
  return { environment: process.env, folder: process.cwd(), warn: message => { process.stderr.write(`breva: ${message}\n`) } }
}

/**
 * The broker that the command line, the environment or `.env` names, in this order, with account and certificates; undefined where none does. An account or
 * certificate of the environment or the file is for the broker that is named beside it: it is not shown to another one. Throws a `CommandError` with USAGE.
 */
export function findBroker(given: BrokerArguments, surroundings: Surroundings): FoundBroker | undefined {
  const origins = originsOf(given, surroundings)
  const naming = origins.find(origin => origin.get(BROKER) !== undefined)
  const text = naming?.get(BROKER)
  if (!naming || !text) {
    const lonely = (['ca', 'cert', 'key'] as const).find(name => given[name] !== undefined)
    if (lonely !== undefined) throw new CommandError(`--${lonely} is for a broker with TLS, and none is named: add --broker mqtts://host:8883.`, USAGE)
    return undefined
  }
  const address = located(naming, () => parseBrokerAddress(text))
  const fitting = origins.filter(origin => belongs(origin, naming, address, surroundings.warn))
  addAccount(address, fitting)
  addTls(address, fitting, surroundings.warn)
  return { address, source: naming.source }
}

/** As `findBroker`, and where none is named the one of this machine, port 1883, where `breva sim` has its own. */
export function findBrokerOrLocal(given: BrokerArguments, surroundings: Surroundings): FoundBroker {
  return findBroker(given, surroundings) ?? { address: { host: '127.0.0.1', port: PLAIN_PORT }, source: undefined }
}

/** The broker and what named it, as in `mqtts://host:8883 (from .env)`. */
export function describeFound({ address, source }: FoundBroker): string {
  const from = source === undefined ? ' (none is named)' : source === '--broker' ? '' : ` (from ${source})`
  return describeBroker(address) + from
}

/** What the environment or `.env` has for a key that is no secret and holds at any broker, and how an error names it; undefined where neither has, or the text is empty. */
export function surroundingValue(key: typeof ROOT, surroundings: Surroundings): { value: string, named: string } | undefined {
  // `findBroker` tells what there is to say of the file.
  return first(originsOf({}, { ...surroundings, warn: () => undefined }), key)
}

function originsOf(given: BrokerArguments, { environment, folder, warn }: Surroundings): Origin[] {
  const file = readEnvFile(folder, warn)
  refuseUnknown(environment, file)
  const flags = new Map([[BROKER, given.broker], [CA, given.ca], [CERT, given.cert], [KEY, given.key]])
  const flagNames = new Map([[BROKER, '--broker'], [CA, '--ca'], [CERT, '--cert'], [KEY, '--key']])
  const fileOrigin: Origin = {
    source: ENV_FILE,
    broker: file?.values.get(BROKER),
    get: key => environment[key] === undefined ? file?.values.get(key) : undefined,
    name: key => `${key} in ${ENV_FILE}, line ${file?.lineOf(key)}`
  }
  return [
    { source: '--broker', broker: given.broker, get: key => flags.get(key), name: key => flagNames.get(key) ?? key },
    { source: BROKER, broker: environment[BROKER], get: key => environment[key], name: key => key },
    fileOrigin
  ]
}

function refuseUnknown(environment: Record<string, string | undefined>, file: EnvFile | undefined): void {
  const meant = (key: string): string => {
    if (IN_ADDRESS.test(key)) return `${key} is not known. Host and port stand in ${BROKER}, as in ${BROKER}=mqtt://192.168.1.10:1883, and mqtts:// means TLS.`
    const near = didYouMean(key, '', KNOWN)
    return `${key} is not known. ${near === undefined ? `There are ${KNOWN.join(', ')}.` : `Did you mean ${near}?`}`
  }
  for (const key of file?.values.keys() ?? []) {
    if (suspicious(key)) throw envFileProblem(file?.lineOf(key) ?? 0, meant(key))
  }
  const wrong = Object.keys(environment).find(suspicious)
  if (wrong !== undefined) throw new CommandError(`The environment variable ${meant(wrong)}`, USAGE)
}

/** A key that was probably meant for a broker, and is none. */
function suspicious(key: string): boolean {
  if (KNOWN.includes(key) || !key.startsWith('BREVA_')) return false
  return key.startsWith(BROKER) || IN_ADDRESS.test(key) || KNOWN.some(known => leven(key, known) <= TYPOS)
}

/** Whether what an origin says beside its broker is for this one. */
function belongs(origin: Origin, naming: Origin, address: BrokerAddress, warn: (message: string) => void): boolean {
  const own = origin.broker
  if (origin === naming || !own) return true
  let other: string
  try {
    other = describeBroker(parseBrokerAddress(own))
  } catch {
    // It is not the one that is used, whatever it is.
    other = 'another broker'
  }
  if (other === describeBroker(address)) return true
  if ([USER, PASSWORD, CA, CERT, KEY].some(key => origin.get(key))) {
    warn(`the account and certificates in ${origin.source === ENV_FILE ? ENV_FILE : 'the environment'} are for ${other}, and are not used for ${describeBroker(address)}.`)
  }
  return false
}

function addAccount(address: BrokerAddress, origins: Origin[]): void {
  const user = address.user ?? first(origins, USER)?.value
  if (address.password === undefined) {
    // A password beside another user's name is not this user's.
    const password = first(origins.filter(origin => [undefined, '', user].includes(origin.get(USER))), PASSWORD)
    if (password && user === undefined) throw new CommandError(`${password.named} is there without a user name, and MQTT 3.1.1 does not allow that: add BREVA_BROKER_USER.`, USAGE)
    if (password) address.password = password.value
  }
  if (user !== undefined) address.user = user
}

function addTls(address: BrokerAddress, origins: Origin[], warn: (message: string) => void): void {
  const files: { ca?: NamedFile, cert?: NamedFile, key?: NamedFile } = {}
  for (const [name, key] of [['ca', CA], ['cert', CERT], ['key', KEY]] as const) {
    const found = first(origins, key)
    if (!found) continue
    if (!address.tls) throw new CommandError(`${found.named} is for TLS, and ${describeBroker(address)} is not encrypted: write mqtts://, or leave it out.`, USAGE)
    files[name] = { path: found.value, named: found.named }
  }
  if (address.tls) address.tls = readCertificates(files, warn)
}

function first(origins: Origin[], key: string): { value: string, named: string } | undefined {
  const origin = origins.find(one => one.get(key) !== undefined)
  const value = origin?.get(key)
  return origin && value ? { value, named: origin.name(key) } : undefined
}

/** What `read` gives; its complaint begins with the place where the text stands. */
function located<T>(origin: Origin, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CommandError) || origin.source === '--broker') throw error
    throw new CommandError(`${origin.name(BROKER)}: ${error.message}`, error.exitCode)
  }
}
