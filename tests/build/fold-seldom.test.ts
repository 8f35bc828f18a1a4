import { parse } from 'acorn'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../build/edits.mjs'
import { foldSeldom, holdSeldom } from '../../build/fold-seldom.mjs'
import { measure } from '../../build/bundle-sizes.mjs'
import { groupName } from '../../build/minify.mjs'

const SCRIPT = `
function _seldom0(a, b) { let c = a; if (b > 2) { return c + _seldom1(b) } c++; return c }
function _seldom1(a) { return a * 10 }
class Counter {
  constructor(start) { this.value = start }
  _seldom2() { this.value++ }
  _seldom3(by, then) { const add = () => { this.value += by }; add(); then(this.value); this._seldom2(_seldom0(1, 5)) }
  _seldom4() { return function () { return this }.call(7) }
  static _seldom5(counter) { counter._seldom2(); return counter }
  read() { return this.value }
}
const seen = []
const counter = new Counter(_seldom0(1, 3))
counter._seldom3(_seldom1(2), value => seen.push(value))
Counter._seldom5(Counter._seldom5(counter))._seldom2()
const result = [counter.read(), seen, counter._seldom4() == 7, _seldom0(4, 0), counter._seldom2()]
`

const folded = (code: string): string => textOf(foldSeldom(textOf(holdSeldom(code)), index => groupName('', index)).parts)
const outcome = (code: string): unknown => new Function(`${code}; return result`)() as unknown

describe('folding seldom called functions', () => {
  it('changes nothing of what a script does: arguments, this, arrow functions, results, calls within calls', () => {
    expect(outcome(SCRIPT)).toEqual([55, [51], true, 5, undefined])
    expect(outcome(folded(SCRIPT))).toEqual(outcome(SCRIPT))
  })

  it('lets the parameters of the group stand for those of its functions, where inner names hide them as well', () => {
    const script = `
function _seldom0(a, b) { const inner = a => a + b; let sum = a; { const a = 100; sum += a } for (const b of [a, a]) sum += b; return { a, sum: sum + inner(1) } }
class Box { constructor(n) { this.n = n } _seldom1(a) { a = a + this.n; return [a].map(a => a + this.n)[0] } }
const result = [_seldom0(2, 3), new Box(4)._seldom1(5)]
`
    expect(outcome(folded(script))).toEqual([{ a: 2, sum: 110 }, 13])
    expect(outcome(folded(script))).toEqual(outcome(script))
    expect(folded(script)).not.toContain('let a=$')
  })

  it('leaves one function of many', () => {
    expect(measure(SCRIPT).functions).toBe(9)
    expect(measure(folded(SCRIPT)).functions).toBe(4)
    expect(folded(SCRIPT)).not.toContain('_seldom')
  })

  it('opens another group before one call has to read over more than 6,400 characters', () => {
    const many = Array.from({ length: 40 }, (_, index) => `function _seldom${index}(a) { return a + ${'1 + '.repeat(200)}${index} }`)
    const code = folded(`${many.join('\n')}\nconst result = _seldom0(1) + _seldom39(1)`)
    const lengths = parse(code, { ecmaVersion: 2022 }).body.filter(node => node.type === 'FunctionDeclaration').map(node => node.end - node.start)
    expect(Math.max(...lengths)).toBeLessThan(7000)
    expect(lengths.length).toBe(6)
    expect(outcome(code)).toBe(201 + 240)
  })

  it('refuses a marked method that is called and stands nowhere at the top level', () => {
    expect(() => folded('const made = new class { _seldom0() { return 1 } }()\nmade._seldom0()')).toThrow(/_seldom0 was moved from the top level .* @hot/)
  })

  it('says which function became which number of which group', () => {
    const { folded } = foldSeldom(textOf(holdSeldom(SCRIPT)), index => groupName('', index))
    expect(folded.map(({ mark }) => mark).sort()).toEqual(['_seldom0', '_seldom1', '_seldom2', '_seldom3', '_seldom4', '_seldom5'])
    expect(folded.map(({ number }) => number).sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(new Set(folded.map(({ group }) => group))).toEqual(new Set(['gA']))
  })

  it('gives those that are called most the numbers with the fewest digits, from 0 in each group', () => {
    const many = Array.from({ length: 12 }, (_, i) => `function _seldom${i}(a) { return a + ${i} }`).join('\n')
    const calls = `${'_seldom11(1);'.repeat(9)}${'_seldom7(1);'.repeat(5)}${Array.from({ length: 12 }, (_, i) => `_seldom${i}(2)`).join(';')}`
    const { folded } = foldSeldom(textOf(holdSeldom(`${many}\n${calls}`)), index => groupName('', index))
    const numberOf = (mark: string): number | undefined => folded.find(one => one.mark === mark)?.number
    expect([numberOf('_seldom11'), numberOf('_seldom7')]).toEqual([0, 1])
    expect(folded.map(({ number }) => number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })

  const PARAMETERS: [what: string, parameters: string][] = [['a default value', 'a = 1'], ['a rest parameter', '...a'], ['a parameter that is taken apart', '{ a }'], ['a parameter that is taken apart', '[a]']]
  for (const [what, parameters] of PARAMETERS) {
    it(`refuses ${what}, as in (${parameters})`, () => {
      expect(() => folded(`function _seldom0(${parameters}) { return a }\nconst result = _seldom0(1)`)).toThrow(`_seldom0 has ${what}`)
    })
  }

  it('refuses arguments, which would be the group\'s, but not those of a function within', () => {
    expect(() => folded('function _seldom0() { return arguments.length }\nconst result = _seldom0(1)')).toThrow(/_seldom0 uses 'arguments'/)
    expect(() => folded('function _seldom0() { return (() => arguments.length)() }\nconst result = _seldom0(1)')).toThrow(/_seldom0 uses 'arguments'/)
    expect(outcome(folded('function _seldom0() { return function () { return arguments.length }(1, 2) }\nconst result = _seldom0(1)'))).toBe(2)
  })

  it('leaves a script without such functions as it is', () => {
    expect(folded('const result = 1')).toBe('const result = 1')
  })
})
