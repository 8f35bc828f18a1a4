import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'acorn'
import { base, recursive } from 'acorn-walk'

/**
 * Bytes, functions (methods included) and classes of one script: what the node's memory budget is made of. Functions
 * within functions are not counted: they take memory only while those run.
 */
export function measure(code) {
  let functions = 0
  let classes = 0
  const visitor = {
    ...base,
    Function: () => { functions++ },
    Class: (node, state, go) => {
      classes++
      base.Class(node, state, go)
    }
  }
  recursive(parse(code, { ecmaVersion: 2022 }), undefined, visitor)
  return { bytes: Buffer.byteLength(code), functions, classes }
}

/** The sizes as rows of a Markdown table. */
function table(sizes) {
  const rows = Object.entries(sizes).map(([file, { bytes, functions, classes }]) => `| \`${file}\` | ${bytes} | ${functions} | ${classes} |`)
  return ['| script | bytes | functions | classes |', '|---|---:|---:|---:|', ...rows].join('\n')
}

/**
 * Rollup plugin for the last bundle: measures every file, prints one line of JSON, keeps it in `target`, and puts the
 * table between the two marks of `page`.
 * @param {string[]} files
 * @param {string} target
 * @param {string} page
 */
export function bundleSizes(files, target, page) {
  return {
    name: 'bundle-sizes',
    closeBundle() {
      const sizes = Object.fromEntries(files.map(file => [file, measure(readFileSync(file, 'utf8'))]))
      writeFileSync(target, JSON.stringify(sizes, null, 2) + '\n')
      const text = readFileSync(page, 'utf8')
      writeFileSync(page, text.replace(/(<!-- bundle-sizes -->\n)[^]*(<!-- end -->)/, (_all, start, end) => `${start}${table(sizes)}\n${end}`))
      console.log(JSON.stringify(sizes))
    }
  }
}
