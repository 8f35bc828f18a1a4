import { describeFound } from '../../cli/broker-options.ts'
import { CommandError } from '../../cli/command-error.ts'
import { counted } from '../../cli/counted.ts'
import { DEVICE_NOT_FOUND, FAILURE, TIMED_OUT } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { ProgressLine } from '../../cli/progress-line.ts'
import { RunEnded, RunEnding, type EndReason } from '../../cli/run-ending.ts'
import { Gateway, type GatewayOptions } from './gateway.ts'
import { printEvent } from './gateway-output.ts'

/** The command line of `breva homeassistant`, checked. */
export interface HomeAssistantOptions extends GatewayOptions {
  follow: boolean
  /** A node's name, or true for every node; undefined: nothing is removed. */
  remove: string | true | undefined
  /** How long nodes are waited for. */
  seconds: number
  json: boolean
  quiet: boolean
}

/** ms between two looks, and ms without a retained message after which all have come. */
const LOOK = 250
const QUIET = 1500
/** ms without any node after which that is said. */
const HEARD_NOTHING = 10_000

/** Runs until all nodes are published or removed; with `follow` until a signal. Throws a CommandError where not all could be done. */
export async function runHomeAssistant(options: HomeAssistantOptions): Promise<void> {
  const ending = new RunEnding()
  const progress = new ProgressLine(process.stderr, process.env, () => performance.now())
  const ended: { reason?: EndReason } = {}
  ending.onEnd(reason => { ended.reason = reason })
  let gateway: Gateway | undefined
  try {
    gateway = await Gateway.start(options, event => {
      progress.clear()
      printEvent(event, options)
    }, ending.signal)
    if (options.remove !== undefined) await remove(gateway, options, options.remove, ending.signal)
    else if (options.follow) await follow(gateway, options, ending.signal)
    else await once(gateway, options, progress, ending.signal)
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error
    gateway?.summary(ended.reason ?? 'signal', gateway.keeper.nodes.length)
  } finally {
    progress.clear()
    await gateway?.stop()
    ending.release()
  }
}

async function once(gateway: Gateway, options: HomeAssistantOptions, progress: ProgressLine, signal: AbortSignal): Promise<void> {
  const { keeper } = gateway
  const deadline = gateway.now() + options.seconds * 1000
  await looks(signal, () => {
    const missing = keeper.incomplete().length
    if (!options.quiet && !options.json) progress.say(`Listening: ${counted(keeper.nodes.length, 'node')}${missing === 0 ? '' : `, waiting for samples of ${missing}`}.`)
    return gateway.now() >= deadline || (gateway.now() - gateway.lastRetainedAt >= QUIET && missing === 0)
  })
  const reasons: string[] = []
  for (const { node } of keeper.nodes) {
    const plan = keeper.plan(node, gateway.now())
    reasons.push(plan ? await gateway.publish(plan) : gateway.leaveOut(node))
  }
  gateway.summary('done', reasons.length)
  judge(reasons, options)
}

/** Throws where a node is missing that ought to be there. */
function judge(reasons: string[], options: HomeAssistantOptions): void {
  if (reasons.length === 0) {
    throw new CommandError(`No node was heard below ${printable(options.root)} at ${describeFound(options.broker)}. Start one, or "breva sim --broker URL" for a try, check that this account may read ${printable(options.root)}/#, and name the nodes' broker.root with --root if it is another.`, DEVICE_NOT_FOUND)
  }
  const refused = reasons.filter(reason => reason === 'refused').length
  if (refused > 0) throw new CommandError(`${refused} of ${counted(reasons.length, 'node')} ${refused === 1 ? 'was' : 'were'} not published, as Home Assistant would not take them. The lines above say why.`, FAILURE)
  const silent = reasons.filter(reason => reason === 'no_info' || reason === 'no_sample').length
  if (silent > 0) throw new CommandError(`${silent} of ${counted(reasons.length, 'node')} did not say enough within ${options.seconds} s. Give them longer with --seconds, or run with --follow.`, TIMED_OUT)
  if (reasons.every(reason => reason === 'offline')) {
    throw new CommandError(`All nodes at ${describeFound(options.broker)} are offline: ${reasons.length}. Start them and run this again, or run it with --follow.`, DEVICE_NOT_FOUND)
  }
}

/** Until a signal ends it, by rejecting with RunEnded. */
async function follow(gateway: Gateway, options: HomeAssistantOptions, signal: AbortSignal): Promise<void> {
  const { keeper } = gateway
  const known = new Set<string>()
  const hintAt = gateway.now() + HEARD_NOTHING
  let hinted = options.quiet
  for (;;) {
    await looks(signal, () => true)
    if (!hinted && gateway.now() >= hintAt) {
      hinted = true
      if (keeper.nodes.length === 0) process.stderr.write(`breva: no node has been heard yet. Does one run at this broker, and may this account read ${printable(options.root)}/#? Another broker.root is named with --root.\n`)
    }
    if (gateway.now() - gateway.lastRetainedAt < QUIET) continue
    for (const node of keeper.due(gateway.now())) {
      const plan = keeper.plan(node, gateway.now())
      // What stays as it is, is told once.
      if (!plan || (plan.unchanged && known.has(node))) continue
      await gateway.publish(plan)
      known.add(node)
    }
  }
}

async function remove(gateway: Gateway, options: HomeAssistantOptions, which: string | true, signal: AbortSignal): Promise<void> {
  await looks(signal, () => gateway.now() - gateway.lastRetainedAt >= QUIET)
  const nodes = gateway.keeper.published.filter(({ node }) => which === true || node === which)
  if (nodes.length === 0 && which !== true) throw notPublished(gateway, options, which)
  for (const node of nodes) await gateway.remove(node)
  gateway.summary('done', nodes.length)
  const others = gateway.keeper.elsewhere.length > 0 && which === true && !options.quiet
  if (others) process.stderr.write(`breva: devices of nodes below other roots are left: ${places(gateway)}.\n`)
}

function notPublished({ keeper }: Gateway, { broker, root }: HomeAssistantOptions, node: string): CommandError {
  const others = [...new Set(keeper.published.map(({ node }) => node))]
  const here = others.length === 0 ? 'There is no node of Breva at all.' : `There are: ${others.join(', ')}.`
  const hint = keeper.elsewhere.length === 0 ? here : `${others.length === 0 ? '' : `${here} `}Below other roots there are: ${places({ keeper })}.`
  return new CommandError(`Nothing was published for ${node} below ${printable(root)} at ${describeFound(broker)}. ${hint}`, DEVICE_NOT_FOUND)
}

/** Names of nodes below other roots, each with what reaches it. */
function places({ keeper }: Pick<Gateway, 'keeper'>): string {
  return printable(keeper.elsewhere.map(({ root, node }) => `${node} (--root ${root})`).join(', '))
}

/** Resolves when a look, one at a time, finds that it is so; rejects with the reason of an aborted `signal`. */
function looks(signal: AbortSignal, isSo: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      if (!signal.aborted && !isSo()) return
      clearInterval(timer)
      if (signal.aborted) reject(signal.reason as Error)
      else resolve()
    }, LOOK)
  })
}
