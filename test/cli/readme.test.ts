/** The README names every command and flag there is, and none that is not. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands/table.ts'
import type { Context } from '../../src/cli/kit/context.ts'
import { withOutputFlags } from '../../src/cli/kit/flags.ts'
import { createScriptHost, createScriptTerminal } from '../support/script.ts'

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
const context: Context = { terminal: createScriptTerminal([]), workFolder: '/', version: '1.2.3', createHost: () => createScriptHost({}) }

test('every flag', async () => {
  const declared = new Set(['-h, --help'])
  for (const entry of COMMANDS) {
    const command = withOutputFlags(new Command(entry.name))
    const declare = await entry.load()
    declare(command, context)
    for (const option of command.options) if (!option.hidden) declared.add(option.flags)
  }
  const told = new Set([...readme.matchAll(/^\| `(-[^`]*)` \|/gm)].map((match) => match[1] ?? ''))
  expect([...told].toSorted()).toEqual([...declared].toSorted())
})

test('every command', () => {
  const told = [...readme.matchAll(/^\| `kpm (\w+)/gm)].map((match) => match[1])
  expect(told).toEqual([...COMMANDS.map((entry) => entry.name), 'help'])
})

test('the commands for a fresh machine', () => {
  expect(readme).toContain('npm ci && npm test')
  expect(readme).toContain('npm ci && npm run demo')
})
