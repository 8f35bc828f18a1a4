import { describe, expect, it } from 'vitest'
import { checkBundle } from '../../../build/check/bundle-check.mjs'

const rules = (code: string, outside: string[] = []): string[] => [...new Set(checkBundle(code, outside).map(finding => finding.rule))]

/** Rule, what it refuses, a script that breaks it alone, and the same thing written so that it works. */
const CASES: [rule: string, what: string, bad: string, good: string][] = [
  ['syntax', 'default parameters', 'function f(a = 1) { return a }', 'function f(a) { return a ?? 1 }'],
  ['syntax', 'rest parameters', 'function f(...a) { return a }', 'function f(a) { return a }'],
  ['syntax', 'spread in calls', 'function f(a) { print(...a) }', 'function f(a) { print(a) }'],
  ['syntax', 'spread in objects', 'const a = {}, b = { ...a }', 'const a = {}, b = Object.assign({}, a)'],
  ['syntax', 'object destructuring', 'const o = { a: 1 }, { a } = o', 'const o = { a: 1 }, a = o.a'],
  ['syntax', 'array destructuring', 'const o = [1], [a] = o', 'const o = [1], a = o[0]'],
  ['syntax', 'destructured parameters', 'const f = ({ a }) => a', 'const f = a => a'],
  ['syntax', 'optional chaining', 'const o = { a: 1 }, b = o?.a', 'const o = { a: 1 }, b = o ? o.a : 0'],
  ['syntax', 'the power operator', 'const a = 2 ** 3', 'const a = Math.pow(2, 3)'],
  ['syntax', 'the power assignment', 'let a = 2; a **= 3', 'let a = 2; a *= 3'],
  ['syntax', '??=', 'let a; a ??= 1', 'let a; a = a ?? 1'],
  ['syntax', '||=', 'let a; a ||= 1', 'let a; a = a || 1'],
  ['syntax', '&&=', 'let a; a &&= 1', 'let a; a = a && 1'],
  ['syntax', 'async functions', 'async function f() {}', 'function f() {}'],
  ['syntax', 'async arrows', 'const f = async () => 1', 'const f = () => 1'],
  ['syntax', 'await', 'async function f() { await 1 }', 'function f() { return 1 }'],
  ['syntax', 'for await', 'async function f(a) { for await (const b of a) print(b) }', 'function f(a) { for (const b of a) print(b) }'],
  ['syntax', 'generators', 'function* f() { yield 1 }', 'function f() { return 1 }'],
  ['syntax', 'labels', 'a: for (;;) break a', 'for (;;) break'],
  ['syntax', 'computed keys', 'const k = "a", o = { [k]: 1 }', 'const k = "a", o = {}; o[k] = 1'],
  ['syntax', 'computed methods', 'const k = "a"; class A { [k]() {} }', 'class A { a() {} }'],
  ['syntax', 'tagged templates', 'const a = print`x`', 'const a = `x`'],
  ['syntax', '#private names', 'class A { #a() {} }', 'class A { a() {} }'],
  ['syntax', '#private members', 'class A { m() { return this.#a } #a() {} }', 'class A { m() { return this.a } a() {} }'],
  ['syntax', 'class fields', 'class A { a = 1 }', 'class A { constructor() { this.a = 1 } }'],
  ['syntax', 'static blocks', 'class A { static { print(1) } }', 'class A {} print(1)'],
  ['syntax', 'new.target', 'function f() { return new.target }', 'function f() { return this }'],
  ['syntax', 'BigInt', 'const a = 1n', 'const a = 1'],
  ['syntax', 'imports', 'import "a"', 'require("a")'],
  ['syntax', 'dynamic imports', 'const a = import("a")', 'const a = require("a")'],
  ['syntax', 'exports', 'export const a = 1', 'const a = 1'],
  ['syntax', 'inheritance', 'class A {} class B extends A {}', 'class A {} class B {}'],
  ['syntax', 'classes inside nested functions', 'function f() { function g() { class A {} return new A() } return g() } f()', 'function f() { class A {} return new A() } f()'],
  ['syntax', 'classes inside blocks of functions', 'function f() { if (f) { class A {} new A() } } f()', '!function () { class A {} new A() }()'],
  ['leading-text', 'a text as the first thing behind a case', 'switch (print(1)) { case 1: { print(2) } case 2: "a" == print && print(3) }', 'switch (print(1)) { case 1: { print(2) } case 2: print == "a" && print(3) }'],
  ['leading-text', 'a text as the first thing behind a block', 'try { print(1) } catch {}\n"undefined" != typeof print && print(2)', 'try { print(1) } catch {}\ntypeof print != "undefined" && print(2)'],
  ['syntax', 'super', 'const o = { m() { return super.m() } }', 'const o = { m() { return 1 } }'],
  ['syntax', 'classes made in methods', 'class B { f() { class A {} return A } }', 'class A {} function f() { return A }'],
  ['syntax', 'class expressions', 'const A = class {}', 'class A {}'],
  ['for-in-instance', 'for...in over an instance', 'class A { m() { for (const k in this) print(k) } }', 'class A { m() { for (const k in this.m) print(k) } }'],
  ['for-function', 'for headers that start with function', 'for (function () { print(1) }(); ;) break', 'for ((function () { print(1) })(); ;) break'],
  ['for-capture', 'closures over let of a for header', 'for (let i = 0; i < 3; i++) setTimeout(() => print(i), 1)', 'for (let i = 0; i < 3; i++) { let j = i; setTimeout(() => print(j), 1) }'],
  ['for-capture', 'closures over const of for...of', 'for (const i of [1, 2]) setTimeout(() => { print(i) }, 1)', 'for (const i of [1, 2]) setTimeout(print, 1, i)'],
  ['for-capture', 'methods made in a for loop', 'for (let i = 0; i < 3; i++) print({ m() { return i } })', 'for (let i = 0; i < 3; i++) print({ m: i })'],
  ['var', 'var', 'var a = 1', 'let a = 1'],
  ['use-before-definition', 'functions called above their definition', 'f(); function f() {}', 'function f() {} f()'],
  ['use-before-definition', 'the same inside a function', 'function g() { f(); function f() {} }', 'function g() { function f() {} f() }'],
  ['use-before-definition', 'classes used above their definition', 'new A(); class A {}', 'class A {} new A()'],
  ['use-before-definition', 'constants used above their definition', 'print(a); const a = 1', 'const a = 1; print(a)'],
  ['use-before-definition', 'the same in a function called at once', '!function () { print(a) }(); const a = 1', 'const a = 1; !function () { print(a) }()'],
  ['use-before-definition', 'calls that need something defined below', 'function f() { return g() } f(); function g() {}', 'function f() { return g() } function g() {} f()'],
  ['use-before-definition', 'constructors that need something defined below', 'class A { constructor() { g() } } new A(); function g() {}', 'class A { constructor() { g() } } function g() {} new A()'],
  ['default-last', 'cases after default', 'switch (E) { default: break; case 1: print(1) }', 'switch (E) { case 1: print(1); break; default: }'],
  ['regex', 'counted repetition', 'const a = /a{2}/', 'const a = /aa/'],
  ['regex', 'lookahead', 'const a = /a(?=b)/', 'const a = /a(b)/'],
  ['regex', 'lookbehind', 'const a = /(?<=a)b/', 'const a = /[(?<=]b/'],
  ['regex', 'named groups', 'const a = /(?<n>a)/', 'const a = /(a)/'],
  ['regex', 'lazy repetition', 'const a = /a+?b/', 'const a = /a+b/'],
  ['regex', 'backreferences', 'const a = /(a)\\1/', 'const a = /(a)\\d/'],
  ['regex', 'other flags', 'const a = /a/u', 'const a = /a/gi'],
  ['arrow-arguments', 'arguments in an arrow', 'function f() { return () => arguments }', 'function f() { return arguments }'],
  ['non-ascii', 'bytes above 126', 'const a = "\u00b0"', 'const a = "\\xB0"'],
  ['length-assignment', 'emptying an array by its length', 'const a = [1]; a.length = 0', 'const a = [1]; a.splice(0, a.length)'],
  ['prototype', 'functions of built-in prototypes', 'const a = Array.prototype.slice.call([1])', 'const a = [].slice.call([1])'],
  ['temporary-field', 'fields of what a call returned', 'function f() { return { a: 1 } } print(f().a)', 'function f() { return { a: 1 } } const b = f(); print(b.a)'],
  ['temporary-field', 'fields of an object literal', 'print({ a: undefined }.a)', 'const o = { a: undefined }; print(o.a)'],
  ['ignored-argument', 'a limit for split', 'const a = "a,b".split(",", 1)', 'const a = "a,b".split(",")'],
  ['ignored-argument', 'a replacer for JSON.stringify', 'const a = JSON.stringify({}, ["a"])', 'const a = JSON.stringify({}, null)'],
  ['error-kind', 'asking for the kind of an error', 'function f(e) { return e instanceof ReferenceErrorLike } class ReferenceErrorLike {} function g(e) { return e instanceof Error }', 'function f(e) { return e.message }'],
  ['negative-zero', '-0', 'const a = -0', 'const a = -1'],
  ['integer-as-float', 'whole numbers with an exponent', 'const a = 1e4', 'const a = 10000, b = 1e-4, c = 0x1e4'],
  ['return-newline', 'return at the end of a line', 'function f() {\n  return\n  print(1)\n}', 'function f() {\n  return;\n  print(1)\n}'],
  ['global', 'types that do not exist', 'const a = new Map()', 'const a = {}'],
  ['global', 'functions that do not exist', 'queueMicrotask(print)', 'setTimeout(print, 0)'],
  ['global', 'undeclared names that are assigned to', 'function f() { leaked = 1 }', 'let kept; function f() { kept = 1 }'],
  ['hides-global', 'names of the interpreter at the top level', 'function E() {}', 'function F() {}'],
  ['hides-global', 'names of pins at the top level', 'let D4 = 1', 'let d4 = 1'],
  ['missing-member', 'Array.from', 'const a = Array.from("ab")', 'const a = "ab".split("")'],
  ['missing-member', 'Number.isInteger', 'const a = Number.isInteger(1)', 'const a = Math.floor(1) === 1'],
  ['missing-member', 'Math.trunc', 'const a = Math.trunc(1.5)', 'const a = Math.floor(1.5)'],
  ['missing-member', 'flat, even where the script defines one', 'class A { flat() {} } const a = [[1]].flat()', 'class A { flatten() {} } const a = [1].concat([2])'],
  ['missing-member', 'a member by its text', 'const a = "ab"["at"](0)', 'const a = "ab"["charAt"](0)'],
  ['missing-member', 'Object.freeze', 'const a = Object.freeze({})', 'const a = Object.assign({}, {})'],
  ['missing-member', 'keys of an array', 'const a = [1].keys()', 'const a = Object.keys([1])'],
  ['missing-member', 'getUTCHours', 'const a = new Date().getUTCHours()', 'const a = new Date().toISOString()'],
  ['unknown-member', 'members that nobody defined', 'const o = {}; print(o.absent)', 'const o = { absent: 1 }; print(o.absent)']
]

