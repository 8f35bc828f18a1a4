// node --import this file: writes the packages that a program loads into the file named by BREVA_IMPORTED, one a line.
import { register } from 'node:module'

const hooks = `
import { appendFileSync } from 'node:fs'
export async function load(url, context, nextLoad) {
  const name = /.*[/]node_modules[/]((?:@[^/]+[/])?[^/]+)[/]/.exec(url)?.[1]
  if (name) appendFileSync(${JSON.stringify(process.env.BREVA_IMPORTED)}, name + '\\n')
  return nextLoad(url, context)
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
