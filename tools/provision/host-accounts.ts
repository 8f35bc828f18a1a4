import { ownerRules, readerRules } from '../../broker/accounts/account-rules.ts'
import type { AccessRule } from '../../broker/accounts/access-rule.ts'
import { describeBroker, PLAIN_PORT } from '../../cli/broker-address.ts'
import type { BrokerAccounts } from './broker-accounts.ts'
import { newPassword } from './device.ts'
import type { Change, Files } from './files.ts'
import type { Place } from './place.ts'
import { valueAt, type Draft } from './setting-values.ts'

/** No node can have a name with a full stop. */
const READER = 'breva.reader'
const OWNER = 'breva.owner'

/**
 * Gives the tools on this machine their accounts: one that reads everything, and one that may also send commands and clear what a node has left. Each is
 * a file that `.env` can be. One that is there already keeps its password. `draft`: settings of a node that name the broker.
 */
export function grantHosts(files: Files, place: Place, accounts: BrokerAccounts, roots: readonly string[], draft: Draft): Change[] {
  const host = (path: string, user: string, rules: AccessRule[]): Change[] => {
    const before = files.read(path)
    const password = before === undefined ? newPassword() : passwordIn(before)
    if (password !== undefined) accounts.admit(user, password)
    accounts.allowToo(user, rules)
    return before === undefined ? [{ path, text: `BREVA_BROKER=${brokerOf(draft)}\nBREVA_BROKER_USER=${user}\nBREVA_BROKER_PASSWORD=${password}\n` }] : []
  }
  return [...host(place.reader, READER, roots.flatMap(readerRules)), ...host(place.owner, OWNER, roots.flatMap(ownerRules))]
}

function passwordIn(text: string): string | undefined {
  return /^BREVA_BROKER_PASSWORD=([\w-]+)$/m.exec(text)?.[1]
}

function brokerOf(draft: Draft): string {
  const port = valueAt(draft, 'broker.port')
  return describeBroker({ host: String(valueAt(draft, 'broker.host')), port: typeof port === 'number' ? port : PLAIN_PORT })
}
