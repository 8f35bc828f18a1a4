import ts from 'typescript'

/**
 * ESLint rule: where a text is sought in another. Espruino 2v29 takes the beginning of what is sought, at the very end of the text,
 * for all of it: `'a,'.includes(',b')` is true there, and `indexOf` and `replace` do the same. A list has no such fault.
 * What is sought is safe as one character, and the text where it is closed by a full stop or a line feed that the sought does not
 * begin with: `(names + '.').includes(name)`.
 */

/** Ends of a text that nothing sought begins with. */
const CLOSING = ['.', '\n']

/** @typedef {{ type: string, [key: string]: any }} Node */

/** @type {(node: Node) => boolean} */
function isOneCharacter(node) {
  if (node.type === 'CallExpression') return node.callee.type === 'MemberExpression' && node.callee.property.name === 'fromCharCode' && node.arguments.length === 1
  return node.type === 'Literal' && (node.value instanceof RegExp || String(node.value).length === 1)
}

/**
 * The first or the last character of what a text is written as; undefined where that is not written.
 * @type {(node: Node, first: boolean) => string | undefined}
 */
function edge(node, first) {
  if (node.type === 'Literal') return String(node.value).at(first ? 0 : -1)
  if (node.type === 'TemplateLiteral') return node.quasis.at(first ? 0 : -1).value.cooked.at(first ? 0 : -1)
  return node.type === 'BinaryExpression' && node.operator === '+' ? edge(first ? node.left : node.right, first) : undefined
}

/** @type {import('eslint').Rule.RuleModule} */
export const partialMatch = {
  meta: {
    type: 'problem',
    messages: { open: `The device takes the beginning of what is sought, at the end of a text, for all of it: close the text, (text + '.').{{name}}(...).` },
    schema: []
  },
  create(context) {
    const services = context.sourceCode.parserServices

    /** @type {(type: ts.Type) => boolean} */
    const isOfTexts = type => (type.isUnion() ? type.types.every(isOfTexts) : (type.flags & ts.TypeFlags.StringLike) !== 0)

    /** @type {(node: Node) => Node} what a name stands for, where it is a constant's */
    const written = node => {
      if (node.type !== 'Identifier') return node
      const variable = context.sourceCode.getScope(/** @type {any} */ (node)).references.find(one => one.identifier === node)?.resolved
      const definition = variable?.defs[0]
      return definition?.type === 'Variable' && definition.parent.kind === 'const' && definition.node.init ? definition.node.init : node
    }

    return {
      'CallExpression[callee.property.name=/^(includes|indexOf|replace)$/]'(/** @type {Node} */ node) {
        const [sought] = node.arguments
        const text = node.callee.object
        if (!sought || isOneCharacter(sought) || !isOfTexts(services.getTypeAtLocation(text))) return
        const end = edge(written(text), false)
        if (end === undefined || !CLOSING.includes(end) || edge(sought, true) === end) {
          context.report({ node: /** @type {any} */ (node), messageId: 'open', data: { name: node.callee.property.name } })
        }
      }
    }
  }
}
