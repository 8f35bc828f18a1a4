import { CommandError } from '../../cli/command-error.ts'
import { FAILURE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'
import type { Files } from './files.ts'
import type { Place } from './place.ts'
import type { Draft } from './setting-values.ts'

/** The settings that a node has, without its account; undefined where there are none. Throws a `CommandError` for a file that is not JSON. */
export function settingsBefore(files: Files, place: Place, node: string): Draft | undefined {
  const text = files.read(place.settings(node))
  if (text === undefined) return undefined
  try {
    const settings = JSON.parse(text) as Draft
    const broker = settings['broker'] as Draft | undefined
    delete broker?.['user']
    delete broker?.['password']
    return settings
  } catch {
    throw new CommandError(`The settings file ${printable(place.settings(node))} is not JSON. Mend it (breva settings check), or remove it and give the settings again.`, FAILURE)
  }
}
