import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'acorn'
import { base, recursive } from 'acorn-walk'

/** @typedef {{ bytes: number, functions: number, classes: number }} Sizes */

/**
 * Bytes, functions (methods included) and classes of one script: what the node's memory budget is made of. Functions
 * within functions are not counted: they take memory only while those run.
 * @param {string} code
 * @returns {Sizes}
 */
export function measure(code) {
  let functions = 0
  let classes = 0
  /** @type {import('acorn-walk').RecursiveVisitors<undefined>} */
  const visitor = {
    ...base,
    Function: () => { functions++ },
    Class: (node, state, go) => {
      classes++
      base.Class?.(node, state, go)
    }
  }
  recursive(parse(code, { ecmaVersion: 2022 }), undefined, visitor)
  return { bytes: Buffer.byteLength(code), functions, classes }
}

/**
 * Rollup plugin for the last script: measures every file, prints one line of JSON, and keeps it in `target`.
 * @param {string[]} files
 * @param {string} target
 * @returns {import('rollup').Plugin}
 */
export function bundleSizes(files, target) {
  return {
    name: 'bundle-sizes',
    writeBundle() {
      const sizes = Object.fromEntries(files.map(file => [file, measure(readFileSync(file, 'utf8'))]))
      writeFileSync(target, JSON.stringify(sizes, null, 2) + '\n')
      console.log(JSON.stringify(sizes))
    }
  }
}
