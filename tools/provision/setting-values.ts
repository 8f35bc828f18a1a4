import { settingRows } from '../../contract/settings.ts'
import { didYouMean } from '../../cli/settings/did-you-mean.ts'
import { CommandError } from '../../cli/command-error.ts'
import { USAGE } from '../../cli/exit-code.ts'
import { printable } from '../../cli/printable.ts'

/** Settings that are not complete, or not checked yet. */
export type Draft = Record<string, unknown>

/** Kind of each setting, by its path; objects are none. */
const KINDS = new Map(settingRows('').slice(1).split('|').map(row => row.split(' ')).filter(([path, kind]) => path !== '' && kind !== 'o').map(([path, kind]) => [path, kind]))

/** The account is made here, and nobody chooses it. */
const MADE_HERE = ['broker.user', 'broker.password']

/** Throws a `CommandError` with USAGE for a path that is no setting, or one that provisioning makes. `where` begins the sentence. */
export function checkPath(path: string, where: string): void {
  if (MADE_HERE.includes(path)) throw new CommandError(`${where}: ${path} is made by "breva provision", and differs from node to node. Leave it out.`, USAGE)
  if (KINDS.has(path)) return
  const dot = path.lastIndexOf('.')
  const near = didYouMean(path.slice(dot + 1), path.slice(0, Math.max(0, dot)), [...KINDS.keys()])
  throw new CommandError(`${where}: ${printable(path.slice(0, 64))} is not a setting.${near === undefined ? ' docs/settings.md lists them.' : ` Did you mean ${near}?`}`, USAGE)
}

/** Sets the setting at `path` to what a text means there. A text that means nothing is kept, so that the check can refuse it in its own words. */
export function putText(draft: Draft, path: string, text: string): void {
  put(draft, path, meant(KINDS.get(path) ?? '', text))
}

/** Sets the setting at `path`. */
export function put(draft: Draft, path: string, value: unknown): void {
  const steps = path.split('.')
  const name = steps.pop() ?? ''
  let group = draft
  for (const step of steps) group = (group[step] ??= {}) as Draft
  group[name] = value
}

/** The value at `path`, undefined where there is none. */
export function valueAt(draft: Draft, path: string): unknown {
  return path.split('.').reduce<unknown>((group, step) => (typeof group === 'object' && group !== null ? (group as Draft)[step] : undefined), draft)
}

function meant(kind: string, text: string): unknown {
  if (kind === 'b' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return 'dgi'.includes(kind) && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}
