import type { Checks } from '../check.ts'

/** Whether a callback made in a loop sees its own turn; the value is bound in the body, as the house does it. */
function captured(): string {
  const tasks: (() => number)[] = []
  for (let i = 0; i < 4; i++) {
    const mine = i
    tasks.push(() => mine)
  }
  let text = ''
  for (const task of tasks) text += task()
  return text
}

class Counter {
  static made: number
  count: number

  constructor() {
    this.count = 0
  }

  add(step: number): Counter {
    this.count += step
    return this
  }

  static tick(counter: Counter): void {
    counter.add(1)
  }

  each(list: number[]): void {
    for (const step of list) this.add(step)
    list.forEach(step => { this.add(step) })
  }
}

function numbers(checks: Checks): void {
  // In 1024ths, since the interpreter reads some decimals one bit off, and sensors give none.
  for (const parts of [0, 5, 4, 128, 384, 1088, 2752, 21960, 34128, 46144, 102396, 831744, 40959488]) {
    const value = parts / 1024
    const hundredths = Math.floor(value * 100 + 0.5) / 100
    checks.note('rounded ' + parts, hundredths.toFixed(2))
    checks.note('rounded negative ' + parts, (Math.floor(-value * 100 + 0.5) / 100).toFixed(2))
    checks.note('rounded to tenths ' + parts, (Math.floor(value * 10 + 0.5) / 10).toFixed(1))
    checks.note('whole ' + parts, Math.floor(value + 0.5).toFixed(0))
  }
  checks.check('integers in text', '' + 1790000000123 + ' ' + -2147483648 + ' ' + 4294967295 + ' ' + 9007199254740991, '1790000000123 -2147483648 4294967295 9007199254740991')
  checks.check('sign of 16 bits', ((0xff5e << 16) >> 16) + ' ' + ((0x0f5e << 16) >> 16), '-162 3934')
  checks.check('unsigned shift', (-1 >>> 0) + ' ' + (-1 >>> 28) + ' ' + (0xf0000000 >>> 4), '4294967295 15 251658240')
  checks.check('bits', (0xff ^ 0x0f) + ' ' + (~5 & 255) + ' ' + (-200 & 0xff) + ' ' + (1 << 31), '240 250 56 -2147483648')
  checks.check('remainders', (7.5 % 1) + ' ' + (-7 % 3) + ' ' + (10 % 1), '0.5 -1 0')
  checks.check('not a number', isFinite(NaN) + ' ' + isFinite(Infinity) + ' ' + isFinite(1) + ' ' + isNaN(NaN) + ' ' + (NaN > 0) + ' ' + !(NaN <= 3), 'false false true true false true')
  checks.check('parsed', parseInt('0012', 10) + ' ' + parseInt('ff', 16) + ' ' + parseInt('12ab', 10) + ' ' + isNaN(parseInt('x', 10)) + ' ' + +'7', '12 255 12 true 7')
  checks.check('extremes', Math.min(3, 1, 2) + ' ' + Math.max(3, 1, 2) + ' ' + Math.abs(-4.5) + ' ' + Math.pow(2, 10) + ' ' + Math.floor(-1.5), '1 3 4.5 1024 -2')
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat32(0, 27.2385)
  checks.check('float bytes', view.getUint8(0) + ' ' + view.getUint8(1) + ' ' + view.getUint8(2) + ' ' + view.getUint8(3), '65 217 232 115')
}

