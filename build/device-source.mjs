import path from 'node:path'
import ts from 'typescript'
import { constants } from './constants.mjs'
import { privateNames } from './private-names.mjs'
import { publicNames } from './public-names.mjs'
import { seldomCalled } from './seldom-called.mjs'
import { unusedMethods } from './unused-methods.mjs'

/**
 * Rollup plugin: compiles the device's TypeScript with the compiler's own knowledge of types, so that private members
 * and constants can be told from everything else by symbol and not by spelling.
 */

function report(diagnostics) {
  return ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: name => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n'
  })
}

function createProgram(configFile, entry) {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fault => { throw new Error(report([fault])) } })
  const ambient = config.fileNames.filter(name => name.endsWith('.d.ts'))
  const program = ts.createProgram([entry, ...ambient], config.options)
  const faults = ts.getPreEmitDiagnostics(program)
  if (faults.length > 0) throw new Error(report(faults))
  return program
}

/** The source without the nodes in `removed`, and with each identifier that has a substitute replaced by it. */
function substitute(file, substitutes, removed) {
  const edits = []
  const walk = node => {
    if (removed.has(node)) {
      edits.push({ start: node.getFullStart(), end: node.getEnd(), text: '' })
      return
    }
    if (ts.isIdentifier(node)) {
      const text = substitutes.map(find => find(node)).find(found => found !== undefined)
      if (text !== undefined) {
        const shorthand = ts.isShorthandPropertyAssignment(node.parent)
        edits.push({ start: node.getStart(file), end: node.getEnd(), text: shorthand ? `${node.text}: ${text}` : text })
      }
    }
    ts.forEachChild(node, walk)
  }
  walk(file)
  return edits.sort((a, b) => b.start - a.start).reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), file.text)
}

/**
 * @param {{ configFile: string, entry: string, supplied: Record<string, string>, shorten: boolean, kept?: string[], once?: string[], folders?: string[] }} options
 *   `shorten` renames private members and puts constants in their places. `kept` says that the entry is a whole program,
 *   of which only these members are used from outside: methods that nothing calls are left out, and with `shorten`
 *   the other public members are renamed too, and functions in these `folders` marked for folding, but for the modules in `once`
 */
export function deviceSource({ configFile, entry, supplied, shorten, kept, once = [], folders = [] }) {
  let program
  let substitutes
  let removed = new Set()
  return {
    name: 'device-source',
    buildStart() {
      program = createProgram(path.resolve(configFile), path.resolve(entry))
      const files = program.getSourceFiles().filter(file => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file))
      substitutes = [constants(program, supplied, shorten)]
      if (kept) removed = unusedMethods(program, files, kept)
      if (!shorten) return
      const privateName = privateNames(program, files)
      if (kept) substitutes.push(seldomCalled(program, files, { folders, kept, once, removed }))
      substitutes.push(privateName)
      if (kept) substitutes.push(publicNames(program, files, kept, identifier => privateName(identifier) !== undefined))
    },
    load(id) {
      return program.getSourceFile(id) ? { code: substitute(program.getSourceFile(id), substitutes, removed) } : null
    },
    transform(code, id) {
      if (!id.endsWith('.ts')) return null
      // ES2020 leaves `??` alone, which the interpreter knows and ES2015 would lower to `var`; lint refuses what else is newer.
      const options = { target: ts.ScriptTarget.ES2020, useDefineForClassFields: false, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true }
      return { code: ts.transpileModule(code, { compilerOptions: options, fileName: id }).outputText, map: null }
    }
  }
}
