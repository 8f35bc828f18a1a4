import type { BrokerAddress } from '../../cli/broker-address.ts'
import { probeBroker } from '../../cli/broker-probe.ts'
import { CommandError } from '../../cli/command-error.ts'
import { AUTHENTICATION, FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { TOPIC_ROOT } from '../../contract/topics.ts'
import { atTerminal } from '../settings/asked-settings.ts'
import { confirm } from '../settings/questions.ts'
import type { Device } from './device.ts'
import { removeFiles, withdrawAccounts } from './forgetting.ts'
import { openLink, ownerAddress } from './owner-link.ts'
import type { Place } from './place.ts'
import { PrivateFiles } from './private-files.ts'
import { readDevice } from './provision-plan.ts'
import { clearRetained } from './retained-topics.ts'

/** The command line of `breva provision forget`, checked. */
export interface ForgetOptions {
  node: string
  place: Place
  broker: string | undefined
  /** Leave the broker's retained topics. */
  offline: boolean
  /** Do not ask. */
  yes: boolean
}

/** `breva provision forget`. It may be repeated, and needs no node. Throws a `CommandError`; the device file stays then, so that it can be repeated. */
export async function runForget({ node, place, broker, offline, yes }: ForgetOptions): Promise<void> {
  place.secure(false)
  const files = new PrivateFiles()
  const device = deviceOf(files, place, node)
  const owner = offline ? undefined : ownerAddress(files, place, broker)
  if (!yes) await ask(node)
  const users = withdrawAccounts(files, place, node)
  const topics = owner ? await cleared(owner, device, node) : []
  const paths = removeFiles(files, place, node)
  const went = [...users.map(user => `account ${user}`), ...topics.map(topic => `retained ${topic}`), ...paths.map(path => `file ${path}`)]
  process.stdout.write(`${(went.length === 0 ? [`nothing was left of ${node}`] : went).map(printable).join('\n')}\n`)
  process.stderr.write(`breva: what may remain: copies of these files, the settings on the board, messages that subscribers have stored${offline ? ', and retained messages at the broker' : ''}. Let mosquitto read its accounts again (SIGHUP).\n`)
}

/** One that cannot be read is forgotten as well. */
function deviceOf(files: PrivateFiles, place: Place, node: string): Device | undefined {
  try {
    return readDevice(files, place, node)
  } catch (error) {
    process.stderr.write(`breva: ${(error as Error).message}\n`)
    return undefined
  }
}

async function ask(node: string): Promise<void> {
  if (!process.stdin.isTTY) throw new CommandError(`Forgetting ${node} cannot be undone. Without a terminal it takes --yes.`, USAGE)
  const sure = await atTerminal((answers, tell) => confirm(`Withdraw the accounts of ${node}, clear its topics and remove its secrets?`, answers, tell))
  if (!sure) throw new CommandError('Nothing was changed.', FAILURE)
}

/** Clears the node's topics, after making sure that it is out: one that is connected would publish them again. */
async function cleared(owner: BrokerAddress, device: Device | undefined, node: string): Promise<string[]> {
  for (const secrets of device ? [device.current, device.next] : []) {
    if (secrets && await isAdmitted({ ...owner, user: secrets.user, password: secrets.password })) {
      throw new CommandError(`The broker still lets ${secrets.user} in. Let it read its accounts again (mosquitto does on SIGHUP), and repeat the command. The accounts are out of the files; the device file stays until then.`, FAILURE)
    }
  }
  const link = await openLink(owner)
  try {
    return await clearRetained(link, `${device?.root ?? TOPIC_ROOT}/${node}`)
  } finally {
    await link.endAsync(true)
  }
}

/** The embedded broker sees changed files within a second. */
async function isAdmitted(address: BrokerAddress): Promise<boolean> {
  for (let tries = 0; tries < 4; tries++) {
    try {
      await probeBroker(address, `brevaprov${process.pid}`)
    } catch (error) {
      if (error instanceof CommandError && error.exitCode === AUTHENTICATION) return false
      throw error
    }
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  return true
}
