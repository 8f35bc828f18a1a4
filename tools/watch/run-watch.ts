import { randomBytes } from 'node:crypto'
import { describeBroker } from '../../cli/broker-address.ts'
import { BrokerListener } from '../../cli/broker-listener.ts'
import type { FoundBroker } from '../../cli/broker-options.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { printable } from '../../cli/printable.ts'
import { programVersion } from '../../cli/program-version.ts'
import { RunEnded, RunEnding } from '../../cli/run-ending.ts'
import type { SummaryEvent } from './watch-event.ts'
import { chooseOutput, type WatchOutput } from './watch-output.ts'
import { WatchedNodes, watchFilters } from './watched-nodes.ts'

/** The command line of `breva watch`, checked. */
export interface WatchOptions {
  broker: FoundBroker
  /** What stands before the nodes' names in their topics. */
  root: string
  /** Names; none: all nodes. */
  nodes: string[]
  /** How many values the statistics are of; undefined: there are none. */
  window: number | undefined
  /** Undefined: until Ctrl-C. */
  seconds: number | undefined
  json: boolean
}

/** ms between two looks for silent nodes. */
const LOOK = 1000
/** ms without any message after which that is said. */
const HEARD_NOTHING = 10_000

/** Watches until its time is over, or a signal or a closed pipe ends it. Throws a `CommandError` where the broker cannot be used. */
export async function runWatch(options: WatchOptions): Promise<void> {
  const ending = new RunEnding()
  const nodes = new WatchedNodes(options.root, options.window, () => Date.now())
  const output = chooseOutput(options.json, options.window !== undefined, nodes)
  try {
    await watch(options, nodes, output, ending)
  } catch (error) {
    // Ended before there was anything to end.
    if (!(error instanceof RunEnded)) throw error
  } finally {
    output.close()
    ending.release()
  }
}

async function watch(options: WatchOptions, nodes: WatchedNodes, output: WatchOutput, ending: RunEnding): Promise<void> {
  const { address, source } = options.broker
  const clientId = `brevawatch${randomBytes(6).toString('hex')}`
  await probeBroker(address, clientId, undefined, ending.signal)
  const held: (() => void)[] = []
  let begun = false
  const tell = (act: () => void): void => { if (begun) act(); else held.push(act) }
  const listener = await BrokerListener.start(address, clientId, watchFilters(options.root, options.nodes), {
    onMessage: (topic, payload, retained) => { tell(() => { for (const event of nodes.message(topic, payload, retained)) output.event(event) }) },
    onLink: connected => { tell(() => { output.event({ event: 'broker', time: nodes.time(), connected }) }) }
  }, { signal: ending.signal })
  const startedAt = performance.now()
  const timer = setInterval(() => { for (const event of nodes.silent()) output.event(event) }, LOOK)
  const hint = setTimeout(() => {
    if (nodes.counts.messages === 0) output.say('no node has been heard yet.', whatToTry(options))
  }, HEARD_NOTHING)
  try {
    output.event({
      event: 'started', time: nodes.time(), version: programVersion(), broker: describeBroker(address), brokerFrom: source ?? null, root: options.root, nodes: options.nodes, statistics: options.window !== undefined
    })
    begun = true
    for (const act of held) act()
    output.event(summaryOf(nodes, await untilEnd(options.seconds, ending), startedAt))
  } finally {
    clearInterval(timer)
    clearTimeout(hint)
    await listener.stop()
  }
}

/** What to look at where no node is heard, in sentences. */
function whatToTry({ broker, nodes, root }: WatchOptions): string {
  const next = nodes.length > 0 ? 'Without names all nodes are shown.' : `For a try: breva sim --broker ${describeBroker(broker.address)}`
  return printable(`Does one run at this broker, and may this account read ${root}/#? Another broker.root is named with --root. ${next}`)
}

function untilEnd(seconds: number | undefined, ending: RunEnding): Promise<SummaryEvent['reason']> {
  return new Promise(resolve => {
    const timer = seconds === undefined ? undefined : setTimeout(() => { resolve('seconds') }, seconds * 1000)
    ending.onEnd(reason => {
      clearTimeout(timer)
      resolve(reason)
    })
  })
}

function summaryOf(nodes: WatchedNodes, reason: SummaryEvent['reason'], startedAt: number): SummaryEvent {
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { event: 'summary', time: nodes.time(), reason, seconds, nodes: nodes.nodes.size, online: nodes.online(), ...nodes.counts, invalidBy: Object.fromEntries(nodes.invalidBy) }
}
