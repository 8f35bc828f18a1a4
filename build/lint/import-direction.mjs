import path from 'node:path'
import { existingPaths } from './existing-paths.mjs'

/**
 * ESLint rule: who may import whom. The first line whose folder or file holds the importing file decides; what `to` lists may
 * be imported, what `types` lists for its types alone, nothing that `not` lists. Packages and node:* are allowed where
 * `outside` says so. Files of the same folder may import each other where `sibling` says so, or `to` lists the folder.
 * @typedef {{ from: string, to: string[], types?: string[], not?: string[], sibling?: boolean, outside?: boolean }} Direction
 */

/** @type {Direction[]} */
export const DIRECTIONS = [
  { from: 'drivers/hal/', to: ['drivers/hal/'] },
  { from: 'drivers/checksum/', to: ['drivers/checksum/'] },
  { from: 'drivers/plausibility/', to: ['drivers/plausibility/', 'drivers/hal/'] },
  { from: 'drivers/sensor.ts', to: ['drivers/hal/'] },
  { from: 'drivers/', to: ['drivers/hal/', 'drivers/checksum/', 'drivers/plausibility/', 'drivers/sensor.ts'], sibling: true },
  { from: 'contract/schemas/', to: ['contract/', 'drivers/hal/'], outside: true },
  { from: 'contract/', to: ['drivers/hal/'], sibling: true },
  { from: 'firmware/mqtt/', to: ['firmware/mqtt/', 'drivers/hal/'] },
  { from: 'firmware/station/', to: ['firmware/station/', 'firmware/mqtt/', 'drivers/', 'contract/'], not: ['contract/schemas/'] },
  { from: 'firmware/espruino/', to: ['firmware/espruino/', 'drivers/hal/'], types: ['firmware/station/'] },
  { from: 'firmware/', to: ['firmware/', 'drivers/', 'contract/'], not: ['contract/schemas/'] },
  { from: 'host-sim/random.ts', to: [] },
  { from: 'host-sim/clock/', to: ['host-sim/clock/'], types: ['drivers/hal/'], outside: true },
  { from: 'host-sim/wires/', to: ['host-sim/wires/', 'host-sim/random.ts', 'drivers/hal/status.ts'], types: ['drivers/hal/', 'host-sim/clock/'] },
  { from: 'host-sim/parts/', to: ['host-sim/parts/', 'host-sim/wires/', 'host-sim/random.ts'], types: ['drivers/hal/'] },
  { from: 'host-sim/world/', to: ['host-sim/world/', 'host-sim/random.ts'], types: ['drivers/hal/', 'host-sim/parts/'] },
  {
    from: 'host-sim/board/',
    to: ['host-sim/board/', 'host-sim/clock/', 'host-sim/wires/', 'host-sim/parts/', 'host-sim/world/', 'host-sim/random.ts', 'firmware/', 'drivers/', 'contract/', 'broker/', 'cli/'],
    not: ['cli/cli.ts'],
    outside: true
  },
  {
    from: 'host-sim/espruino/',
    to: ['host-sim/espruino/', 'host-sim/board/', 'host-sim/clock/', 'host-sim/wires/', 'host-sim/parts/', 'host-sim/world/', 'host-sim/random.ts', 'firmware/', 'drivers/', 'contract/', 'broker/', 'cli/'],
    not: ['cli/cli.ts'],
    outside: true
  },
  { from: 'host-sim/scenario/', to: ['host-sim/', 'firmware/', 'drivers/', 'contract/', 'broker/', 'cli/'], not: ['cli/cli.ts', 'host-sim/sim/', 'host-sim/torture/'], outside: true },
  { from: 'host-sim/', to: ['host-sim/', 'firmware/', 'drivers/', 'contract/', 'broker/', 'cli/'], not: ['cli/cli.ts'], outside: true },
  { from: 'broker/', to: ['broker/', 'contract/', 'cli/'], types: ['drivers/hal/'], not: ['cli/cli.ts'], outside: true },
  { from: 'monitor/', to: ['monitor/', 'contract/', 'broker/', 'cli/'], types: ['drivers/hal/'], not: ['cli/cli.ts'], outside: true },
  { from: 'gateways/', to: ['gateways/', 'contract/', 'cli/'], types: ['drivers/hal/'], not: ['cli/cli.ts'], outside: true },
  { from: 'tools/', to: ['tools/', 'contract/', 'broker/', 'cli/'], types: ['drivers/hal/'], not: ['cli/cli.ts'], outside: true },
  { from: 'up/', to: ['up/', 'contract/', 'cli/'], types: ['drivers/hal/'], not: ['cli/cli.ts'], outside: true },
  { from: 'cli/cli.ts', to: [''], not: ['tests/', 'bench/', 'build/'], outside: true },
  { from: 'cli/', to: ['cli/', 'contract/'], types: ['drivers/hal/'], not: ['cli/cli.ts'], outside: true },
  { from: 'bench/', to: [''], not: ['tests/'], outside: true },
  { from: 'build/', to: ['build/'], outside: true }
]