function texts(checks: Checks): void {
  checks.check('slices', 'abcdef'.slice(2, 4) + 'abcdef'.slice(-2) + 'abcdef'.slice(4, 99) + 'abcdef'.substr(1, 2) + 'abc'.charAt(9) + 'abc'.slice(5), 'cdefefbc')
  checks.check('beyond the end', isNaN('abc'.charCodeAt(5)), true)
  const first = 'abc'.split('.')
  checks.check('split', 'a.b..c'.split('.').join('|') + ' ' + ''.split('.').length + ' ' + first[0], 'a|b||c 1 abc')
  checks.check('found', 'hello'.indexOf('l') + ' ' + 'hello'.indexOf('l', 3) + ' ' + 'hello'.indexOf('z') + ' ' + 'hello'.startsWith('he') + ' ' + 'hello'.includes('ell') + ' ' + [1, 2].includes(2), '2 3 -1 true true true')
  checks.check('order', ('a' < 'b') + ' ' + ('\x80' > '\x02') + ' ' + ('00000250' > '00000000') + ' ' + ('abc' === 'ab' + 'c'), 'true true true true')
  checks.check('replaced', '24:0a:c4:a1'.replace(/:/g, '') + ' ' + 'PassWord'.toLowerCase() + ' ' + 'ab'.repeat(3), '240ac4a1 password ababab')
  checks.check('node names', /^[-a-z0-9]+$/.test('a-1') + ' ' + /^[-a-z0-9]+$/.test('A1') + ' ' + /^[-a-z0-9]+$/.test('') + ' ' + /^[-a-z0-9]+$/.test('a b'), 'true false false false')
  checks.check('hosts', /^[-A-Za-z0-9.:]+$/.test('fd00::1') + ' ' + /^[-A-Za-z0-9.:]+$/.test('a_b'), 'true false')
  checks.check('pins', /^D[0-9]+$/.test('D21') + ' ' + /^D[0-9]+$/.test('D') + ' ' + /^D[0-9]+$/.test('21') + ' ' + /^D[0-9]+$/.test('D2x'), 'true false false false')
  checks.check('keys', /[ .]/.test('a b') + ' ' + /[ .]/.test('a.b') + ' ' + /[ .]/.test('ab'), 'true true false')
  checks.check('verbs', /^[-a-z]+$/.test('read') + ' ' + /^[-a-z]+$/.test('Read') + ' ' + /^\d+$/.test('0515') + ' ' + /^\d+$/.test('05a5'), 'true false true false')
  checks.check('template', `a${1 + 1}b${'c'}`, 'a2bc')
  checks.check('bytes', '\xff\x00\x80'.charCodeAt(0) + ' ' + '\xff\x00\x80'.charCodeAt(1) + ' ' + '\xff\x00\x80'.length + ' ' + String.fromCharCode(255, 0, 128).length, '255 0 3 3')
}

function objects(checks: Checks): void {
  const counter = new Counter()
  counter.each([1, 2, 3])
  Counter.tick(counter)
  checks.check('methods', counter.count, 13)
  checks.check('closures', captured(), '0123')
  const pending: Record<number, number> = {}
  pending[7] = 1
  pending[300] = 2
  delete pending[7]
  let keys = ''
  for (const id in pending) keys += id + ','
  checks.check('numbered fields', keys + (7 in pending) + (300 in pending), '300,falsetrue')
  const gap: Record<string, string | number | null | undefined> = { a: undefined, b: 0, c: null }
  checks.check('undefined and null', (gap.a ?? 'x') + ' ' + (gap.b ?? 'x') + ' ' + (gap.c ?? 'x') + ' ' + (gap.d ?? 'x') + ' ' + (gap.d === undefined), 'x 0 x x true')
  const list = [5, 6, 7, 8]
  list.splice(1, 2)
  checks.check('lists', list.join() + ' ' + list.filter(value => value > 5).join() + ' ' + list.indexOf(8) + ' ' + list.slice(1).length + ' ' + Array.isArray(list), '5,8 8 1 1 true')
  checks.check('kinds', typeof null + ' ' + typeof [] + ' ' + typeof 'a' + ' ' + typeof 1 + ' ' + typeof undefined + ' ' + typeof captured + ' ' + typeof true, 'object object string number undefined function boolean')
  let sum = ''
  for (const byte of new Uint8Array([1, 300, -1])) sum += byte + ','
  for (const character of 'ab') sum += character
  checks.check('iterated', sum, '1,44,255,ab')
  let chosen = ''
  for (const value of [1, 2, 3, 4]) {
    switch (value) {
      case 1: chosen += 'one '
        break
      case 2:
      case 3: chosen += 'some '
        break
      default: chosen += 'many'
    }
  }
  checks.check('switch', chosen, 'one some some many')
  checks.check('time', new Date(1769882645678).toISOString(), '2026-01-31T18:04:05.678Z')
}

function json(checks: Checks): void {
  checks.check('JSON out', JSON.stringify({ a: 1, b: 'x"\\', c: [true, null, -5], d: {} }), '{"a":1,"b":"x\\"\\\\","c":[true,null,-5],"d":{}}')
  checks.check('JSON of not a number', JSON.stringify([NaN, Infinity]), '[null,null]')
  const parsed = JSON.parse('{"a":{"b":[1,2.5,-3e2,"\\u0041\\n"]},"t":true,"n":null}') as { a: { b: [number, number, number, string] }, t: boolean, n: null }
  checks.check('JSON in', parsed.a.b[0] + ' ' + parsed.a.b[1] + ' ' + parsed.a.b[2] + ' ' + parsed.a.b[3].length + ' ' + parsed.t + ' ' + (parsed.n === null), '1 2.5 -300 2 true true')
  let refused = 0
  for (const text of ['', '{', '{"a":}', '[1,]', 'nul', '{"a" 1}', '"']) {
    try {
      JSON.parse(text)
    } catch {
      refused++
    }
  }
  checks.check('JSON refused', refused > 4, true)
}

/** What the firmware relies on in the language: numbers, texts, expressions, objects, JSON. */
export function languageCases(checks: Checks): void {
  numbers(checks)
  texts(checks)
  objects(checks)
  json(checks)
}
