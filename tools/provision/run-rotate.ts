import { CommandError } from '../../cli/command-error.ts'
import { AUTHENTICATION, FAILURE, TIMED_OUT, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { proveAccount } from './account-proof.ts'
import type { Device, Secrets } from './device.ts'
import { ownerAddress } from './owner-link.ts'
import type { Place } from './place.ts'
import { PrivateFiles } from './private-files.ts'
import { readDevice } from './provision-plan.ts'
import { beginRotation, endRotation } from './rotation.ts'

/** The command line of `breva provision rotate`, checked. */
export interface RotateOptions {
  node: string
  place: Place
  broker: string | undefined
  /** How long to wait for the node. */
  seconds: number
}

/** `breva provision rotate`: the first call makes the second account, the one after the board was flashed withdraws the first. Throws a `CommandError`. */
export async function runRotate({ node, place, broker, seconds }: RotateOptions): Promise<void> {
  place.secure(false)
  const files = new PrivateFiles()
  const device = readDevice(files, place, node)
  if (!device) throw new CommandError(`There is no node ${node} in ${printable(place.folder)}. Provision it first: breva provision ${node}`, USAGE)
  if (device.former) {
    endRotation(files, place, device)
    tell(withdrawn(node, device.former, place))
    return
  }
  // A run that was cut is completed before anything else.
  const renewing = beginRotation(files, place, device)
  if (!device.next) {
    tell(begun(renewing, place))
    return
  }
  await proved({ ...renewing, next: device.next }, place, ownerAddress(files, place, broker), seconds)
  endRotation(files, place, renewing)
  tell(withdrawn(node, device.current, place))
}

async function proved(device: Device & { next: Secrets }, place: Place, owner: Parameters<typeof proveAccount>[1], seconds: number): Promise<void> {
  const { node, next } = device
  const kept = 'Both accounts are valid, and nothing was withdrawn.'
  let proof: Awaited<ReturnType<typeof proveAccount>>
  try {
    proof = await proveAccount(device, owner, seconds)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const reload = error.exitCode === AUTHENTICATION ? ' If it has not read its accounts again, let it: mosquitto does on SIGHUP.' : ''
    throw new CommandError(`${error.message}${reload} ${kept}`, error.exitCode)
  }
  if (!proof.brokerKnows) throw new CommandError(`The broker does not do yet what ${printable(place.accounts.acl)} says. Let it read both files again: mosquitto does on SIGHUP. ${kept}`, FAILURE)
  if (!proof.nodeUses) {
    throw new CommandError(`The node ${node} was not seen with its new account ${next.user} within ${seconds} s. Is it on, and has it the new settings? breva flash --settings ${printable(place.settings(node))} ${kept}`, TIMED_OUT)
  }
}

function begun({ node, next }: Device, place: Place): string[] {
  return [
    `${node} has a second account, ${next?.user ?? ''}, and a second command key. Both accounts are valid.`,
    `next: let the broker read ${place.accounts.passwords} and ${place.accounts.acl} again (mosquitto does on SIGHUP)`,
    `then: breva flash --settings ${place.settings(node)}`,
    `then, to withdraw the first account once the node was seen with the second: breva provision rotate ${node}`
  ]
}

function withdrawn(node: string, former: Secrets, place: Place): string[] {
  return [`${node} was seen with its new account. ${former.user} is withdrawn; let the broker read ${place.accounts.passwords} and ${place.accounts.acl} again.`]
}

function tell(lines: string[]): void {
  process.stdout.write(`${lines.map(printable).join('\n')}\n`)
}
