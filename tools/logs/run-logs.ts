import { randomBytes } from 'node:crypto'
import { BrokerListener } from '../../cli/broker-listener.ts'
import { describeFound, type FoundBroker } from '../../cli/broker-options.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { CommandError } from '../../cli/command-error.ts'
import { DEVICE_NOT_FOUND } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { RunEnded, RunEnding } from '../../cli/run-ending.ts'
import { choosePort } from '../console/choose-port.ts'
import { listPorts } from '../console/list-ports.ts'
import { openLink } from '../console/open-link.ts'
import { portProblem } from '../console/port-problem.ts'
import { logFilters, saidLines } from './said-line.ts'

/** ms without any message after which that is said. */
const HEARD_NOTHING = 10_000

/** Shows what a node says at a broker until Ctrl-C. `root` stands before its name in its topics. */
export function logsOfNode({ root, node }: { root: string, node: string }, broker: FoundBroker, json: boolean): Promise<void> {
  return untilEnded(async ending => {
    const clientId = `brevalogs${randomBytes(6).toString('hex')}`
    await probeBroker(broker.address, clientId, undefined, ending.signal)
    process.stderr.write(`breva: ${node} at ${describeFound(broker)}; stop with Ctrl-C\n`)
    let heard = false
    const listener = await BrokerListener.start(broker.address, clientId, logFilters(root, node), {
      onMessage: (topic, payload, retained) => {
        heard = true
        const time = new Date().toISOString()
        if (json) process.stdout.write(`${JSON.stringify({ time, node, topic, retained, payload: payload.toString() })}\n`)
        else for (const line of saidLines(root, time, topic, payload.toString(), retained)) process.stdout.write(`${line}\n`)
      },
      onLink: connected => { process.stderr.write(`breva: the broker's connection is ${connected ? 'back' : 'lost; connecting again'}\n`) }
    }, { signal: ending.signal })
    const hint = setTimeout(() => {
      if (!heard) process.stderr.write(`breva: nothing is known of ${node} there, below ${printable(root)}. "breva watch" shows which nodes are.\n`)
    }, HEARD_NOTHING)
    try {
      await new Promise<void>(resolve => { ending.onEnd(() => { resolve() }) })
    } finally {
      clearTimeout(hint)
      await listener.stop()
    }
  })
}

/** Shows what a board's console prints until Ctrl-C, or until the board goes away, which is an error. Nothing is sent to it. */
export function logsOfPort(named: string | undefined, baud: number, json: boolean): Promise<void> {
  return untilEnded(async ending => {
    const port = named ?? choosePort(await listPorts(), 'logs')
    let rest = ''
    let lost: (() => void) | undefined
    const gone = new Promise<void>(resolve => { lost = resolve })
    const link = await openLink(port, baud, {
      onText: text => {
        const lines = (rest + text).split(/\r?\n|\r/)
        rest = lines.pop() ?? ''
        for (const line of lines) if (line !== '') print(port, line, json)
      },
      onLost: () => { lost?.() }
    }).catch((error: unknown) => { throw portProblem(port, error as NodeJS.ErrnoException) })
    process.stderr.write(`breva: the console of ${port}; stop with Ctrl-C\n`)
    const ended = new Promise<'ended'>(resolve => { ending.onEnd(() => { resolve('ended') }) })
    const how = await Promise.race([gone, ended])
    if (rest !== '') print(port, rest, json)
    await link.close()
    if (how !== 'ended') throw new CommandError(`${port} is gone: the board was unplugged, or the other end closed. Plug it in and repeat the command.`, DEVICE_NOT_FOUND)
  })
}

function print(port: string, line: string, json: boolean): void {
  const time = new Date().toISOString()
  process.stdout.write(json ? `${JSON.stringify({ time, port, line })}\n` : `${time} ${printable(line)}\n`)
}

async function untilEnded(act: (ending: RunEnding) => Promise<void>): Promise<void> {
  const ending = new RunEnding()
  try {
    await act(ending)
  } catch (error) {
    // Ended before there was anything to end.
    if (!(error instanceof RunEnded)) throw error
  } finally {
    ending.release()
  }
}
