/** Preloaded by the build into one run of the command: when it ends, the machine code of every file it ran is written to the folder code/. */
'use strict'
const { mkdirSync, writeFileSync } = require('node:fs')
const { basename, join } = require('node:path')
const vm = require('node:vm')

const scripts = new Map()
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options)
    scripts.set(options.filename, this)
  }
}

process.on('exit', () => {
  const folder = join(process.argv[1], '../code')
  mkdirSync(folder, { recursive: true })
  for (const [filename, script] of scripts) writeFileSync(join(folder, `${basename(filename)}.bin`), script.createCachedData())
})
