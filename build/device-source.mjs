import path from 'node:path'
import ts from 'typescript'
import { constants } from './constants.mjs'
import { privateNames } from './private-names.mjs'

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

/** The source with each identifier that has a substitute replaced by it. */
function substitute(file, substitutes) {
  const edits = []
  const walk = node => {
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
 * @param {{ configFile: string, entry: string, supplied: Record<string, string>, shorten: boolean }} options
 *   `shorten` renames private members and puts constants in their places
 */
export function deviceSource({ configFile, entry, supplied, shorten }) {
  let program
  let substitutes
  return {
    name: 'device-source',
    buildStart() {
      program = createProgram(path.resolve(configFile), path.resolve(entry))
      const files = program.getSourceFiles().filter(file => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file))
      substitutes = [constants(program, supplied, shorten)]
      if (shorten) substitutes.push(privateNames(program, files))
    },
    load(id) {
      return program.getSourceFile(id) ? { code: substitute(program.getSourceFile(id), substitutes) } : null
    },
    transform(code, id) {
      if (!id.endsWith('.ts')) return null
      // ES2020 leaves `??` alone, which the interpreter knows and ES2015 would lower to `var`; lint refuses what else is newer.
      const options = { target: ts.ScriptTarget.ES2020, useDefineForClassFields: false, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, removeComments: shorten }
      return { code: ts.transpileModule(code, { compilerOptions: options, fileName: id }).outputText, map: null }
    }
  }
}
