import ts from 'typescript'
import { visit } from './syntax.mjs'

/**
 * Members of objects that the compiler has taken our word for: `(x as unknown as Foo).bar`, `JSON.parse(text) as Foo`,
 * an `any` handed to a parameter that has a type, a `(x: unknown): x is Foo`. Where such an object comes from nobody can
 * see. It may come from another script or from Storage, or be one of ours behind another type. Its members keep their
 * names, on both sides: every public member of the same name, and the members of a class, private ones too, of which an
 * object may be what is meant, since it has all members that the type asks for.
 */

/** @typedef {{ names: Set<string>, keeps: (member: ts.Node) => boolean }} Asserted */

/**
 * @param {ts.Type} type
 * @param {number} flags
 */
const is = (type, flags) => (type.flags & flags) !== 0

/** Every type that is met on the way through an object: of its members, elements, parameters and results. */
class Reach {
  /** @type {Set<ts.Type>} */
  #seen = new Set()
  /** Types with members of ours. @type {ts.Type[]} */
  types = []
  #checker

  /** @param {ts.TypeChecker} checker */
  constructor(checker) {
    this.#checker = checker
  }

  /** @param {ts.Type} type */
  add(type) {
    if (this.#seen.has(type)) return
    this.#seen.add(type)
    if (type.isUnionOrIntersection()) for (const part of type.types) this.add(part)
    else if (type.isTypeParameter()) this.#addMaybe(type.getConstraint())
    else if (is(type, ts.TypeFlags.Object)) this.#addObject(type)
  }

  /** @param {ts.Type | undefined} type */
  #addMaybe(type) {
    if (type) this.add(type)
  }

  /** @param {ts.Type} type */
  #addObject(type) {
    if (this.#checker.isArrayType(type) || this.#checker.isTupleType(type)) {
      for (const argument of this.#checker.getTypeArguments(/** @type {ts.TypeReference} */ (type))) this.add(argument)
      return
    }
    this.#addMaybe(type.getStringIndexType())
    this.#addMaybe(type.getNumberIndexType())
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.getParameters()) this.#addMember(parameter)
      this.add(signature.getReturnType())
    }
    const own = type.getProperties().filter(isOurs)
    if (own.length > 0) this.types.push(type)
    for (const property of own) this.#addMember(property)
  }

  /** @param {ts.Symbol} symbol */
  #addMember(symbol) {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0]
    if (declaration) this.add(this.#checker.getTypeOfSymbolAtLocation(symbol, declaration))
  }
}

/** @param {ts.Symbol} symbol */
function isOurs(symbol) {
  return (symbol.declarations ?? []).some(declaration => !declaration.getSourceFile().isDeclarationFile)
}

/**
 * Members of a class by which its objects may be met through one of the types. Whether its private members are seen is
 * for the compiler to ask; at run time they are there.
 * @param {ts.Type} instance
 * @param {ts.Type[]} types
 */
function atRisk(instance, types) {
  const members = new Set(instance.getProperties().map(({ name }) => name))
  const fitting = types.filter(type => type.getProperties().every(({ name, flags }) => members.has(name) || (flags & ts.SymbolFlags.Optional) !== 0))
  return new Set(fitting.flatMap(type => type.getProperties().map(({ name }) => name)).filter(name => members.has(name)))
}

const ANYTHING = ts.TypeFlags.Any | ts.TypeFlags.Unknown

/**
 * What a function says its parameter of any type is: `x is T`.
 * @param {ts.TypeChecker} checker
 * @param {ts.TypePredicateNode} node
 */
function predicatedType(checker, node) {
  if (!node.type || !ts.isFunctionLike(node.parent)) return undefined
  const parameter = node.parent.parameters.find(({ name }) => name.getText() === node.parameterName.getText())
  return parameter && is(checker.getTypeAtLocation(parameter), ANYTHING) ? checker.getTypeFromTypeNode(node.type) : undefined
}

/**
 * What an expression of type `any` is taken for by the place where it stands.
 * @param {ts.TypeChecker} checker
 * @param {ts.Node} node
 */
function contextualType(checker, node) {
  if (!ts.isCallExpression(node) && !ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined
  if (!ts.isExpression(node) || !is(checker.getTypeAtLocation(node), ts.TypeFlags.Any)) return undefined
  return checker.getContextualType(node)
}

/**
 * The type that an expression without one is taken for, where it is.
 * @param {ts.TypeChecker} checker
 * @param {ts.Node} node
 * @returns {ts.Type | undefined}
 */
function assertedType(checker, node) {
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
    return is(checker.getTypeAtLocation(node.expression), ANYTHING) ? checker.getTypeAtLocation(node) : undefined
  }
  return ts.isTypePredicateNode(node) ? predicatedType(checker, node) : contextualType(checker, node)
}

/**
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @returns {Asserted} names that no public member may lose, and which members of classes must not be renamed, folded or left out
 */
export function assertedNames(program, files) {
  const checker = program.getTypeChecker()
  const reach = new Reach(checker)
  for (const file of files) {
    visit(file, node => {
      const type = assertedType(checker, node)
      if (type) reach.add(type)
    })
  }
  /** @type {Map<ts.Node, Set<string>>} */
  const risks = new Map()
  return {
    names: new Set(reach.types.flatMap(type => type.getProperties().filter(isOurs).map(({ name }) => name))),
    keeps: member => {
      const owner = ts.findAncestor(member, ts.isClassLike)
      const name = owner && ts.getNameOfDeclaration(/** @type {ts.Declaration} */ (member))
      if (!owner || !name) return false
      const known = risks.get(owner) ?? atRisk(checker.getTypeAtLocation(owner), reach.types)
      risks.set(owner, known)
      return known.has(name.getText())
    }
  }
}
