import { randomBytes } from 'node:crypto'
import { EmbeddedBroker } from '../../broker/embedded-broker.ts'
import { RealClock } from '../clock/real-clock.ts'
import { nodeScripts } from '../../cli/node-scripts.ts'
import { programVersion } from '../../cli/program-version.ts'
import { probeBroker } from './broker-probe.ts'
import { Fleet } from './fleet.ts'
import { JsonOutput } from './json-output.ts'
import { LineOutput } from './line-output.ts'
import { LiveOutput } from './live-output.ts'
import { Simulation } from './simulation.ts'
import type { SimOptions } from './sim-options.ts'
import type { SimOutput } from './sim-output.ts'

const DEFAULT_PORT = 1883
/** What the firmware's console says of its link, and of its start where that fails. */
const LINK = /^breva: /
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** `breva sim` with a checked command line: until its time is over or a signal ends it. Throws a `CommandError`. */
export async function runSim(options: SimOptions): Promise<void> {
  const fleet = new Fleet(options)
  const scripts = nodeScripts()
  const clientId = `brevasim${randomBytes(6).toString('hex')}`
  let embedded: EmbeddedBroker | undefined
  if (options.broker) await probeBroker(options.broker, clientId)
  else embedded = await startEmbedded(options)
  try {
    const broker = options.broker ?? { host: '127.0.0.1', port: embedded?.port ?? DEFAULT_PORT }
    const clock = new RealClock(options.speed)
    const nodes = fleet.nodes(scripts, broker, {
      onFault: (node, fault, active) => simulation.fault(node, fault, active),
      onLog: (node, line) => {
        const wanted = options.verbose || line.startsWith('Uncaught') || (!options.quiet && LINK.test(line))
        if (wanted) output.log(`${new Date().toISOString()} ${node} log ${line}`)
      }
    })
    const simulation = new Simulation({
      version: programVersion(),
      scenario: fleet.scenario.name,
      seed: options.seed,
      speed: options.speed,
      seconds: options.seconds,
      broker,
      embedded: embedded !== undefined,
      clientId
    }, nodes, clock)
    const output = chooseOutput(options, simulation)
    const release = endOnSignals(simulation)
    try {
      await simulation.run(output)
    } finally {
      release()
      output.close()
      clock.stop()
    }
  } finally {
    await embedded?.stop()
  }
}

async function startEmbedded(options: SimOptions): Promise<EmbeddedBroker> {
  const wanted = options.port ?? DEFAULT_PORT
  const embedded = await EmbeddedBroker.start({ port: wanted, orAnotherPort: options.port === undefined })
  if (embedded.port !== wanted && !options.quiet) {
    process.stderr.write(`breva: port ${wanted} on 127.0.0.1 is in use, so the broker listens on ${embedded.port}. To use the one that is there: --broker mqtt://127.0.0.1:${wanted}\n`)
  }
  return embedded
}

function chooseOutput(options: SimOptions, simulation: Simulation): SimOutput {
  const only = options.quiet ? 'summary' : 'everything'
  if (options.json) return new JsonOutput(only)
  if (options.quiet || !process.stdout.isTTY) return new LineOutput(only)
  return new LiveOutput(simulation.view.nodes, () => simulation.elapsed())
}

/** Returns what takes the signal handlers away again. */
function endOnSignals(simulation: Simulation): () => void {
  const onSignal = (): void => simulation.end('signal')
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // A reader such as "head" that has seen enough closes the pipe.
  process.stdout.on('error', () => simulation.end('output closed'))
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}
