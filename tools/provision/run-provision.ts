import type { Surroundings } from '../../cli/broker-options.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { writeAll } from './files.ts'
import { readNodeRows } from './node-rows.ts'
import { PrivateFiles } from './private-files.ts'
import type { ProvisionOptions } from './provision-options.ts'
import { tellProvisioned } from './provision-output.ts'
import { planProvision, type WantedNode } from './provision-plan.ts'
import { commonDraft, wantedDraft } from './wanted-draft.ts'

/** `breva provision`. Throws a `CommandError`; then nothing was written. */
export async function runProvision(options: ProvisionOptions, surroundings: Surroundings): Promise<void> {
  const { node, csv, place, settings } = options
  if (node !== undefined && csv !== undefined) throw new CommandError('A name and --csv are both given: the list names the nodes. Leave one of them out.', USAGE)
  place.secure(false)
  const files = new PrivateFiles()
  const wanted: WantedNode[] = csv === undefined
    ? [{ ...await wantedDraft(node, settings, files, place, surroundings), where: '' }]
    : readNodeRows(csv, await commonDraft(settings, surroundings))
  const plan = planProvision(files, place, wanted)
  if (!options.dryRun) {
    place.secure(true)
    writeAll(files, plan.changes)
  }
  tellProvisioned(plan, options)
}
