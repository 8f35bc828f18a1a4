import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ADVICE, adviceFor } from '../../../build/check/advice.mjs'
import { projectPath } from '../../../cli/project-path.ts'
import { scriptProblems } from '../../../build/check/script-problems.mjs'

const nowhere = (): undefined => undefined

describe('why a script must not be flashed', () => {
  it('is said in full: what, where in the sources and in the script, and what to write instead', () => {
    const code = 'let a=[1];print(a);let b=a.at(0);print(b)\n'
    expect(scriptProblems('dist/a.js', code, { outside: [] }, (line, column) => `main.ts:${line * 100 + column}`)).toEqual([
      'main.ts:125: .at does not exist on 2v29 (missing-member).\n' +
      '  At dist/a.js:1:26: let a=[1];print(a);let b=>>a.at(0);print(b)\n' +
      `  Instead: ${ADVICE['missing-member']}.`
    ])
  })

  it('names the place in the script where the source is not known', () => {
    expect(scriptProblems('dist/a.js', 'let a=1;var b=a\n', { outside: [] }, nowhere)[0]).toMatch(/^dist\/a\.js:1:9: var is not hoisted \(var\)/)
  })

  it('leaves out the rules that do not hold for it', () => {
    expect(scriptProblems('dist/a.js', 'let a=1e4\n', { outside: [], ignored: ['integer-as-float'] }, nowhere)).toEqual([])
  })

  it('is a size over its limit', () => {
    const code = 'class a{b(){}c(){}}function d(){}new a\n'
    expect(scriptProblems('dist/a.js', code, { outside: [], limits: { bytes: 39, functions: 3, classes: 1 } }, nowhere)).toEqual([])
    const problems = scriptProblems('dist/a.js', code, { outside: [], limits: { bytes: 38, functions: 2, classes: 0 } }, nowhere)
    expect(problems.map(problem => problem.split('\n')[0])).toEqual([
      'dist/a.js: 39 bytes, and build/bundle-limits.json allows 38.',
      'dist/a.js: 3 functions, and build/bundle-limits.json allows 2.',
      'dist/a.js: 1 classes, and build/bundle-limits.json allows 0.'
    ])
  })

  it('is a name that a script in the same global scope has too', () => {
    const problems = scriptProblems('dist/a.js', 'let a=1;print(a)\n', { outside: [], others: [{ file: 'dist/b.js', code: 'print(1);class a{}\n' }] }, nowhere)
    expect(problems.map(problem => problem.split('\n')[0])).toEqual(['dist/b.js and dist/a.js both declare \'a\' at the top level, and run in one global scope.'])
  })

  it('has advice for nothing that no rule says any more', () => {
    const rules = ['syntax-rules', 'scope-rules', 'bundle-check'].map(name => readFileSync(projectPath(`build/check/${name}.mjs`), 'utf8')).join('')
    const texts = Object.keys(ADVICE).filter(key => !rules.includes(`'${key}'`) && !key.startsWith('operator '))
    expect(texts).toEqual([])
  })

  it('has advice of its own for each rule', () => {
    expect(adviceFor({ rule: 'syntax', text: 'spread' })).toBe(ADVICE['spread'])
    expect(adviceFor({ rule: 'regex', text: 'backreference' })).toBe(ADVICE['regex'])
    expect(adviceFor({ rule: 'unheard-of', text: '' })).toMatch(/subset/)
  })
})
