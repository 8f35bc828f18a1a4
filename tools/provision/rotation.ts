import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { BrokerAccounts } from './broker-accounts.ts'
import { grant } from './device-accounts.ts'
import { deviceText, followingUser, newSecrets, type Device } from './device.ts'
import { writeAll, type Files } from './files.ts'
import { settingsText } from './node-settings.ts'
import type { Place } from './place.ts'
import { settingsBefore } from './settings-before.ts'

/**
 * Replaces the secrets of a node, in three acts. Each may be cut after any write, and is completed by calling it again:
 *
 * 1. `beginRotation`: the second account works at the broker, then the settings file has it. The board has the first one.
 * 2. The board gets the settings file, at any time.
 * 3. `endRotation`, once the node was seen with the second account: the first one is withdrawn.
 */
export function beginRotation(files: Files, place: Place, device: Device): Device {
  const renewing: Device = { ...device, next: device.next ?? newSecrets(followingUser(device)) }
  const before = settingsBefore(files, place, device.node)
  if (before === undefined) throw new CommandError(`There is no ${printable(place.settings(device.node))}, which is to get the new account. Run breva provision ${device.node} with its settings first.`, USAGE)
  const accounts = BrokerAccounts.read(files, place.accounts)
  grant(accounts, renewing)
  writeAll(files, [
    { path: place.device(device.node), text: deviceText(renewing) },
    ...accounts.changes(),
    { path: place.settings(device.node), text: settingsText(before, renewing) }
  ])
  return renewing
}

/** Withdraws the first account. The node must have been seen with the second one, or `device.former` says that it was. */
export function endRotation(files: Files, place: Place, device: Device): Device {
  const { next, ...rest } = device
  const ending: Device = next ? { ...rest, current: next, former: device.current } : device
  writeAll(files, [{ path: place.device(device.node), text: deviceText(ending) }])
  const { former, ...ended } = ending
  if (former) {
    const accounts = BrokerAccounts.read(files, place.accounts)
    accounts.withdraw(former.user)
    writeAll(files, [...accounts.withdrawals(), { path: place.device(device.node), text: deviceText(ended) }])
  }
  return ended
}
