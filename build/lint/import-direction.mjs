import path from 'node:path'

/**
 * ESLint rule: who may import whom. The first line whose folder holds the importing file decides; what it lists may
 * be imported by value, `types` also as types. Outside packages and node:* are allowed where `outside` says so.
 */
const DIRECTIONS = [
  { from: 'drivers/hal/', to: ['drivers/hal/'] },
  { from: 'drivers/checksum/', to: ['drivers/checksum/'] },
  { from: 'drivers/sensor.ts', to: ['drivers/hal/'] },
  { from: 'drivers/', to: ['drivers/hal/', 'drivers/checksum/', 'drivers/sensor.ts'], sibling: true },
  { from: 'firmware/mqtt/', to: ['firmware/mqtt/', 'drivers/hal/'] },
  { from: 'firmware/station/', to: ['firmware/station/', 'firmware/mqtt/', 'drivers/'] },
  { from: 'firmware/espruino/', to: ['firmware/espruino/', 'drivers/hal/'], types: ['firmware/station/'] },
  { from: 'firmware/', to: ['firmware/', 'drivers/'] },
  { from: 'host-sim/parts/', to: ['host-sim/parts/', 'host-sim/wires/', 'host-sim/random.ts'], types: ['drivers/hal/'] },
  { from: 'host-sim/wires/', to: ['host-sim/wires/', 'host-sim/random.ts'], types: ['drivers/hal/', 'host-sim/clock/'], values: ['drivers/hal/status.ts'] },
  { from: 'host-sim/world/', to: ['host-sim/world/', 'host-sim/random.ts'], types: ['drivers/hal/', 'host-sim/parts/part.ts'] },
  { from: 'host-sim/random.ts', to: [] },
  { from: 'host-sim/', to: ['host-sim/', 'firmware/', 'drivers/'], outside: true }
]

function allows(direction, file, target, typeOnly) {
  const lists = [direction.to, direction.values ?? [], typeOnly ? direction.types ?? [] : []]
  if (lists.flat().some(place => target.startsWith(place))) return true
  return direction.sibling === true && path.posix.dirname(target) === path.posix.dirname(file)
}

export const importDirection = {
  meta: { type: 'problem', messages: { wrong: '{{from}} may not import {{to}}.', outside: '{{from}} runs on the device: no packages, no node:*.' }, schema: [] },
  create(context) {
    const file = path.posix.relative(context.cwd.replaceAll('\\', '/'), context.filename.replaceAll('\\', '/'))
    const direction = DIRECTIONS.find(({ from }) => file.startsWith(from))
    if (!direction) return {}
    const check = node => {
      const name = node.source?.value
      if (typeof name !== 'string') return
      const data = { from: direction.from, to: name }
      if (!name.startsWith('.')) {
        if (!direction.outside) context.report({ node, messageId: 'outside', data })
        return
      }
      const target = path.posix.join(path.posix.dirname(file), name)
      const typeOnly = node.importKind === 'type' || node.exportKind === 'type'
      if (!allows(direction, file, target, typeOnly)) context.report({ node, messageId: 'wrong', data: { from: direction.from, to: target } })
    }
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check }
  }
}
