import { randomBytes } from 'node:crypto'
import { AccountBook } from '../../broker/accounts/account-book.ts'
import { dropLine } from '../../broker/drop-notes.ts'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { RealClock } from '../clock/real-clock.ts'
import { describeBroker, type BrokerAddress } from '../../cli/broker-address.ts'
import { CommandError } from '../../cli/command-error.ts'
import { counted } from '../../cli/counted.ts'
import { AUTHENTICATION, FAILURE } from '../../cli/exit-code.ts'
import { nodeScripts, type NodeScripts } from '../../cli/node-scripts.ts'
import { RunEnded, RunEnding } from '../../cli/run-ending.ts'
import { rewrites } from '../../cli/progress-line.ts'
import { programVersion } from '../../cli/program-version.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { printable } from '../../cli/printable.ts'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import { Fleet } from './fleet.ts'
import { JsonOutput } from './json-output.ts'
import { LineOutput } from './line-output.ts'
import { LiveOutput } from './live-output.ts'
import { RecordedOutput } from './recorded-output.ts'
import { SampleFile, STDOUT } from './sample-file.ts'
import type { SummaryEvent } from './sim-event.ts'
import { SimulatedAccounts, type Account } from './simulated-accounts.ts'
import { Simulation } from './simulation.ts'
import type { SimOptions } from './sim-options.ts'
import type { SimOutput } from './sim-output.ts'

const DEFAULT_PORT = 1883
/** What the firmware's console says of its link, and of its start where that fails. */
const LINK = /^breva: /

/** `breva sim` with a checked command line: until its time is over or a signal ends it. Throws a `CommandError`. */
export async function runSim(options: SimOptions): Promise<void> {
  const fleet = new Fleet(options)
  const scripts = nodeScripts()
  const clientId = `brevasim${randomBytes(6).toString('hex')}`
  const ending = new RunEnding()
  const book = options.accounts && AccountBook.read(options.accounts)
  let embedded: EmbeddedBroker | undefined
  try {
    if (options.broker) await probeBroker(options.broker.address, clientId, undefined, ending.signal)
    else embedded = await startEmbedded(options, book)
    judge(await runNodes({ options, fleet, scripts, clientId, embedded, accounts: book && new SimulatedAccounts(book) }, ending), options)
  } catch (error) {
    // Ended before there was anything to end.
    if (!(error instanceof RunEnded)) throw error
  } finally {
    await embedded?.stop()
    ending.release()
  }
}

/** What a run has, once the broker works. */
interface Run {
  options: SimOptions
  fleet: Fleet
  scripts: NodeScripts
  clientId: string
  embedded: EmbeddedBroker | undefined
  /** Where the embedded broker asks for them. */
  accounts: SimulatedAccounts | undefined
}

async function runNodes({ options, fleet, scripts, clientId, embedded, accounts }: Run, ending: RunEnding): Promise<SummaryEvent> {
  const { broker, observer } = brokerOf(options, embedded, accounts?.reader(fleet.root))
  const clock = new RealClock(options.speed)
  const nodes = fleet.nodes(scripts, broker, {
    onFault: (node, fault, active) => simulation.fault(node, fault, active),
    onLog: (node, line) => {
      const wanted = options.verbose || line.startsWith('Uncaught') || (!options.quiet && LINK.test(line))
      if (wanted) output.log(`${new Date().toISOString()} ${node} log ${line}`)
    }
  }, accounts)
  const { seed, speed, seconds } = options
  const simulation = new Simulation({
    version: programVersion(), scenario: fleet.scenario.name, seed, speed, seconds, broker, observer, embedded: embedded !== undefined, brokerFrom: options.broker?.source ?? null,
    root: fleet.root, qos: fleet.qos, clientId
  }, nodes, clock)
  const files = openFiles(options)
  const output = new RecordedOutput(chooseOutput(options, simulation), files, () => { simulation.end('output closed') })
  for (const note of [...brokerNotes(fleet.namedBroker, options), ...rootNotes(fleet.root, options)]) output.log(note)
  if (embedded) logTrouble(embedded, line => { output.log(line) })
  ending.onEnd(reason => {
    output.close()
    simulation.end(reason)
  })
  try {
    const summary = await simulation.run(output, ending.signal)
    for (const { failure } of files) if (failure) throw failure
    return summary
  } finally {
    output.close()
    for (const file of files) file.close()
    clock.stop()
  }
}

