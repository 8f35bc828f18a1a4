import { resolve } from 'node:path'
import { printable } from '../../cli/printable.ts'
import type { ProvisionOptions } from './provision-options.ts'
import type { ProvisionPlan } from './provision-plan.ts'

type Shown = Pick<ProvisionOptions, 'place' | 'dryRun' | 'json' | 'show'>

/** Says what provisioning has made, results on stdout and what to know on stderr. Secrets are shown only where they were asked for. */
export function tellProvisioned(plan: ProvisionPlan, options: Shown): void {
  for (const warning of plan.warnings) process.stderr.write(`breva: warning: ${printable(warning)}\n`)
  process.stdout.write(options.json ? `${JSON.stringify(asJson(plan, options))}\n` : `${asText(plan, options).map(printable).join('\n')}\n`)
}

function asJson({ nodes }: ProvisionPlan, { place, dryRun, show }: Shown): object {
  return {
    written: !dryRun,
    nodes: nodes.map(({ device: { node, identity, current, next = current }, made }) => ({
      node, identity, made, user: next.user, device: place.device(node), settings: place.settings(node), ...show && { password: next.password, commandKey: next.commandKey }
    })),
    accounts: place.accounts.passwords, acl: place.accounts.acl, reader: place.reader, owner: place.owner
  }
}

function asText({ nodes }: ProvisionPlan, { place, dryRun, show }: Shown): string[] {
  const { passwords, acl } = place.accounts
  const secrets = nodes.flatMap(({ device: { node, current, next = current } }) => show ? [`${node}: user ${next.user}, password ${next.password}, command key ${next.commandKey}`] : [])
  const lines = nodes.map(({ device: { node }, made }) => `${dryRun ? 'would provision' : 'provisioned'} ${node}${made ? '' : ', which keeps its secrets'}: ${place.settings(node)}`)
  const first = nodes[0].device.node
  return [
    ...lines,
    ...secrets,
    `accounts: ${passwords} and ${acl}; for this machine ${place.reader} and ${place.owner}. Only you can read them.`,
    ...nodes.some(({ made }) => made) ? [`broker: breva broker --accounts ${passwords}; or for mosquitto: allow_anonymous false, password_file ${resolve(passwords)}, acl_file ${resolve(acl)}, and SIGHUP after each change`] : [],
    `next: breva flash --settings ${place.settings(nodes.length === 1 ? first : 'NODE')}`
  ]
}
