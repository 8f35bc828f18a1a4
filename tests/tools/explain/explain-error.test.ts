import { describe, expect, it } from 'vitest'
import { Naming } from '../../../build/naming.mjs'
import { scriptMap } from '../../../build/script-map.mjs'
import { readBoardErrors } from '../../../tools/explain/board-error.ts'
import { explainError } from '../../../tools/explain/explain-error.ts'
import type { MappedScript } from '../../../tools/explain/script-map.ts'

const CODE = 'function ga($0,$1){if(0===$0){let a=$1;foo.bar(a);return}if(1===$0){return ga(0,$1)}}class b{constructor(a){this.a=a}go(){ga(1,this.a)}}class d{go(){print(1)}}let c=new b(3);\n'

/** Each statement of the script on a line of `source.ts`, as the place tells: column 20 is line 20. */
function mapped(script: string, code: string): MappedScript {
  const naming = new Naming()
  naming.folded = [{ mark: '_seldom0', group: 'ga', number: 0 }, { mark: '_seldom1', group: 'ga', number: 1 }]
  naming.marks.set('_seldom0', { name: 'Sampler.open', at: 'sampler.ts:8' })
  naming.marks.set('_seldom1', { name: 'Sampler.again', at: 'sampler.ts:9' })
  naming.members.set('a', 'period').set('go', 'begin')
  const names: Record<string, string> = { b: 'Sampler', d: 'Station', c: 'sampler' }
  const map = scriptMap(script, code, naming, (_line, column) => ({ file: 'source.ts', line: column, name: names[code.charAt(column)] }))
  return { ...map, code }
}

const SCRIPTS = [mapped('firmware.min.js', CODE)]

/** What Espruino 2v29 printed for that script and `c.go()`. */
const PRINTED = `
 2v29 (c) 2025 G.Williams

>\u001b[JUncaught ReferenceError: "foo" is not defined
    at ga (:1:24)
if(0===$0){let a=$1;foo.bar(a);return}if(1===$0){return ga(0...
                       ^
    at ga (:1:64)
...n}if(1===$0){return ga(0,$1)}
                              ^
    at go (:1:12)
ga(1,this.a)
           ^
    at :1:12
try { c.go() } catch(e) { print("STACK:"+e.stack) } ;
           ^
>
`

const explained = (text: string): ReturnType<typeof explainError>[] => readBoardErrors(text).map(error => explainError(error, SCRIPTS))

describe('the error text of a board', () => {
  it('is found in what the console printed', () => {
    expect(readBoardErrors(PRINTED)).toEqual([{
      message: 'Uncaught ReferenceError: "foo" is not defined',
      frames: [
        { function: 'ga', file: '', line: 1, column: 24, excerpt: { text: 'if(0===$0){let a=$1;foo.bar(a);return}if(1===$0){return ga(0...', at: 23 } },
        { function: 'ga', file: '', line: 1, column: 64, excerpt: { text: '...n}if(1===$0){return ga(0,$1)}', at: 30 } },
        { function: 'go', file: '', line: 1, column: 12, excerpt: { text: 'ga(1,this.a)', at: 11 } },
        { function: '', file: '', line: 1, column: 12, excerpt: { text: 'try { c.go() } catch(e) { print("STACK:"+e.stack) } ;', at: 11 } }
      ]
    }])
  })

  it('names the folded function by the column in its group, the method by its text, and says nothing of the console', () => {
    const [{ frames }] = explained(PRINTED)
    const start = CODE.indexOf('if(0')
    expect(frames.map(({ source, at, folded }) => ({ source, at, folded }))).toEqual([
      { source: 'Sampler.open', at: `source.ts:${start + 23}`, folded: { group: 'ga', number: 0 } },
      { source: 'Sampler.again', at: `source.ts:${start + 63}`, folded: { group: 'ga', number: 1 } },
      { source: 'Sampler.begin', at: `source.ts:${CODE.indexOf('ga(1,this') + 11}`, folded: null },
      { source: null, at: null, folded: null }
    ])
  })

  it('takes the column from the start of the file where the board names one', () => {
    const [{ frames }] = explained(`Uncaught Error: x\n    at ga (app.a:1:${CODE.indexOf('foo') + 1})\n    at ga (app.b:1:${CODE.indexOf('return ga') + 1})\n    at f (storage:1:5)\n`)
    expect(frames.map(({ source }) => source)).toEqual(['Sampler.open', 'Sampler.again', null])
  })

  it('says nothing of a file whose text is not that of the map: it is of another build', () => {
    const column = CODE.indexOf('foo') + 1
    const place = `Uncaught ReferenceError: "b" is not defined\n    at ga (app.b:1:${column})\n`
    const text = CODE.slice(column - 11, column + 9)
    const [own] = explained(`${place}...${text}...\n${' '.repeat(13)}^\n`)
    expect([own.explained, own.frames[0].source]).toEqual(['Uncaught ReferenceError: "b" (Sampler) is not defined', 'Sampler.open'])
    const [other] = explained(`${place}...${text.replace('foo', 'bar')}...\n${' '.repeat(13)}^\n`)
    expect([other.explained, other.frames[0].source]).toEqual(['Uncaught ReferenceError: "b" is not defined', null])
  })

  it('does not choose between two methods of one name without a text that tells them apart', () => {
    const [{ frames }] = explained('Uncaught Error: x\n    at go (:1:1)\n')
    expect(frames[0].source).toBeNull()
    const [told] = explained('Uncaught Error: x\n    at go (:1:6)\nprint(1)\n     ^\n')
    expect(told.frames[0].source).toBe('Station.begin')
  })

  it('finds a function without a name by its text', () => {
    const [{ frames }] = explained('Uncaught Error: x\n    at function () {let c=new b(3); (:1:7)\nlet c=new b(3);\n      ^\n')
    expect(frames[0]).toMatchObject({ source: 'firmware.min.js', at: `source.ts:${CODE.indexOf('new b')}` })
  })

  it('is understood as older releases print it', () => {
    const [{ frames }] = explained('Uncaught ReferenceError: "foo" is not defined\n at line 1 col 24\nfoo.bar\n   ^\nin function "ga" called from line 1 col 12\nga(1,this.a)\n           ^\nin function "go" called from line 1 col 6\n')
    expect(frames.map(frame => frame.function)).toEqual(['ga', 'go', ''])
    expect(frames[1].source).toBe('Sampler.begin')
  })

  it('has long names behind the short ones: of variables that are not defined, else of members', () => {
    expect(explained('Uncaught ReferenceError: "b" is not defined')[0].explained).toBe('Uncaught ReferenceError: "b" (Sampler) is not defined')
    expect(explained('Uncaught TypeError: Cannot read property "a" of undefined')[0].explained).toBe('Uncaught TypeError: Cannot read property "a" (period) of undefined')
    expect(explained('Uncaught Error: Module "Wifi" not found')[0].explained).toBe('Uncaught Error: Module "Wifi" not found')
  })

  it('is not seen where there is none', () => {
    expect(readBoardErrors('breva 0.1.0 node bedroom start 12: scd30\n>\n')).toEqual([])
  })
})
