import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import { writeProblem } from '../../cli/write-problem.ts'
import { writeWhole } from '../../cli/write-whole.ts'
import { labelSvg } from './label.ts'
import type { Place } from './place.ts'
import { PrivateFiles } from './private-files.ts'
import { readDevice } from './provision-plan.ts'
import { valueAt, type Draft } from './setting-values.ts'

/** `breva provision label`: writes a label for each of these nodes. Throws a `CommandError`; for a node that is not known nothing is written. */
export function runLabel(nodes: readonly string[], place: Place): void {
  const files = new PrivateFiles()
  const known = place.nodes()
  for (const node of nodes) {
    if (readDevice(files, place, node)) continue
    throw new CommandError(`There is no node ${node} in ${printable(place.folder)}. ${known.length === 0 ? 'Provision it first: breva provision' : `There are ${known.join(', ')}`}.`, USAGE)
  }
  for (const node of nodes) {
    const path = place.label(node)
    try {
      writeWhole(path, labelSvg(node, locationOf(files.read(place.settings(node)))))
    } catch (error) {
      throw writeProblem('The label', path, error)
    }
    process.stdout.write(`${printable(path)}\n`)
  }
}

function locationOf(settings: string | undefined): string {
  if (settings === undefined) return ''
  try {
    const location = valueAt(JSON.parse(settings) as Draft, 'location')
    return typeof location === 'string' ? location : ''
  } catch {
    return ''
  }
}
