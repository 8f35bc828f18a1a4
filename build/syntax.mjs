import ts from 'typescript'

/** Node and every descendant, depth first. */
export function visit(node, act) {
  act(node)
  ts.forEachChild(node, child => visit(child, act))
}

/** `file:line:column` of a node, for messages. */
export function place(node) {
  const file = node.getSourceFile()
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart())
  return `${file.fileName}:${line + 1}:${character + 1}`
}

/** True inside a `declare`: what is said there exists outside of our scripts. */
export function isAmbient(node) {
  return Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Ambient) || (node.parent !== undefined && !ts.isSourceFile(node.parent) && isAmbient(node.parent))
}