describe('the check of the emitted bundles', () => {
  for (const [rule, what, bad, good] of CASES) {
    it(`refuses ${what}: ${rule}`, () => {
      expect(rules(bad)).toContain(rule)
      expect(rules(good)).toEqual([])
    })
  }

  it('lets a function mention what is defined below when it is called later', () => {
    expect(rules('class A { m() { return f() } } function f() { return new A() } setTimeout(f, 1)')).toEqual([])
  })

  it('knows parameters, locals and catch bindings from globals', () => {
    expect(rules('function f(a) { let b = a; try { b = JSON.parse(a) } catch (c) { b = c } return b } f(1)')).toEqual([])
  })

  it('takes fields of outside data from the list it is given', () => {
    expect(rules('const s = JSON.parse("{}"); print(s.broker)')).toEqual(['unknown-member'])
    expect(rules('const s = JSON.parse("{}"); print(s.broker)', ['broker'])).toEqual([])
  })

  it('refuses a name of that list which the script does not use', () => {
    expect(rules('const s = JSON.parse("{}"); print(s.broker)', ['broker', 'gone'])).toEqual(['stale-list'])
  })

  it('says where it found something', () => {
    expect(checkBundle('const a = 1\nconst b = 2 ** 3\n', [])).toEqual([{ rule: 'syntax', line: 2, column: 10, text: 'operator **' }])
  })

  it('passes what Terser writes and the interpreter was seen to run', () => {
    expect(rules('!function(){print(1)}();let a=void 0,b=!0,i=3;for(;;)break;for(;i--;)a=i;class c{m(){return a&&b,~~i}}new c;"x"==typeof a&&print(a|0)')).toEqual([])
  })
})
