import { describe, expect, it } from 'vitest'
import { textOf } from '../../build/edits.mjs'
import { foldSeldom, holdSeldom } from '../../build/fold-seldom.mjs'
import { groupName } from '../../build/minify.mjs'
import { Naming } from '../../build/naming.mjs'
import { holdSingles, singleObjects } from '../../build/single-objects.mjs'

/** All steps but those of Terser. */
const built = (code: string): string => {
  const held = textOf(holdSeldom(textOf(holdSingles(code))))
  return textOf(singleObjects(textOf(foldSeldom(held, index => groupName('', index)).parts)))
}
const outcome = (code: string): unknown => new Function(`${code}; return result`)() as unknown

/** A station that has a clock of its own, made in a function that is called once. */
const SCRIPT = `
class Clock {
  now() { return 7 }
}
class Station {
  constructor(name, step) { this.name = name; this.clock = new Clock(); this.total = [1, 2].map(each => each * step + this.clock.now()) }
  say() { return this.name + this.total + Station.sign(this) }
  static sign(station) { return '/' + station.clock.now() }
}
const made = assemble('a')
const result = made.say()
function assemble(name) { if (name) { return new Station(name, 10) } }
`

describe('a class of which a script makes one object', () => {
  it('is that object, with its functions and what its constructor gave it', () => {
    expect(outcome(SCRIPT)).toBe('a17,27/7')
    expect(outcome(built(SCRIPT))).toBe('a17,27/7')
    expect(built(SCRIPT)).toMatch(/let Station=\{/)
    expect(built(SCRIPT)).not.toMatch(/class|constructor|new /)
  })

  it('is made with or without parentheses', () => {
    const script = 'class Box { constructor() { this.n = 3 } }\nconst result = (new Box).n'
    expect(outcome(built(script))).toBe(3)
    expect(built(script)).not.toContain('new ')
  })

  it('names its constructor for the map', () => {
    const naming = new Naming()
    holdSingles(SCRIPT, naming)
    expect([...naming.marks.values()].map(({ name }) => name).sort()).toEqual(['Clock.constructor', 'Station.constructor'])
  })

  const AGAIN: [what: string, script: string, result: unknown][] = [
    ['is made in two places', 'class A { constructor(n) { this.n = n } }\nconst result = [new A(1), new A(2)].map(each => each.n)', [1, 2]],
    ['is made in a loop', 'class A { constructor(n) { this.n = n } }\nconst all = []\nfor (const i of [1, 2]) all.push(new A(i))\nconst result = all.map(each => each.n)', [1, 2]],
    ['is made in a function that is passed on', 'class A { constructor(n) { this.n = n } }\nconst result = [1, 2].map(i => new A(i)).map(each => each.n)', [1, 2]],
    ['is made in a function that is called twice', 'class A { constructor(n) { this.n = n } }\nfunction make(n) { return new A(n) }\nconst result = [make(1), make(2)].map(each => each.n)', [1, 2]],
    ['is made in a function that calls itself', 'class A { constructor(n) { this.n = n } }\nfunction make(n) { const a = new A(n); return n > 0 ? [a].concat(make(n - 1)) : [a] }\nconst result = [1].map(make)[0].map(each => each.n)', [1, 0]],
    ['is made in a method', 'class A { constructor(n) { this.n = n } }\nclass Maker { make(n) { return new A(n) } }\nconst maker = new Maker()\nconst result = [1, 2].map(n => maker.make(n)).map(each => each.n)', [1, 2]],
    ['is made by a class of which there are two objects', 'class A { constructor(n) { this.n = n } }\nclass B { constructor(n) { this.a = new A(n) } }\nconst result = [new B(1), new B(2)].map(each => each.a.n)', [1, 2]],
    ['is passed on', 'class A { constructor(n) { this.n = n } }\nfunction make(type, n) { return new type(n) }\nconst result = [new A(1), make(A, 2)].map(each => each.n)', [1, 2]],
    ['is asked for by instanceof', 'class A { constructor(n) { this.n = n } }\nconst result = new A(1) instanceof A', true],
    ['has a constructor that may leave early', 'class A { constructor(n) { if (n) { return } this.n = n } }\nconst result = new A(1).n', undefined],
    ['has a getter', 'class A { get n() { return this.m } constructor(m) { this.m = m } }\nconst result = new A(1).n', 1],
    ['has a function of its own and a method that are called the same', 'class A { constructor(n) { this.n = n } f() { return this.n } static f() { return 5 } }\nconst result = [new A(1).f(), A.f()]', [1, 5]]
  ]
  for (const [what, script, result] of AGAIN) {
    it(`stays a class where it ${what}`, () => {
      expect(built(script)).toMatch(/class A/)
      expect(outcome(built(script))).toEqual(result)
    })
  }
})

describe('what makes single objects', () => {
  const MAKING = `
class A { constructor(n) { this.n = n } }
class B { constructor(a) { this.a = a } _seldom0() { return this.a.n } }
const seen = []
!function () { const b = new B(new A(4)); seen.push(b._seldom0()) }()`

  it('is in a group of its own, which is dropped when the script has started', () => {
    const code = built(MAKING)
    expect(code).toMatch(/^function gA\(\$0,\$1\)\{[^]*\}function gB\(\$0,\$1,\$2\)\{/)
    expect(code).toMatch(/delete global\.gB\}\(\)$/)
    const names: Record<string, unknown> = {}
    expect(new Function('global', `${code}; return seen`)(names)).toEqual([4])
  })
})
