import { dirname, relative, resolve } from 'node:path'
import type { Plugin } from 'rollup'
import ts from 'typescript'
import { constants } from '../../build/constants.mjs'
import { isAmbient } from '../../build/syntax.mjs'
import { projectPath } from '../../cli/project-path.ts'
import type { ShippedBundle } from './shipped-bundle.ts'

/** The folders of what is in the bundle, or would be. */
const SHIPPED = /^(?:drivers|contract|firmware)\//
/** Before the path of a module that stands for one of the bundle's, and behind that of one which is compiled again. */
const LINK = '\0shipped:'
export const AGAIN = '?again'

interface Edit { start: number, end: number, text: string }

function programOf(entry: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(projectPath('tsconfig.device.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined })
  const program = ts.createProgram([entry, ...config?.fileNames.filter(name => name.endsWith('.d.ts')) ?? []], config?.options ?? {})
  const [fault] = ts.getPreEmitDiagnostics(program)
  if (fault) throw new Error(`${fault.file?.fileName}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`)
  return program
}

function place(file: string): string {
  return relative(projectPath(''), file)
}

function isMemberDeclaration(node: ts.Node): boolean {
  return ts.isTypeElement(node) || ts.isClassElement(node) || ts.isPropertyAssignment(node)
}

/** Rewrites sources so that they use the bundle's functions, classes and members by the names that these have there. */
class Linker {
  private readonly bundle: ShippedBundle
  private readonly checker: ts.TypeChecker
  private readonly constant: (identifier: ts.Identifier) => string | undefined

  constructor(bundle: ShippedBundle, program: ts.Program) {
    this.bundle = bundle
    this.checker = program.getTypeChecker()
    this.constant = constants(program, {}, true)
  }

  rewritten(file: ts.SourceFile): string {
    const edits: Edit[] = []
    const walk = (node: ts.Node): void => {
      const call = ts.isCallExpression(node) ? this.redirected(node) : []
      edits.push(...call)
      if (ts.isNewExpression(node)) edits.push(...this.copied(node))
      if (ts.isCallExpression(node) && call.length > 0) {
        // The name is gone.
        if (ts.isPropertyAccessExpression(node.expression)) walk(node.expression.expression)
        node.arguments.forEach(walk)
        return
      }
      if (ts.isIdentifier(node)) {
        const text = this.constant(node) ?? this.member(node)
        const shorthand = ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}: ` : ''
        if (text !== undefined) edits.push({ start: node.getStart(file), end: node.getEnd(), text: shorthand + text })
      }
      ts.forEachChild(node, walk)
    }
    walk(file)
    // From the end; of two at one place the inner one first, so that the outer one stands before it.
    const ordered = edits.map((edit, index) => ({ ...edit, index })).sort((a, b) => b.start - a.start || b.index - a.index)
    return ordered.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), file.text)
  }

  /** A module that gives what `file` exports: the bundle's own where it has it, compiled again where it has not. */
  link(file: ts.SourceFile): string {
    const symbol = this.checker.getSymbolAtLocation(file)
    const values = symbol ? this.checker.getExportsOfModule(symbol).filter(({ flags }) => flags & ts.SymbolFlags.Value).map(({ name }) => name) : []
    return values.map(name => {
      // Calls of it lead to its group already, and nothing else may be done with it.
      if (this.bundle.foldedInto(place(file.fileName), name)) return `export const ${name} = undefined`
      const short = this.bundle.nameOf(name)
      return short === undefined ? `export { ${name} } from ${JSON.stringify(file.fileName + AGAIN)}` : `export const ${name} = ${short}`
    }).join('\n')
  }

  private declarationOf(node: ts.Identifier): ts.Declaration | undefined {
    const symbol = this.checker.getSymbolAtLocation(node)
    return (symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration
  }

  /** A call of a function that is folded as a call of its group. */
  private redirected(call: ts.CallExpression): Edit[] {
    const callee = call.expression
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee
    const declaration = ts.isIdentifier(name) ? this.declarationOf(name) : undefined
    if (!declaration || !ts.isIdentifier(name) || !(ts.isMethodDeclaration(declaration) || ts.isFunctionDeclaration(declaration))) return []
    const file = place(declaration.getSourceFile().fileName)
    if (!SHIPPED.test(file)) return []
    const owner = ts.isClassDeclaration(declaration.parent) ? declaration.parent.name?.text : undefined
    const folded = this.bundle.foldedInto(file, owner ? `${owner}.${name.text}` : name.text)
    const isAsked = !SHIPPED.test(place(call.getSourceFile().fileName))
    if (!folded && isAsked && owner && !this.bundle.hasMethod(owner, name.text)) throw new Error(`${owner}.${name.text} is not in the bundle: nothing there calls it`)
    if (!folded) return []
    const comma = call.arguments.length > 0 ? ',' : ''
    const head = `${folded.group}(${folded.number}`
    if (!ts.isPropertyAccessExpression(callee)) return [{ start: call.getStart(), end: call.arguments.pos, text: head + comma }]
    return [{ start: call.getStart(), end: call.getStart(), text: `${head},` }, { start: callee.expression.end, end: call.arguments.pos, text: comma }]
  }

  /** One more object of a class of which the bundle has a single one: it takes the functions from that, and is made as it is made. */
  private copied(node: ts.NewExpression): Edit[] {
    const declaration = ts.isIdentifier(node.expression) ? this.declarationOf(node.expression) : undefined
    if (!declaration || !ts.isClassDeclaration(declaration) || !node.arguments) return []
    const maker = this.bundle.foldedInto(place(declaration.getSourceFile().fileName), `${declaration.name?.text}.constructor`)
    if (!maker) return []
    const comma = node.arguments.length > 0 ? ',' : ''
    return [
      { start: node.getStart(), end: node.arguments.pos, text: `(($o) => (${maker.group}(${maker.number},$o${comma}` },
      { start: node.end - 1, end: node.end, text: `), $o))(Object.create(${node.expression.getText()}))` }
    ]
  }

  /** The new name of a public member, unless it is one of the platform's. */
  private member(node: ts.Identifier): string | undefined {
    const parent = node.parent
    const isAccess = ts.isPropertyAccessExpression(parent) && parent.name === node
    if (!isAccess && !ts.isShorthandPropertyAssignment(parent) && !(isMemberDeclaration(parent) && (parent as ts.NamedDeclaration).name === node)) return undefined
    const short = this.bundle.memberName(node.text)
    if (short === undefined) return undefined
    if (ts.isShorthandPropertyAssignment(parent)) throw new Error(`${place(node.getSourceFile().fileName)}: write '${node.text}: ${node.text}' in full; the build renames the member`)
    const declarations = this.checker.getSymbolAtLocation(node)?.declarations ?? []
    const isForeign = declarations.length > 0 && declarations.every(each => each.getSourceFile().isDeclarationFile || isAmbient(each))
    return isForeign ? undefined : short
  }
}

/**
 * Rollup plugin: compiles a test's script as the build compiles the application, and leaves out what the bundle has: its
 * functions and classes are called there, folded ones by their numbers. `entry` as on this machine.
 */
export function linkedSource(entry: string, bundle: ShippedBundle): Plugin {
  const program = programOf(entry)
  const linker = new Linker(bundle, program)
  return {
    name: 'linked-source',
    resolveId(source, importer) {
      if (!importer || source.endsWith(AGAIN)) return source
      const path = resolve(dirname(importer.replace(AGAIN, '')), source)
      return SHIPPED.test(place(path)) ? LINK + path : path
    },
    load(id) {
      const file = program.getSourceFile(id.replace(LINK, '').replace(AGAIN, ''))
      if (!file) return null
      return { code: id.startsWith(LINK) ? linker.link(file) : linker.rewritten(file) }
    },
    transform(code, id) {
      if (id.startsWith(LINK)) return null
      const options = { target: ts.ScriptTarget.ES2020, useDefineForClassFields: false, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true }
      return { code: ts.transpileModule(code, { compilerOptions: options, fileName: id.replace(AGAIN, '') }).outputText, map: null }
    }
  }
}
