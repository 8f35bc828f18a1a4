/** `npm run lint:ratchet`: lowers what size-ratchet.json says to what the files have now. It raises nothing and adds nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Linter } from 'eslint'
import tseslint from 'typescript-eslint'
import { loweredSizes } from './lowered-sizes.mjs'
import { sizeMeasure } from './size-ratchet.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')
const LIST = path.join(import.meta.dirname, 'size-ratchet.json')

const linter = new Linter({ cwd: ROOT })

/**
 * @param {string} file
 * @returns {import('./lowered-sizes.mjs').Entry | undefined}
 */
function measured(file) {
  const place = path.join(ROOT, file)
  if (!existsSync(place)) {
    console.error(`${file} is gone: remove its entry by hand, or give it the file's new path`)
    process.exitCode = 1
    return undefined
  }
  /** @type {import('./lowered-sizes.mjs').Entry} */
  let entry = {}
  const measure = sizeMeasure(found => { entry = found })
  /** @type {import('eslint').Linter.Config} */
  const config = { files: ['**/*.{ts,mjs,js}'], languageOptions: { parser: tseslint.parser }, plugins: { breva: { rules: { measure } } }, rules: { 'breva/measure': 'error' } }
  const fatal = linter.verify(readFileSync(place, 'utf8'), [config], { filename: place }).find(message => message.fatal)
  if (fatal) throw new Error(`${file}:${fatal.line}: ${fatal.message}`)
  return entry
}

const list = JSON.parse(readFileSync(LIST, 'utf8'))
writeFileSync(LIST, `${JSON.stringify(loweredSizes(list, measured), null, 2)}\n`)
