import { existsSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { assertedNames } from './asserted-names.mjs'
import { checkNamespaces, constants } from './constants.mjs'
import { deviceProgram, ownFiles } from './device-program.mjs'
import { pieces, withMap } from './edits.mjs'
import { flags } from './flags.mjs'
import { plainEquality } from './plain-equality.mjs'
import { privateNames } from './private-names.mjs'
import { publicNames } from './public-names.mjs'
import { seldomCalled } from './seldom-called.mjs'
import { line, visit } from './syntax.mjs'
import { unusedMethods } from './unused-methods.mjs'

/**
 * Rollup plugin: compiles the device's TypeScript with the compiler's own knowledge of types, so that private members
 * and constants can be told from everything else by symbol and not by spelling.
 */

/** @typedef {(identifier: ts.Identifier) => string | undefined} Substitute */

/**
 * `supplied` are texts for ambient constants. `shorten` renames private members and puts constants in their places.
 * `kept` says that the entry is a whole program, of which only these members are used from outside: methods that
 * nothing calls are left out, and with `shorten` the other public members are renamed too, and functions in these
 * `folders` marked for folding, but for the modules in `once`. `naming` takes note of who is who.
 * @typedef {{ configFile: string, entry: string, supplied: Record<string, string>, shorten: boolean, kept?: string[] | undefined,
 *   once?: string[] | undefined, folders?: string[] | undefined, naming?: import('./naming.mjs').Naming | undefined }} DeviceSourceOptions
 */

/**
 * Stops the build at a list that speaks of what is no longer there.
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {DeviceSourceOptions} options
 */
function checkLists(program, files, { entry, kept = [], once = [], folders = [] }) {
  const moved = 'write its new place, or take it off the list'
  for (const folder of folders) if (!existsSync(folder)) throw new Error(`'folders' of ${entry} lists ${folder}, which is gone; ${moved}`)
  for (const name of once) if (!program.getSourceFile(path.resolve(name))) throw new Error(`'once' of ${entry} lists ${name}, which the program does not hold; ${moved}`)
  /** @type {Set<string>} */
  const members = new Set()
  for (const file of files) {
    visit(file, node => {
      if ((ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)) && ts.isClassDeclaration(node.parent)) members.add(node.name.getText())
    })
  }
  for (const name of kept) if (!members.has(name)) throw new Error(`'kept' of ${entry} lists ${name}, which no class has; write its new name, or take it off the list`)
}

/**
 * Where a folded function is, and what it is called there.
 * @param {ts.Node} node
 */
function describe(node) {
  const name = ts.getNameOfDeclaration(/** @type {ts.Declaration} */ (node))?.getText() ?? ''
  const owner = ts.isClassDeclaration(node.parent) ? node.parent.name?.text : undefined
  return { name: owner ? `${owner}.${name}` : name, at: line(node) }
}

/**
 * What takes the place of identifiers, and methods that are left out.
 * @param {ts.Program} program
 * @param {readonly ts.SourceFile[]} files
 * @param {DeviceSourceOptions} options
 * @returns {{ substitutes: Substitute[], shortened: (node: ts.Node) => string | undefined, removed: Set<ts.Node> }}
 */
function plan(program, files, { supplied, shorten, kept, once = [], folders = [], naming }) {
  const asserted = assertedNames(program, files)
  const removed = kept ? unusedMethods(program, files, kept, asserted) : new Set()
  const substitutes = [constants(program, supplied, shorten)]
  if (!shorten) return { substitutes, shortened: () => undefined, removed }
  const privates = privateNames(program, files, asserted)
  naming?.noteMembers(privates.renamed)
  if (kept) {
    const seldom = seldomCalled(program, files, { folders, kept, once, removed, asserted })
    naming?.noteMarks(seldom.marked, describe)
    substitutes.push(seldom.find)
  }
  substitutes.push(privates.find)
  if (kept) {
    const publics = publicNames(program, files, [...kept, ...asserted.names], new Set(privates.renamed.values()), identifier => privates.find(identifier) !== undefined)
    naming?.notePublic(publics.renamed)
    substitutes.push(publics.find)
  }
  const equality = plainEquality(program)
  const flag = flags(program, files, new Set([...kept ?? [], ...asserted.names]))
  return { substitutes, shortened: node => equality(node) ?? flag(node), removed }
}

/**
 * The source without the nodes in `removed`, and with each identifier and operator that has a substitute replaced by it.
 * @param {ts.SourceFile} file
 * @param {ReturnType<typeof plan>} changes
 */
function substitute(file, { substitutes, shortened, removed }) {
  /** @type {import('./edits.mjs').Edit[]} */
  const edits = []
  /** @param {ts.Node} node */
  const walk = node => {
    if (removed.has(node)) {
      edits.push({ start: node.getFullStart(), end: node.getEnd(), text: '' })
      return
    }
    const operator = shortened(node)
    if (operator !== undefined) {
      edits.push({ start: node.getStart(file), end: node.getEnd(), text: operator })
    } else if (ts.isIdentifier(node)) {
      const text = substitutes.map(find => find(node)).find(found => found !== undefined)
      if (text !== undefined) {
        const shorthand = ts.isShorthandPropertyAssignment(node.parent)
        edits.push({ start: node.getStart(file), end: node.getEnd(), text: shorthand ? `${node.text}: ${text}` : text })
      }
    }
    ts.forEachChild(node, walk)
  }
  walk(file)
  return withMap(file.text, pieces(file.text, edits), file.fileName)
}

/**
 * @param {DeviceSourceOptions} options
 * @returns {import('rollup').Plugin}
 */
export function deviceSource(options) {
  /** @type {ts.Program} */
  let program
  /** @type {ReturnType<typeof plan>} */
  let changes
  return {
    name: 'device-source',
    buildStart() {
      program = deviceProgram(path.resolve(options.configFile), path.resolve(options.entry))
      const files = ownFiles(program)
      checkLists(program, files, options)
      checkNamespaces(files)
      changes = plan(program, files, options)
    },
    load(id) {
      const file = program.getSourceFile(id)
      return file ? substitute(file, changes) : null
    },
    transform(code, id) {
      if (!id.endsWith('.ts')) return null
      // ES2020 leaves `??` alone, which the interpreter knows and ES2015 would lower to `var`; lint refuses what else is newer.
      const compilerOptions = { target: ts.ScriptTarget.ES2020, useDefineForClassFields: false, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, sourceMap: true }
      const { outputText, sourceMapText } = ts.transpileModule(code, { compilerOptions, fileName: id })
      return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'), map: sourceMapText ?? null }
    }
  }
}
