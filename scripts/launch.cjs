#!/usr/bin/env node
/** build/main.js: runs the command with the machine code that the build left beside it, because compiling takes longer than a small program runs. V8 checks
 *  that the code was made by the same V8 with the same flags and compiles anew when it was not; Node 22 then keeps a cache of its own.
 *  The files of the command are CommonJS and find each other by relative paths; this is their `require`, for files of ASCII. */
'use strict'
const { readFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const { Script } = require('node:vm')

const modules = new Map()

function load(filename) {
  const known = modules.get(filename)
  if (known !== undefined) return known.exports
  const module = { exports: {} }
  modules.set(filename, module)
  const source = readFileSync(filename, 'latin1')
  const cachedData = readCode(filename)
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename, cachedData })
  const folder = dirname(filename)
  const requireFrom = (name) => (name.startsWith('.') ? load(join(folder, name)) : require(name))
  script.runInThisContext()(module.exports, requireFrom, module, filename, folder)
  return module.exports
}

function readCode(filename) {
  try {
    return readFileSync(join(__dirname, 'code', `${basename(filename)}.bin`))
  } catch {
    return undefined
  }
}

load(join(__dirname, 'command.js'))
