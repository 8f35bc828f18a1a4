import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'acorn'
import { simple } from 'acorn-walk'

/** Bytes, functions (methods included) and classes of one script: what the node's memory budget is made of. */
export function measure(code) {
  let functions = 0
  let classes = 0
  const countFunction = () => { functions++ }
  const countClass = () => { classes++ }
  simple(parse(code, { ecmaVersion: 2022 }), { Function: countFunction, Class: countClass })
  return { bytes: Buffer.byteLength(code), functions, classes }
}

/**
 * Rollup plugin for the last bundle: measures every file, prints one line of JSON and keeps it in `target`.
 * @param {string[]} files
 * @param {string} target
 */
export function bundleSizes(files, target) {
  return {
    name: 'bundle-sizes',
    closeBundle() {
      const sizes = Object.fromEntries(files.map(file => [file, measure(readFileSync(file, 'utf8'))]))
      writeFileSync(target, JSON.stringify(sizes, null, 2) + '\n')
      console.log(JSON.stringify(sizes))
    }
  }
}
