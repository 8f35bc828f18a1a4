import type { FirmwareMaker } from './node-port.ts'

/** What runs on the nodes: the source, or, with `bundle`, what the build has left in `dist/`. */
export async function firmwareMaker(bundle: boolean): Promise<FirmwareMaker> {
  if (!bundle) return (await import('./source-port.ts')).sourceFirmware()
  const { bundleFirmware } = await import('./bundle-port.ts')
  const { applicationMembers, nodeScripts } = await import('../../cli/node-scripts.ts')
  const { MemberNames } = await import('../espruino/member-names.ts')
  return bundleFirmware(nodeScripts(), new MemberNames(applicationMembers()))
}
