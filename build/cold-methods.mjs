import ts from 'typescript'
import { place, visit } from './syntax.mjs'

/**
 * `@cold` on a method is the author's word that no object of the class is met through an interface with a member of that
 * name: nothing can look up a folded method at run time. The word is checked: wherever a member of an interface or
 * of an object type is used, none of the classes may be what that type asks for, said with `implements` or not.
 */

/**
 * True where a member is used that an interface or an object type has, or may have.
 * @param {ts.TypeChecker} checker
 * @param {ts.PropertyAccessExpression} access
 */
function resolvesToInterface(checker, access) {
  const declarations = checker.getSymbolAtLocation(access.name)?.declarations ?? []
  return declarations.some(declaration => !ts.isMethodDeclaration(declaration) || !ts.isClassDeclaration(declaration.parent))
}

/**
 * The type of what stands before the dot, null and undefined left out, a type parameter as what it is bound to.
 * @param {ts.TypeChecker} checker
 * @param {ts.PropertyAccessExpression} access
 */
function receiver(checker, access) {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(access.expression))
  return checker.getBaseConstraintOfType(type) ?? type
}

/**
 * Stops the build where a method tagged `@cold` may be met through an interface.
 * @param {ts.TypeChecker} checker
 * @param {readonly ts.SourceFile[]} files
 * @param {ts.MethodDeclaration[]} methods those with the tag
 */
export function checkCold(checker, files, methods) {
  const names = new Set(methods.map(({ name }) => name.getText()))
  for (const file of files) {
    visit(file, node => {
      if (!ts.isPropertyAccessExpression(node) || !names.has(node.name.text) || !resolvesToInterface(checker, node)) return
      const asked = receiver(checker, node)
      for (const method of methods) {
        const owner = ts.isClassDeclaration(method.parent) ? method.parent.name?.text : undefined
        if (method.name.getText() !== node.name.text || !checker.isTypeAssignableTo(checker.getTypeAtLocation(method.parent), asked)) continue
        const fault = `${owner}.${node.name.text} (${place(method)}) is tagged @cold, but it is a ${checker.typeToString(asked)}, through which '${node.name.text}' is used here`
        throw new Error(`${place(node)}: ${fault}; take the tag away, or give the two members different names`)
      }
    })
  }
}
