import { readFileSync, writeFileSync } from 'node:fs'

/** `npm run docs:bundle-sizes`: puts what the last build measured between the two marks of docs/benchmarks.md. */

const PAGE = new URL('../docs/benchmarks.md', import.meta.url)
/** @type {Record<string, import('./bundle-sizes.mjs').Sizes>} */
const sizes = JSON.parse(readFileSync(new URL('../dist/bundle-sizes.json', import.meta.url), 'utf8'))

const rows = Object.entries(sizes).map(([file, { bytes, functions, classes }]) => `| \`${file}\` | ${bytes} | ${functions} | ${classes} |`)
const table = ['| script | bytes | functions | classes |', '|---|---:|---:|---:|', ...rows].join('\n')
const text = readFileSync(PAGE, 'utf8')
writeFileSync(PAGE, text.replace(/(<!-- bundle-sizes -->\n)[^]*(<!-- end -->)/, (_all, start, end) => `${start}${table}\n${end}`))
