/** The forms of diagnostics, against what the real engine prints. */
import { describe, expect, test } from 'vitest'
import { recordDiagnostics } from '../../../src/cli/print/diagnostic-record.ts'
import { formatArcanist } from '../../../src/cli/print/diagnostics-arcanist.ts'
import { describeDiagnostics } from '../../../src/cli/print/diagnostics-json.ts'
import { formatSarif } from '../../../src/cli/print/diagnostics-sarif.ts'
import { formatShort } from '../../../src/cli/print/diagnostics-short.ts'
import { formatDiagnostics } from '../../../src/cli/print/diagnostics.ts'
import { CASES, fault } from './diagnostic-cases.ts'

const sourcesOf = (source: string) => (path: string) => (path === '/w/m.k' ? source : undefined)
const isTitleOnly = (lines: readonly string[]): boolean => lines.length === 1

describe.each(CASES)('$name', ({ source, diagnostics, pretty, short }) => {
  test('pretty', () => {
    const text = formatDiagnostics(diagnostics, { sources: sourcesOf(source), color: false })
    expect(text).toBe(isTitleOnly(pretty) ? `${pretty.join('\n')}\n` : `${pretty.join('\n')}\n\n`)
  })
  test('short', () => {
    expect(formatShort(recordDiagnostics(diagnostics, sourcesOf(source)))).toBe(`${short.join('\n')}\n`)
  })
})

const SOURCE = 'a = foo\n'
const FAULT = fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [4, 7] })
const records = recordDiagnostics([FAULT], sourcesOf(SOURCE))

test('colours are those of the real engine', () => {
  expect(formatDiagnostics([FAULT], { sources: sourcesOf(SOURCE), color: true })).toContain(
    "\u001b[1;38;5;12m  |\u001b[0m\u001b[1;38;5;9m     ^\u001b[0m \u001b[1;38;5;9mname 'foo' is not defined\u001b[0m\n",
  )
})

test('a terminal is sent no control characters of the program', () => {
  const text = formatDiagnostics([fault('error', 'E2L23', 'CompileError', { text: 'x\u001b[2J', at: [10, 13] })], {
    sources: sourcesOf('a = "\u001b\u202e" + foo\n'),
    color: false,
    safe: true,
  })
  expect(text).toContain('1 | a = "␛\ufffd" + foo\n')
  expect(text).not.toMatch(/[\u001b\u202e]/) // oxlint-disable-line no-control-regex
})

test('arcanist', () => {
  expect(JSON.parse(formatArcanist(records))).toEqual([
    {
      Char: 5,
      Code: 'error[E2L23]',
      Description: "name 'foo' is not defined",
      Line: 1,
      Name: 'CompileError',
      OriginalText: 'a = foo',
      Path: '/w/m.k',
    },
  ])
})

test('sarif', () => {
  expect(JSON.parse(formatSarif(records))).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kcl', rules: [{ id: 'E2L23', name: 'CompileError', shortDescription: { text: 'CompileError' } }] } },
        results: [
          {
            ruleId: 'E2L23',
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: '/w/m.k' },
                  region: { startLine: 1, startColumn: 5, endLine: 1, endColumn: 8 },
                },
              },
            ],
          },
        ],
      },
    ],
  })
})

test('json', () => {
  expect(describeDiagnostics(records)).toEqual({
    version: 1,
    diagnostics: [
      {
        code: 'E2L23',
        severity: 'error',
        title: 'CompileError',
        messages: [
          {
            text: "name 'foo' is not defined",
            file: '/w/m.k',
            start: { line: 1, column: 5, offset: 4 },
            end: { line: 1, column: 8, offset: 7 },
          },
        ],
      },
    ],
  })
})