/** Where the nodes publish, and with what account the simulator looks on; the latter is not for showing. */
function brokerOf(options: SimOptions, embedded: EmbeddedBroker | undefined, reader: Account | undefined): { broker: BrokerAddress, observer: BrokerAddress | undefined } {
  const local = { host: '127.0.0.1', port: embedded?.port ?? DEFAULT_PORT }
  return { broker: options.broker?.address ?? { ...local, ...reader && { user: 'USER' } }, observer: reader && { ...local, ...reader } }
}

function logTrouble(embedded: EmbeddedBroker, log: (line: string) => void): void {
  embedded.onDrop = drop => { log(`${new Date().toISOString()} ${dropLine(drop)}`) }
  embedded.onProblem = message => { log(`breva: ${message} The accounts stay as they were.`) }
}

/** Throws where the run was not what was asked for. */
function judge({ nodes, online, refused, reason }: SummaryEvent, { broker, quiet }: SimOptions): void {
  if (reason === 'output closed') return
  if (refused.length > 0) throw new CommandError(`The broker refuses ${refused.length} of ${counted(nodes, 'node')}: ${refused[0].reason}. See its log, and check the account in ${broker ? '--broker' : '--settings'}.`, AUTHENTICATION)
  if (online === nodes) return
  const message = `${nodes - online} of ${counted(nodes, 'node')} ${nodes - online === 1 ? 'was' : 'were'} never online. Look at the lines above, or run again with --verbose.`
  if (reason === 'seconds') throw new CommandError(message, FAILURE)
  if (!quiet) process.stderr.write(`breva: ${message}\n`)
}

async function startEmbedded(options: SimOptions, accounts: AccountBook | undefined): Promise<EmbeddedBroker> {
  const wanted = options.port ?? DEFAULT_PORT
  const embedded = await EmbeddedBroker.start({ accounts, port: wanted, orAnotherPort: options.port === undefined })
  if (embedded.port !== wanted && !options.quiet) {
    process.stderr.write(`breva: port ${wanted} on 127.0.0.1 is in use, so the broker listens on ${embedded.port}. To use the one that is there: --broker mqtt://127.0.0.1:${wanted}\n`)
  }
  return embedded
}

/** A try-out does not publish where a real node does, unless it is told to. `named`: the broker of the settings file. */
function brokerNotes(named: string | undefined, { broker, quiet }: SimOptions): string[] {
  if (quiet || named === undefined || (broker && describeBroker(broker.address) === named)) return []
  const used = broker ? `The nodes publish to ${describeBroker(broker.address)}.` : `The nodes publish to one on this machine. To use the other: --broker ${named}`
  return [`breva: the settings name the broker ${named}. ${used}`]
}

/** Other commands in this folder listen where the surroundings say. `used`: the root of the nodes. */
function rootNotes(used: string, { root, quiet }: SimOptions): string[] {
  if (quiet || used === root || root === TOPIC_ROOT) return []
  return [`breva: the nodes publish below ${printable(used)}, as their settings say. For the root of BREVA_BROKER_ROOT: --root ${printable(root)}`]
}

function openFiles({ files, overwrite }: SimOptions): SampleFile[] {
  const opened: SampleFile[] = []
  try {
    for (const { path, format } of files) opened.push(new SampleFile(path, format, overwrite))
    return opened
  } catch (error) {
    for (const file of opened) file.close()
    throw error
  }
}

function chooseOutput(options: SimOptions, simulation: Simulation): SimOutput {
  const only = options.quiet ? 'summary' : 'everything'
  // The samples have standard output for themselves.
  if (options.files.some(({ path }) => path === STDOUT)) return new LineOutput('summary', process.stderr)
  if (options.json) return new JsonOutput(only)
  if (options.quiet || !rewrites(process.stdout, process.env)) return new LineOutput(only)
  return new LiveOutput(simulation.view.nodes, () => simulation.elapsed())
}
