/** How progress is shown, and where it is not. */
import { expect, test } from 'vitest'
import type { OutputFlags } from '../../../src/cli/kit/flags.ts'
import { withHost } from '../../../src/cli/print/progress.ts'
import type { ProgressEvent } from '../../../src/host/events.ts'
import { createScriptHost, createScriptTerminal } from '../../support/script.ts'

const EVENTS: readonly ProgressEvent[] = [
  { kind: 'resolving', subject: 'a/b' },
  { kind: 'downloading', subject: 'a/b:1', received: 0, total: 2_500_000 },
  { kind: 'downloading', subject: 'a/b:1', received: 1_250_000, total: 2_500_000 },
  { kind: 'downloaded', subject: 'a/b:1' },
  { kind: 'notice', text: 'a notice' },
  { kind: 'warning', text: 'a warning' },
]

async function show(flags: OutputFlags, isTerminal: boolean): Promise<{ readonly error: string; readonly output: string }> {
  const terminal = { ...createScriptTerminal([]), errorIsTerminal: isTerminal }
  const context = {
    terminal,
    workFolder: '/',
    version: '1.2.3',
    createHost: (report: (event: ProgressEvent) => void) => ({ ...createScriptHost({}), report }),
  }
  await withHost(context, flags, async (host) => EVENTS.forEach((event) => host.report(event)))
  // How often the live line is drawn anew depends on the clock.
  const error = terminal.error.filter((text) => !/^\r\S*down/.test(text)).join('')
  return { error, output: terminal.output.join('') }
}

test.each<[string, OutputFlags, boolean, string]>([
  ['in a log', {}, false, 'resolving a/b\ndownloading a/b:1\na notice\nwarning: a warning\n'],
  ['on a terminal, one live line that is gone at the end', {}, true, '\r\u001b[Kresolving a/b\r\u001b[Ka notice\nwarning: a warning\n'],
  ['with --json, warnings only', { json: true }, false, 'warning: a warning\n'],
  ['with --quiet, nothing', { quiet: true }, true, ''],
])('%s', async (_, flags, isTerminal, expected) => {
  expect(await show(flags, isTerminal)).toEqual({ error: expected, output: '' })
})
