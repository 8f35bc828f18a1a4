import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { OUTSIDE_NAMES } from '../../build/check/outside-names.mjs'
import { scriptProblems } from '../../build/check/script-problems.mjs'
import { LIMITS } from '../../build/node-script.mjs'
import { projectPath } from '../../cli/project-path.ts'

const SCRIPTS = ['firmware', 'boot', 'boot-code'].map(name => ({ name, file: `dist/${name}.min.js`, code: readFileSync(projectPath(`dist/${name}.min.js`), 'utf8') }))

describe('the scripts in dist/, which are what is flashed', () => {
  for (const script of SCRIPTS) {
    it(`${script.file} passes every check of the build, beside the others in one global scope`, () => {
      const others = SCRIPTS.filter(other => other !== script)
      expect(script.code).not.toBe('')
      expect(scriptProblems(script.file, script.code, { outside: OUTSIDE_NAMES[script.name], limits: LIMITS[script.file], others }, () => undefined)).toEqual([])
    })
  }
})
