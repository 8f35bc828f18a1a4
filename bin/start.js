'use strict'

const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const program = join(__dirname, '../dist/node/cli/cli.js')

if (existsSync(program)) {
  import(pathToFileURL(program).href)
} else {
  process.stderr.write('breva: the program has not been built yet (dist/node is missing). Run "npm install" (or "npm run build") in the project folder first.\n')
  process.exitCode = 1
}