/** Folders that do not exist yet. Their rules are known on the day they come. */
const PLANNED = ['monitor/', 'up/']
existingPaths('build/lint/import-direction.mjs', DIRECTIONS.flatMap(({ from, to, types = [], not = [] }) => [from, ...to, ...types, ...not]), PLANNED)

/**
 * The first direction that speaks of `file`; undefined where none does.
 * @param {string} file
 */
export function directionOf(file) {
  return DIRECTIONS.find(({ from }) => file.startsWith(from))
}

/** @type {(places: string[] | undefined, target: string) => boolean} */
const begins = (places, target) => (places ?? []).some(place => target.startsWith(place))

/**
 * Whether a file under `direction` may import `target`, both from the project's root.
 * @param {Direction} direction
 * @param {string} file
 * @param {string} target
 * @param {boolean} typeOnly
 */
export function allows(direction, file, target, typeOnly) {
  if (begins(direction.not, target)) return false
  if (begins(direction.to, target) || (typeOnly && begins(direction.types, target))) return true
  return direction.sibling === true && path.posix.dirname(target) === path.posix.dirname(file)
}

/**
 * What the rule looks at in a node, one of TypeScript's too.
 * @typedef {{ type: string, source?: { literal?: { value?: unknown }, value?: unknown } | null, importKind?: string, exportKind?: string,
 *   specifiers?: { importKind?: string }[] }} Importing
 */

/**
 * Whether nothing but types is taken from the other file.
 * @param {Importing} node
 */
function isOfTypes({ type, importKind, exportKind, specifiers = [] }) {
  if (type === 'TSImportType' || importKind === 'type' || exportKind === 'type') return true
  return type === 'ImportDeclaration' && specifiers.length > 0 && specifiers.every(one => one.importKind === 'type')
}

/** @type {import('eslint').Rule.RuleModule} */
export const importDirection = {
  meta: { type: 'problem', messages: { wrong: '{{from}} may not import {{to}}.', outside: '{{from}} runs on the device: no packages, no node:*.' }, schema: [] },
  create(context) {
    const file = path.posix.relative(context.cwd.replaceAll('\\', '/'), context.filename.replaceAll('\\', '/'))
    const direction = directionOf(file)
    if (!direction) return {}
    /** @param {import('eslint').Rule.Node} node an import or export */
    const check = node => {
      const importing = /** @type {Importing} */ (/** @type {unknown} */ (node))
      // In the type of another file, `import('./a.ts').A`, the source is a literal of its own or wrapped as a type.
      const name = (importing.source?.literal ?? importing.source)?.value
      if (typeof name !== 'string') return
      const data = { from: direction.from, to: name }
      if (!name.startsWith('.')) {
        if (!direction.outside) context.report({ node, messageId: 'outside', data })
        return
      }
      const target = path.posix.join(path.posix.dirname(file), name)
      if (!allows(direction, file, target, isOfTypes(importing))) context.report({ node, messageId: 'wrong', data: { from: direction.from, to: target } })
    }
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, TSImportType: check }
  }
}
