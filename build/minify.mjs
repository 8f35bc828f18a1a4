import { parse, tokenizer, tokTypes } from 'acorn'
import { full } from 'acorn-walk'
import { minify as terser } from 'terser'
import { foldSeldom, holdSeldom, HOLDER } from './fold-seldom.mjs'
import { shortNames } from './short-names.mjs'

/** Whole numbers without exponents: the interpreter reads `1e4` as a float, which takes more memory than the integer. */
function plainIntegers(code) {
  const numbers = [...tokenizer(code, { ecmaVersion: 2022 })].filter(({ type, value }) => type === tokTypes.num && Number.isSafeInteger(value))
  return numbers
    .filter(({ start, end }) => /^\d.*e/.test(code.slice(start, end)) && !code.slice(start, end).startsWith('0x'))
    .reverse()
    .reduce((text, { start, end, value }) => text.slice(0, start) + value + text.slice(end), code)
}

/**
 * An empty statement before each statement that begins with a text and follows a block or a label: the interpreter reads
 * the first token behind a block that it passes over without its value, and a text would then be ''.
 */
function guardTexts(code) {
  const places = []
  full(parse(code, { ecmaVersion: 2022, allowReturnOutsideFunction: true }), node => {
    if (node.type === 'ExpressionStatement' && /["'`]/.test(code.charAt(node.start)) && /[}:]/.test(code.charAt(node.start - 1))) places.push(node.start)
  })
  return places.sort((a, b) => b - a).reduce((text, at) => `${text.slice(0, at)};${text.slice(at)}`, code)
}

/**
 * Rollup plugin: Terser without what costs the interpreter much. `inline: 1` and, in the sources, `@__NOINLINE__`
 * on frequent calls, because the interpreter makes an inlined function again at every call. `conditionals: false` and
 * `braces` because the interpreter passes over a block by counting its braces, but takes apart what it does not run of
 * `a && b()`, `a ? b() : c()` and `if (a) b()`. Names as `shortNames` gives them because the script's top level is the
 * interpreter's global scope. `collapse_vars: false` because it turns `const a = f(); a.b` into `f().b`,
 * and reading an undefined field of a temporary object throws on 2v29.
 * Seldom called functions are folded when all else is done.
 * @param {string} prefix put before each top-level name, so that the guard and the application never share one
 */
export function minify(prefix) {
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
    format: { ascii_only: true, comments: false, semicolons: true, braces: true }
  }
  return {
    name: 'minify',
    async renderChunk(code) {
      const result = await terser(holdSeldom(code), options)
      const folded = foldSeldom(plainIntegers(result.code), shortNames(`${prefix}g$`, () => false))
      return { code: guardTexts(folded) + '\n', map: null }
    }
  }
}
