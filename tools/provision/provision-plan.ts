import { TOPIC_ROOT } from '../../contract/topics.ts'
import { CommandError } from '../../cli/command-error.ts'
import { FAILURE, USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { BrokerAccounts } from './broker-accounts.ts'
import { grant } from './device-accounts.ts'
import { deviceText, newDevice, parseDevice, type Device } from './device.ts'
import type { Change, Files } from './files.ts'
import { grantHosts } from './host-accounts.ts'
import { settingsErrors, settingsText, settingsWarnings } from './node-settings.ts'
import type { Place } from './place.ts'
import { valueAt, type Draft } from './setting-values.ts'

/** A node that is to be provisioned. */
export interface WantedNode {
  node: string
  draft: Draft
  /** Where it was asked for, as `line 3`; empty where there is only one. */
  where: string
}

/** What provisioning will do. */
export interface ProvisionPlan {
  /** In the order in which a cut does the least harm: first what holds secrets, last what a board gets. */
  changes: Change[]
  nodes: PlannedNode[]
  warnings: string[]
}

interface PlannedNode {
  device: Device
  /** False for one that has its secrets already. */
  made: boolean
}

/** Plans all of these nodes, or throws a `CommandError` that says everything that is wrong with them. Nothing is written. */
export function planProvision(files: Files, place: Place, wanted: readonly WantedNode[]): ProvisionPlan {
  const accounts = BrokerAccounts.read(files, place.accounts)
  const plan: ProvisionPlan = { changes: [], nodes: [], warnings: [] }
  const settings: Change[] = []
  const problems: string[] = []
  for (const { node, draft, where } of wanted) {
    const planned = plannedNode(files, place, node, rootOf(draft))
    const text = settingsText(draft, planned.device)
    problems.push(...settingsErrors(text).map(message => `  ${where === '' ? '' : `${where}, ${node}: `}${message}`))
    plan.warnings.push(...settingsWarnings(text).map(message => `${node}: ${message}`))
    if (planned.made && accounts.has(node)) problems.push(`  ${where === '' ? '' : `${where}: `}${node} has an account in ${printable(place.accounts.passwords)}, and there is no ${printable(place.device(node))}: run breva provision forget ${node} first`)
    grant(accounts, planned.device)
    plan.nodes.push(planned)
    settings.push({ path: place.settings(node), text })
  }
  if (problems.length > 0) throw new CommandError(`Nothing was provisioned:\n${problems.map(printable).join('\n')}\ndocs/settings.md explains every setting.`, USAGE)
  const roots = [...new Set(plan.nodes.map(({ device }) => device.root))]
  const hosts = grantHosts(files, place, accounts, roots, wanted[0].draft)
  plan.changes = [...plan.nodes.map(({ device }) => ({ path: place.device(device.node), text: deviceText(device) })), ...hosts, ...accounts.changes(), ...settings]
  return plan
}

/** Reads the device file of a node; undefined where there is none. Throws a `CommandError` with FAILURE for one that cannot be used. */
export function readDevice(files: Files, place: Place, node: string): Device | undefined {
  const text = files.read(place.device(node))
  if (text === undefined) return undefined
  try {
    const device = parseDevice(text)
    if (device.node !== node) throw new Error(`it is of the node ${device.node}`)
    return device
  } catch (error) {
    throw new CommandError(`The device file ${printable(place.device(node))} cannot be used: ${printable((error as Error).message)}. Put back a copy of it, or run breva provision forget ${node}, and provision it again.`, FAILURE)
  }
}

function plannedNode(files: Files, place: Place, node: string, root: string): PlannedNode {
  const before = readDevice(files, place, node)
  return before ? { device: { ...before, root }, made: false } : { device: newDevice(node, root), made: true }
}

function rootOf(draft: Draft): string {
  const root = valueAt(draft, 'broker.root')
  return typeof root === 'string' ? root : TOPIC_ROOT
}
