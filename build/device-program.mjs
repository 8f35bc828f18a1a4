import path from 'node:path'
import ts from 'typescript'

/**
 * Programs by their entry, with what their configuration said: the readable and the flashed script are made of one.
 * @type {Map<string, { program: ts.Program, options: string }>}
 */
const known = new Map()

/**
 * The compiler's own declarations as they were read with some options. They take longer to read than a small program, and are the same for each.
 * @type {Map<string, ts.SourceFile | undefined>}
 */
const libraries = new Map()

/**
 * @param {ts.CompilerOptions} options
 * @returns {ts.CompilerHost}
 */
function hostFor(options) {
  const host = ts.createCompilerHost(options)
  const folder = path.dirname(ts.getDefaultLibFilePath(options))
  const read = host.getSourceFile.bind(host)
  const given = JSON.stringify({ ...options, configFilePath: undefined })
  host.getSourceFile = (name, ...rest) => {
    if (path.dirname(name) !== folder) return read(name, ...rest)
    const key = `${name} ${given}`
    if (!libraries.has(key)) libraries.set(key, read(name, ...rest))
    return libraries.get(key)
  }
  return host
}

/** @param {readonly ts.Diagnostic[]} diagnostics */
function report(diagnostics) {
  return ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: name => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n'
  })
}

/** @param {ts.Program} program */
function isFresh(program) {
  return program.getSourceFiles().every(file => program.isSourceFileDefaultLibrary(file) || ts.sys.readFile(file.fileName) === file.text)
}

/**
 * The program that starts at `entry`, without a type error: a name whose type is unknown could be renamed in one place
 * and not in another.
 * @param {string} configFile
 * @param {string} entry
 * @returns {ts.Program}
 */
export function deviceProgram(configFile, entry) {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fault => { throw new Error(report([fault])) } })
  if (!config) throw new Error(`${configFile} is missing`)
  const roots = [entry, ...config.fileNames.filter(name => name.endsWith('.d.ts'))]
  const options = JSON.stringify([roots, config.options])
  const former = known.get(entry)
  if (former && former.options === options && isFresh(former.program)) return former.program
  const program = ts.createProgram(roots, config.options, hostFor(config.options))
  const faults = ts.getPreEmitDiagnostics(program)
  if (faults.length > 0) throw new Error(report(faults))
  known.set(entry, { program, options })
  return program
}

/**
 * Its files that are ours.
 * @param {ts.Program} program
 * @returns {ts.SourceFile[]}
 */
export function ownFiles(program) {
  return program.getSourceFiles().filter(file => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file))
}
