import { readFileSync } from 'node:fs'
import stylistic from '@stylistic/eslint-plugin'
import tseslint from 'typescript-eslint'
import { DEVICE_GLOBALS, DEVICE_NO_AMBIENT, DEVICE_NO_TRY, DEVICE_PROPERTIES, DEVICE_SYNTAX } from './build/lint/device-subset.mjs'
import { existingPaths } from './build/lint/existing-paths.mjs'
import { importDirection } from './build/lint/import-direction.mjs'
import { partialMatch } from './build/lint/partial-match.mjs'
import { sizeRatchet } from './build/lint/size-ratchet.mjs'

/** What is larger than `breva/size-ratchet` allows, by file; `npm run lint:ratchet` lowers it. */
const SIZES = JSON.parse(readFileSync(new URL('./build/lint/size-ratchet.json', import.meta.url), 'utf8'))

/** Folders whose files run, or will run, on the interpreter. */
const DEVICE = ['drivers/**/*.ts', 'firmware/**/*.ts', 'host-sim/wires/**/*.ts', 'host-sim/parts/**/*.ts', 'host-sim/world/**/*.ts', 'host-sim/random.ts', 'contract/*.ts', 'tests/espruino-lane/device/**/*.ts']
/** The files of these that may name Espruino's globals. */
const ADAPTERS = ['firmware/espruino/**/*.ts', 'firmware/main.ts', 'firmware/boot.ts', 'firmware/boot-code.ts', 'tests/espruino-lane/device/**/*.ts']

const TLS = [
  { selector: 'Property[key.name="rejectUnauthorized"][value.value=false], Property[key.value="rejectUnauthorized"][value.value=false]', message: 'TLS is verified on the host, always.' },
  { selector: 'Identifier[name="NODE_TLS_REJECT_UNAUTHORIZED"], Literal[value="NODE_TLS_REJECT_UNAUTHORIZED"]', message: 'TLS is verified on the host, always.' }
]

const TESTS = [
  ...TLS,
  { selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name="only"]', message: 'A test left alone hides the others.' },
  { selector: 'ImportDeclaration[source.value=/timers\\/promises$/]', message: 'Tests do not sleep: wait for the event, or move the virtual clock.' }
]

const STYLE = {
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' }],
  '@stylistic/semi': ['error', 'never'],
  '@stylistic/comma-dangle': ['error', 'never'],
  '@stylistic/eol-last': 'error',
  '@stylistic/no-trailing-spaces': 'error',
  '@stylistic/no-tabs': 'error',
  '@stylistic/no-multiple-empty-lines': ['error', { max: 1, maxBOF: 0, maxEOF: 0 }],
  '@stylistic/object-curly-spacing': ['error', 'always'],
  '@stylistic/keyword-spacing': 'error',
  '@stylistic/space-before-blocks': 'error',
  '@stylistic/space-infix-ops': 'error',
  '@stylistic/arrow-spacing': 'error',
  '@stylistic/arrow-parens': ['error', 'as-needed'],
  '@stylistic/brace-style': ['error', '1tbs', { allowSingleLine: true }],
  '@stylistic/max-len': ['error', { code: 180, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }]
}

const TYPES = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/no-extraneous-class': 'off',
  '@typescript-eslint/no-invalid-void-type': 'off',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/restrict-plus-operands': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
}

const config = tseslint.config(
  { ignores: ['dist/', 'coverage/', 'reports/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,mjs,js}'],
    plugins: { '@stylistic': stylistic, 'breva': { rules: { 'import-direction': importDirection, 'partial-match': partialMatch, 'size-ratchet': sizeRatchet } } },
    rules: {
      ...STYLE,
      'breva/size-ratchet': ['error', SIZES],
      'eqeqeq': ['error', 'always'],
      'no-restricted-syntax': ['error', ...TLS],
      'prefer-const': 'error'
    }
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts', 'vitest.espruino.config.ts', 'vitest.long.config.ts', 'vitest.brokers.config.ts'] }, tsconfigRootDir: import.meta.dirname } },
    rules: { ...TYPES, 'breva/import-direction': 'error' }
  },
  {
    files: ['host-sim/**/*.ts', 'broker/**/*.ts', 'bench/**/*.ts'],
    ignores: ['host-sim/clock/**'],
    rules: {
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Draw from a seeded stream: host-sim/random.ts.' }]
    }
  },
  {
    files: DEVICE,
    rules: {
      'no-restricted-syntax': ['error', ...DEVICE_SYNTAX, DEVICE_NO_TRY, DEVICE_NO_AMBIENT],
      'no-restricted-globals': ['error', ...DEVICE_GLOBALS],
      'no-restricted-properties': ['error', ...DEVICE_PROPERTIES],
      '@typescript-eslint/no-dynamic-delete': 'off',
      'prefer-rest-params': 'off',
      'no-control-regex': 'off'
    }
  },
  {
    files: ['drivers/**/*.ts', 'firmware/**/*.ts', 'contract/*.ts'],
    rules: { 'breva/partial-match': 'error' }
  },
  {
    files: ADAPTERS,
    rules: {
      'no-restricted-syntax': ['error', ...DEVICE_SYNTAX],
      'no-restricted-globals': ['error', ...DEVICE_GLOBALS.filter(({ name }) => !/^(require|process|Date|(set|clear)(Timeout|Interval))$/.test(name))],
      'no-restricted-properties': ['error', ...DEVICE_PROPERTIES.filter(({ object, property }) => object !== 'Math' || property !== 'random')],
      '@typescript-eslint/unified-signatures': 'off'
    }
  },
  {
    // A list of cases may be as long as it likes.
    files: ['tests/**/*.{ts,mjs}'],
    rules: { 'breva/size-ratchet': 'off', 'complexity': ['error', { max: 25, variant: 'modified' }] }
  },
  {
    files: ['tests/**/*.ts'],
    ignores: ['tests/espruino-lane/device/**'],
    rules: {
      'no-restricted-syntax': ['error', ...TESTS],
      'no-restricted-imports': ['error', { paths: [{ name: 'vitest', importNames: ['test'], message: 'A test is a sentence that begins with `it`.' }] }],
      '@typescript-eslint/explicit-module-boundary-types': 'off'
    }
  }
)

existingPaths('eslint.config.mjs', config.filter(({ files }) => files).flatMap(({ files = [], ignores = [] }) => [...files.flat(), ...ignores]))

export default config
