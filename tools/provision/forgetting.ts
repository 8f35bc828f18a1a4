import { BrokerAccounts } from './broker-accounts.ts'
import { isUserOf } from './device.ts'
import { writeAll, type Files } from './files.ts'
import type { Place } from './place.ts'

/** Withdraws every account of a node, and returns their names. */
export function withdrawAccounts(files: Files, place: Place, node: string): string[] {
  const accounts = BrokerAccounts.read(files, place.accounts)
  const users = accounts.users().filter(user => isUserOf(node, user))
  for (const user of users) accounts.withdraw(user)
  if (users.length > 0) writeAll(files, accounts.withdrawals())
  return users
}

/** Removes what this machine keeps of a node, and returns the paths. The device file goes last, so that a run that was cut can be repeated. */
export function removeFiles(files: Files, place: Place, node: string): string[] {
  const paths = [place.label(node), place.settings(node), place.device(node)].filter(path => files.read(path) !== undefined)
  for (const path of paths) files.remove(path)
  return paths
}
