import { parse, tokenizer, tokTypes } from 'acorn'
import { full } from 'acorn-walk'
import { minify as terser } from 'terser'
import { pieces, withMap } from './edits.mjs'
import { foldSeldom, holdSeldom, HOLDER } from './fold-seldom.mjs'
import { shortNames } from './short-names.mjs'
import { holdSingles, singleObjects } from './single-objects.mjs'

/** @typedef {import('./edits.mjs').Piece} Piece */

/**
 * The name of a group of folded functions, which no other function has: Terser gives none a capital.
 * @param {string} prefix
 * @param {number} index
 */
export function groupName(prefix, index) {
  return `${prefix}g${String.fromCharCode(65 + index)}`
}

/**
 * Whole numbers without exponents: the interpreter reads `1e4` as a float, which takes more memory than the integer.
 * @param {string} code
 */
function plainIntegers(code) {
  const numbers = [...tokenizer(code, { ecmaVersion: 2022 })].filter(({ type }) => type === tokTypes.num).map(({ start, end }) => ({ start, end, old: code.slice(start, end) }))
  const exponents = numbers.filter(({ old }) => /^\d.*e/.test(old) && !old.startsWith('0x') && Number.isSafeInteger(Number(old)))
  return pieces(code, exponents.map(({ start, end, old }) => ({ start, end, text: String(Number(old)) })))
}

/**
 * `let` for `const`, which is shorter and here the same: what is assigned twice has not passed the compiler.
 * @param {string} code
 */
function letForConst(code) {
  const words = [...tokenizer(code, { ecmaVersion: 2022 })].filter(({ type }) => type === tokTypes._const)
  return pieces(code, words.map(({ start, end }) => ({ start, end, text: 'let' })))
}

/** What is written so often that a name of two letters for it is worth its variables. */
const NATIVE = /\bString\.fromCharCode\b/g

/**
 * A short name for `String.fromCharCode`, which needs no object to be called on, in a script that has it more than five times.
 * @param {string} code
 * @param {string} prefix
 */
function nameNative(code, prefix) {
  const places = [...code.matchAll(NATIVE)]
  if (places.length <= 5) return pieces(code, [])
  const name = `${prefix}sA`
  return [{ text: `let ${name}=String.fromCharCode;` }, ...pieces(code, places.map(({ 0: old, index }) => ({ start: index, end: index + old.length, text: name })))]
}

/**
 * An empty statement before each statement that begins with a text and follows a block or a label: the interpreter reads
 * the first token behind a block that it passes over without its value, and a text would then be ''.
 * @param {string} code
 */
function guardTexts(code) {
  /** @type {number[]} */
  const places = []
  full(parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true }), node => {
    if (node.type === 'ExpressionStatement' && /["'`]/.test(code.charAt(node.start)) && /[}:]/.test(code.charAt(node.start - 1))) places.push(node.start)
  })
  return [...pieces(code, places.map(start => ({ start, end: start, text: ';' }))), { text: '\n' }]
}

/**
 * A Rollup plugin that does one step, and says where each part of its text was before it.
 * @param {string} name
 * @param {(code: string) => Piece[]} change
 * @returns {import('rollup').Plugin}
 */
function step(name, change) {
  return { name, renderChunk: code => withMap(code, change(code), name) }
}

/**
 * A Rollup plugin that runs Terser.
 * @param {string} name
 * @param {import('terser').MinifyOptions} options
 * @returns {import('rollup').Plugin}
 */
function tersely(name, options) {
  return {
    name,
    async renderChunk(code) {
      const { code: text = '', map } = await terser(code, options)
      return { code: text, map: /** @type {string} */ (map) }
    }
  }
}

/** How Terser writes. @type {import('terser').FormatOptions} */
const FORMAT = { ascii_only: true, comments: false, semicolons: true, braces: true }

/**
 * Rollup plugins: Terser without what costs the interpreter much. `inline: 1` and, in the sources, `@__NOINLINE__`
 * on frequent calls, because the interpreter makes an inlined function again at every call. `conditionals: false` and
 * `braces` because the interpreter passes over a block by counting its braces, but takes apart what it does not run of
 * `a && b()`, `a ? b() : c()` and `if (a) b()`. Names as `shortNames` gives them because the script's top level is the
 * interpreter's global scope. `collapse_vars: false` because it turns `const a = f(); a.b` into `f().b`,
 * and reading an undefined field of a temporary object throws on 2v29.
 * Seldom called functions are folded when all else is done, and classes with one object become that object.
 * @param {string} prefix put before each top-level name, so that the guard and the application never share one
 * @param {import('./naming.mjs').Naming} [naming] takes note of what is folded into what
 * @returns {import('rollup').Plugin[]}
 */
export function minify(prefix, naming) {
  /** @type {import('terser').MinifyOptions} */
  const options = {
    ecma: 2015,
    toplevel: true,
    compress: {
      ecma: 2015,
      toplevel: true,
      passes: 3,
      reduce_funcs: false,
      inline: 1,
      keep_fargs: false,
      arrows: false,
      hoist_props: false,
      conditionals: false,
      collapse_vars: false
    },
    mangle: { toplevel: true, reserved: [HOLDER], nth_identifier: shortNames(prefix, () => false) },
    format: FORMAT,
    sourceMap: true
  }
  return [
    step('hold-singles', code => holdSingles(code, naming)),
    step('hold-seldom', holdSeldom),
    tersely('minify', options),
    step('fold-seldom', code => {
      const { parts, folded } = foldSeldom(code, index => groupName(prefix, index))
      naming?.noteFolded(folded)
      return parts
    }),
    // The parameters of a group get short names, as all others have by now.
    tersely('name-parameters', { ecma: 2015, compress: false, mangle: { nth_identifier: shortNames('', () => false) }, format: FORMAT, sourceMap: true }),
    step('single-objects', singleObjects),
    step('plain-integers', plainIntegers),
    step('let-for-const', letForConst),
    step('name-native', code => nameNative(code, prefix)),
    step('guard-texts', guardTexts)
  ]
}
