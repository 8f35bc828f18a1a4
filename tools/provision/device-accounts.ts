import { nodeRules } from '../../broker/accounts/account-rules.ts'
import type { AccessRule } from '../../broker/accounts/access-rule.ts'
import type { BrokerAccounts } from './broker-accounts.ts'
import type { Device, Secrets } from './device.ts'
import { PROOF_VERB } from './proof-verb.ts'

/** The accounts that a node is to have at the broker, with what each may. */
function accountsOf({ node, root, current, next }: Device): { secrets: Secrets, rules: AccessRule[] }[] {
  const rules = nodeRules(root, node)
  if (!next) return [{ secrets: current, rules }]
  // Who answers this command has read it, and so has logged in with the account that follows.
  return [{ secrets: current, rules: [...rules, { kind: 'deny', filter: `${root}/${node}/command/${PROOF_VERB}` }] }, { secrets: next, rules }]
}

/** Gives a node its accounts. */
export function grant(accounts: BrokerAccounts, device: Device): void {
  for (const { secrets, rules } of accountsOf(device)) {
    accounts.admit(secrets.user, secrets.password)
    accounts.allow(secrets.user, rules)
  }
}
