import tseslint from 'typescript-eslint'
import ts from 'typescript'
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { partialMatch } from '../../../build/lint/partial-match.mjs'

const FILE = 'device.ts'

/** How often the rule refuses this, with `text` a text, `name` a text and `list` a list of them. */
function refused(statement: string): number {
  const code = `interface String { includes(sought: string): boolean; indexOf(sought: string): number; replace(sought: string | RegExp, by: string): string }
interface Array<T> { includes(sought: T): boolean; indexOf(sought: T): number }
interface RegExp { exec: 0 }
declare const text: string, name: string, list: string[]
declare const maybe: string | undefined
const plateaus = ' 400 500 .'
;${statement}
`
  const host = ts.createCompilerHost({})
  const program = ts.createProgram([FILE], { noLib: true, strict: true }, {
    ...host,
    getSourceFile: (file, version) => file === FILE ? ts.createSourceFile(file, code, version, true) : undefined,
    fileExists: file => file === FILE,
    readFile: file => file === FILE ? code : undefined
  })
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { programs: [program] } },
    plugins: { breva: { rules: { 'partial-match': partialMatch } } },
    rules: { 'breva/partial-match': 'error' }
  } as Linter.Config
  const problems = new Linter().verify(code, config, { filename: FILE })
  expect(problems.filter(({ ruleId }) => ruleId !== 'breva/partial-match')).toEqual([])
  return problems.length
}

describe('on the device, a text that is sought in another', () => {
  it.each([
    'text.includes(name)', 'text.indexOf(name) >= 0', `text.indexOf('locate host')`, `text.replace(',b', '')`, `(maybe || '').includes(name)`,
    `(text + ' ').includes(' ' + name + ' ')`, `(text + '.').includes('.' + name)`, '`${text} `.indexOf(name)', `text.includes(name + '.')`
  ])('is refused where its beginning may stand at the end: %s', statement => {
    expect(refused(statement)).toBe(1)
  })

  it.each([
    `text.includes('c')`, `text.indexOf('\\n')`, `(text + '.').includes(name)`, `((maybe || '') + ' .').includes(' ' + name + ' ')`,
    '`${text}.`.indexOf(`,${name},`)', `plateaus.indexOf(' ' + name + ' ')`, 'list.includes(name)', 'list.indexOf(name)', `['a', 'b'].includes(name)`,
    `(text + '\\n').includes(',' + name)`
  ])('is let pass where it cannot: %s', statement => {
    expect(refused(statement)).toBe(0)
  })
})
