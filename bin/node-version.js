// Any Node can read this file, however old: no module syntax, no const, no arrow. It says which one is needed, and exports
// whether this is one. `npm start`, `npm run flash` and the build run it first, because an old Node cannot read what follows.
'use strict'

var NEEDED = [20, 19]

var found = /^v(\d+)\.(\d+)/.exec(process.version) || ['', 0, 0]
var major = Number(found[1])
var enough = major > NEEDED[0] || (major === NEEDED[0] && Number(found[2]) >= NEEDED[1])

if (!enough) {
  process.stderr.write('breva: This is Node ' + process.version + ', and Breva needs Node ' + NEEDED.join('.') + ' or later: https://nodejs.org\n')
  process.exitCode = 1
}

module.exports = enough
