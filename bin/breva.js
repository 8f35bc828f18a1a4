#!/usr/bin/env node
import { existsSync } from 'node:fs'

const program = new URL('../dist/node/cli/cli.js', import.meta.url)

if (existsSync(program)) {
  await import(program.href)
} else {
  process.stderr.write('breva: the program has not been built yet (dist/node is missing). Run "npm install" (or "npm run build") in the project folder first.\n')
  process.exitCode = 1
}
