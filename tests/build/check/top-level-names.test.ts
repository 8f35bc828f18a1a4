import { describe, expect, it } from 'vitest'
import { sharedNames, topLevelNames } from '../../../build/check/top-level-names.mjs'

const GUARD = '"use strict";const _a=1,_b=()=>_a;function c(){let d=_b();return d}class e{f(){const g=1;return g}}c(new e);\n'

describe('the names of a script\'s top level', () => {
  it('are read from a script in one line: constants, functions and classes, and nothing within them', () => {
    expect(topLevelNames(GUARD)).toEqual(['_a', '_b', 'c', 'e'])
  })

  it('include those that a declaration takes apart', () => {
    expect(topLevelNames('const {a,b:[c]}=d;let e=1,f')).toEqual(['a', 'c', 'e', 'f'])
  })

  for (const shared of ['let c=2;', 'function c(){}', 'class c{}', 'const a=1,c=2;', 'print(1);{let d=1}let[c]=[1];']) {
    it(`are found to be shared by another script in one line: ${shared}`, () => {
      expect(sharedNames([{ file: 'boot', code: GUARD }, { file: 'application', code: shared }])).toEqual([{ name: 'c', files: ['boot', 'application'] }])
    })
  }

  it('are not shared with what another script has within its functions', () => {
    expect(sharedNames([{ file: 'boot', code: GUARD }, { file: 'application', code: 'function a(c){let e=1;return c+e}' }])).toEqual([])
  })
})
