import { AccessList } from '../../broker/accounts/access-list.ts'
import { PasswordFile } from '../../broker/accounts/password-file.ts'
import { passwordMatches } from '../../broker/accounts/password-hash.ts'
import { writeAll, type Files } from '../../tools/provision/files.ts'
import { Place } from '../../tools/provision/place.ts'
import { planProvision, type ProvisionPlan } from '../../tools/provision/provision-plan.ts'

/** A folder of which no test needs the disk. */
export const PLACE = new Place({ folder: 'devices' })

/** Settings that are complete, but for what provisioning adds. */
export const DRAFT = {
  location: 'Attic', wifi: { network: 'home', password: 'nine-grey-geese' }, broker: { host: '192.168.1.10', port: 1883 }, sensors: { scd30: { sda: 'D21', scl: 'D22' } }
}

export function provision(files: Files, ...nodes: string[]): ProvisionPlan {
  const plan = planProvision(files, PLACE, nodes.map(node => ({ node, draft: DRAFT, where: '' })))
  writeAll(files, plan.changes)
  return plan
}

/** The account in the settings file of a node, which is what a board would get from it. */
export function accountInSettings(files: Files, node: string): { user: string, password: string } {
  const { broker } = JSON.parse(files.read(PLACE.settings(node)) ?? '') as { broker: { user: string, password: string } }
  return { user: broker.user, password: broker.password }
}

/** Whether a broker with the files as they are lets an account in, and publish and read as the node. */
export function worksFor(files: Files, node: string, { user, password }: { user: string, password: string }): boolean {
  const hash = PasswordFile.parse(files.read(PLACE.accounts.passwords) ?? '').hashOf(user)
  const list = AccessList.parse(files.read(PLACE.accounts.acl) ?? '')
  return hash !== undefined && passwordMatches(hash, password) && list.may(user, 'c', 'write', `breva/${node}/state`) && list.may(user, 'c', 'read', `breva/${node}/command/ping`)
}
