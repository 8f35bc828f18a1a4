#!/usr/bin/env node
// Any Node can read this file, however old.
'use strict'

if (require('./node-version.js')) require('./start.js')
