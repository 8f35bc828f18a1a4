import path from 'node:path'
import ts from 'typescript'

/**
 * Node and every descendant, depth first.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => void} act
 */
export function visit(node, act) {
  act(node)
  ts.forEachChild(node, child => visit(child, act))
}

/**
 * `file:line` of a node, the file by its path from the working directory.
 * @param {ts.Node} node
 */
export function line(node) {
  const file = node.getSourceFile()
  return `${path.relative('', file.fileName).replaceAll('\\', '/')}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

/**
 * `file:line:column` of a node, for messages.
 * @param {ts.Node} node
 */
export function place(node) {
  const file = node.getSourceFile()
  const position = file.getLineAndCharacterOfPosition(node.getStart())
  return `${file.fileName}:${position.line + 1}:${position.character + 1}`
}

/**
 * True inside a `declare`: what is said there exists outside of our scripts.
 * @param {ts.Node} node
 * @returns {boolean}
 */
export function isAmbient(node) {
  const declared = (ts.getCombinedModifierFlags(/** @type {ts.Declaration} */ (node)) & ts.ModifierFlags.Ambient) !== 0
  return declared || (node.parent !== undefined && !ts.isSourceFile(node.parent) && isAmbient(node.parent))
}

/**
 * Every identifier and every text used as a key in the sources: none of them may be given out again.
 * @param {readonly ts.SourceFile[]} files
 */
export function collectWords(files) {
  /** @type {Set<string>} */
  const words = new Set()
  for (const file of files) {
    visit(file, node => {
      if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.add(node.text)
    })
  }
  return words
}
