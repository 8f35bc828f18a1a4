// node --import this file: the package named by BREVA_WITHOUT is not installed.
import { register } from 'node:module'

const hooks = `
export async function resolve(name, context, nextResolve) {
  const found = await nextResolve(name, context)
  if (name !== ${JSON.stringify(process.env.BREVA_WITHOUT)}) return found
  throw Object.assign(new Error("Cannot find package '" + name + "' imported from " + context.parentURL), { code: 'ERR_MODULE_NOT_FOUND' })
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
