/** Diagnostics and what the real engine (0.13.2) prints for them. The texts were recorded from it, with `/w` for the folder. */
import type { Diagnostic, Severity } from '../../../src/engine/model/diagnostic.ts'

export interface Case {
  readonly name: string
  /** Of `/w/m.k`. */
  readonly source: string
  readonly diagnostics: readonly Diagnostic[]
  /** Lines; an empty one follows. */
  readonly pretty: readonly string[]
  readonly short: readonly string[]
}

interface FaultMessage {
  readonly text: string
  readonly at?: readonly [number, number]
  readonly lineOnly?: true
  readonly note?: string
  readonly suggestions?: readonly string[]
}

export function fault(severity: Severity, code: string, title: string, ...messages: readonly FaultMessage[]): Diagnostic {
  return {
    severity,
    code,
    title,
    messages: messages.map(({ text, at, lineOnly, note, suggestions }) => ({
      text,
      place: at === undefined ? undefined : { path: '/w/m.k', start: at[0], end: at[1], ...(lineOnly === undefined ? {} : { lineOnly }) },
      note,
      suggestions,
    })),
  }
}

export const CASES: readonly Case[] = [
  {
    name: 'a known column',
    source: 'a = 1 + foo\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [8, 11] })],
    pretty: ['error[E2L23]: CompileError', ' --> /w/m.k:1:9', '  |', '1 | a = 1 + foo', "  |         ^ name 'foo' is not defined", '  |'],
    short: ["/w/m.k:1:9 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'a parser fault at the start of a line has no column',
    source: '-x\n',
    diagnostics: [
      fault('error', 'E1001', 'InvalidSyntax', { text: "unexpected token '-'", at: [0, 1] }),
      fault('error', 'E2L23', 'CompileError', { text: "name 'x' is not defined", at: [1, 2] }),
    ],
    pretty: [
      'error[E1001]: InvalidSyntax',
      ' --> /w/m.k:1:1',
      '  |',
      '1 | -x',
      "  |  unexpected token '-'",
      '  |',
      '',
      'error[E2L23]: CompileError',
      ' --> /w/m.k:1:2',
      '  |',
      '1 | -x',
      "  |  ^ name 'x' is not defined",
      '  |',
    ],
    short: [
      "/w/m.k:1:1 - error[E1001]: InvalidSyntax - unexpected token '-'",
      "/w/m.k:1:2 - error[E2L23]: CompileError - name 'x' is not defined",
    ],
  },
  {
    name: 'two messages, the second with a note',
    source: 'port = 80\nport = 81\n',
    diagnostics: [
      fault(
        'error',
        'E1001',
        'ImmutableError',
        { text: "Can not change the value of 'port', because it was declared immutable", at: [10, 14] },
        { text: "The variable 'port' is declared here", at: [0, 4], note: "change the variable name to '_port' to make it mutable" },
      ),
    ],
    pretty: [
      'error[E1001]: ImmutableError',
      ' --> /w/m.k:2:1',
      '  |',
      '2 | port = 81',
      "  | ^ Can not change the value of 'port', because it was declared immutable",
      '  |',
      '',
      ' --> /w/m.k:1:1',
      '  |',
      '1 | port = 80',
      "  | ^ The variable 'port' is declared here",
      '  |',
      "note: change the variable name to '_port' to make it mutable",
    ],
    short: [
      "/w/m.k:2:1 - error[E1001]: ImmutableError - Can not change the value of 'port', because it was declared immutable; related: The variable 'port' is declared here",
    ],
  },
  {
    name: 'a tab takes no room',
    source: 'x = [\n\tfoo\n]\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [7, 10] })],
    pretty: ['error[E2L23]: CompileError', ' --> /w/m.k:2:2', '  |', '2 | \tfoo', "  | ^ name 'foo' is not defined", '  |'],
    short: ["/w/m.k:2:2 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'a tab before a fault of the parser is a column',
    source: 'a = 1\n\tb = 2\n',
    diagnostics: [
      fault('error', 'E1001', 'InvalidSyntax', { text: "unexpected token 'indent'", at: [7, 7] }),
      fault('error', 'E1001', 'InvalidSyntax', { text: "unexpected token 'dedent'", at: [13, 13] }),
    ],
    pretty: [
      'error[E1001]: InvalidSyntax',
      ' --> /w/m.k:2:2',
      '  |',
      '2 | \tb = 2',
      "  | ^ unexpected token 'indent'",
      '  |',
      '',
      'error[E1001]: InvalidSyntax',
      ' --> /w/m.k:2:6',
      '  |',
      '2 | \tb = 2',
      "  |     ^ unexpected token 'dedent'",
      '  |',
    ],
    short: [
      "/w/m.k:2:2 - error[E1001]: InvalidSyntax - unexpected token 'indent'",
      "/w/m.k:2:8 - error[E1001]: InvalidSyntax - unexpected token 'dedent'",
    ],
  },
  {
    name: 'a marked tab has no caret',
    source: 'x: int\n\t\n',
    diagnostics: [fault('error', 'E1001', 'InvalidSyntax', { text: 'expected one of ["="] got eof', at: [9, 9] })],
    pretty: ['error[E1001]: InvalidSyntax', ' --> /w/m.k:2:1', '  |', '2 | \t', '  |  expected one of ["="] got eof', '  |'],
    short: ['/w/m.k:2:3 - error[E1001]: InvalidSyntax - expected one of ["="] got eof'],
  },
  {
    name: 'wide characters take two columns',
    source: 'x = "中" + 文\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name '文' is not defined", at: [10, 11] })],
    pretty: [
      'error[E2L23]: CompileError',
      ' --> /w/m.k:1:11',
      '  |',
      '1 | x = "中" + 文',
      "  |            ^^ name '文' is not defined",
      '  |',
    ],
    short: ["/w/m.k:1:11 - error[E2L23]: CompileError - name '文' is not defined"],
  },
  {
    name: 'combining characters take none',
    source: 'x = "e\u0301" + foo\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [11, 14] })],
    pretty: [
      'error[E2L23]: CompileError',
      ' --> /w/m.k:1:12',
      '  |',
      '1 | x = "e\u0301" + foo',
      "  |           ^ name 'foo' is not defined",
      '  |',
    ],
    short: ["/w/m.k:1:12 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'columns are counted in characters, not in UTF-16 units',
    source: 'x = "\u{1f600}\u{1f468}\u200d\u{1f469}" + foo\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [16, 19] })],
    pretty: [
      'error[E2L23]: CompileError',
      ' --> /w/m.k:1:14',
      '  |',
      '1 | x = "\u{1f600}\u{1f468}\u200d\u{1f469}" + foo',
      "  |                ^ name 'foo' is not defined",
      '  |',
    ],
    short: ["/w/m.k:1:14 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'a control character takes no room',
    source: 'x = "a\x07\x7f" + foo\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [12, 15] })],
    pretty: [
      'error[E2L23]: CompileError',
      ' --> /w/m.k:1:13',
      '  |',
      '1 | x = "a\x07\x7f" + foo',
      "  |           ^ name 'foo' is not defined",
      '  |',
    ],
    short: ["/w/m.k:1:13 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'a marked control character has no caret',
    source: 'a = 1 + 2\x07\n',
    diagnostics: [fault('error', 'E1001', 'InvalidSyntax', { text: 'unknown start of token', at: [9, 10] })],
    pretty: ['error[E1001]: InvalidSyntax', ' --> /w/m.k:1:10', '  |', '1 | a = 1 + 2\x07', '  |           unknown start of token', '  |'],
    short: ['/w/m.k:1:10 - error[E1001]: InvalidSyntax - unknown start of token'],
  },
  {
    name: 'a lone CR is a character of its line',
    source: 'x = 1\ry = foo\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [10, 13] })],
    pretty: [
      'error[E2L23]: CompileError',
      ' --> /w/m.k:1:11',
      '  |',
      '1 | x = 1\ry = foo',
      "  |          ^ name 'foo' is not defined",
      '  |',
    ],
    short: ["/w/m.k:1:11 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'the end of the text is on its last line',
    source: 'x: int\n',
    diagnostics: [fault('error', 'E1001', 'InvalidSyntax', { text: 'expected one of ["="] got eof', at: [7, 7] })],
    pretty: ['error[E1001]: InvalidSyntax', ' --> /w/m.k:1:6', '  |', '1 | x: int', '  |      ^ expected one of ["="] got eof', '  |'],
    short: ['/w/m.k:1:8 - error[E1001]: InvalidSyntax - expected one of ["="] got eof'],
  },
  {
    name: 'the end of a text without a last line end',
    source: 'x: int',
    diagnostics: [fault('error', 'E1001', 'InvalidSyntax', { text: 'expected one of ["="] got eof', at: [6, 6] })],
    pretty: ['error[E1001]: InvalidSyntax', ' --> /w/m.k:1:6', '  |', '1 | x: int', '  |      ^ expected one of ["="] got eof', '  |'],
    short: ['/w/m.k:1:7 - error[E1001]: InvalidSyntax - expected one of ["="] got eof'],
  },
  {
    name: 'the end of a text after an empty line',
    source: 'x: int\n\n',
    diagnostics: [fault('error', 'E1001', 'InvalidSyntax', { text: 'expected one of ["="] got eof', at: [8, 8] })],
    pretty: ['error[E1001]: InvalidSyntax', '--> /w/m.k:1:1', ' |', ' |'],
    short: ['/w/m.k:2:2 - error[E1001]: InvalidSyntax - expected one of ["="] got eof'],
  },
  {
    name: 'past the end of a line its last character is marked',
    source: 'a = 1 +\nb = 2\n',
    diagnostics: [
      fault('error', 'E1001', 'InvalidSyntax', {
        text: 'expected one of ["identifier", "literal", "(", "[", "{"] got newline',
        at: [7, 8],
      }),
    ],
    pretty: [
      'error[E1001]: InvalidSyntax',
      ' --> /w/m.k:1:7',
      '  |',
      '1 | a = 1 +',
      '  |       ^ expected one of ["identifier", "literal", "(", "[", "{"] got newline',
      '  |',
    ],
    short: ['/w/m.k:1:8 - error[E1001]: InvalidSyntax - expected one of ["identifier", "literal", "(", "[", "{"] got newline'],
  },
  {
    name: 'a line number of two digits widens the margin',
    source: 'a0 = 0\na1 = 1\na2 = 2\na3 = 3\na4 = 4\na5 = 5\na6 = 6\na7 = 7\na8 = 8\nb = foo\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'foo' is not defined", at: [67, 70] })],
    pretty: ['error[E2L23]: CompileError', '  --> /w/m.k:10:5', '   |', '10 | b = foo', "   |     ^ name 'foo' is not defined", '   |'],
    short: ["/w/m.k:10:5 - error[E2L23]: CompileError - name 'foo' is not defined"],
  },
  {
    name: 'only the line is known',
    source: 'a = 1\nb = int("x")\n',
    diagnostics: [
      fault('error', 'E3M38', 'EvaluationError', {
        text: 'called `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }',
        at: [10, 18],
        lineOnly: true,
      }),
    ],
    pretty: [
      'error[E3M38]: EvaluationError',
      ' --> /w/m.k:2:1',
      '  |',
      '2 | b = int("x")',
      '  |  called `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }',
      '  |',
    ],
    short: [
      '/w/m.k:2:1 - error[E3M38]: EvaluationError - called `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }',
    ],
  },
  {
    name: 'a failed check, and the instance it failed for',
    source: 'schema X:\n    a: int\n    check:\n        a > 3, "too small"\nx = X {a = option("n") or 1}\n',
    diagnostics: [
      fault(
        'error',
        'E3M38',
        'EvaluationError',
        { text: 'Instance check failed', at: [63, 87] },
        { text: 'Check failed on the condition: too small', at: [40, 45], lineOnly: true },
      ),
    ],
    pretty: [
      'error[E3M38]: EvaluationError',
      ' --> /w/m.k:5:5',
      '  |',
      '5 | x = X {a = option("n") or 1}',
      '  |     ^ Instance check failed',
      '  |',
      '',
      ' --> /w/m.k:4:1',
      '  |',
      '4 |         a > 3, "too small"',
      '  |  Check failed on the condition: too small',
      '  |',
    ],
    short: ['/w/m.k:5:5 - error[E3M38]: EvaluationError - Instance check failed; related: Check failed on the condition: too small'],
  },
  {
    name: 'a message of two lines',
    source: 'assert False, "one\\ntwo"\n',
    diagnostics: [fault('error', 'E3M38', 'EvaluationError', { text: 'one\ntwo', at: [7, 12], lineOnly: true })],
    pretty: ['error[E3M38]: EvaluationError', ' --> /w/m.k:1:1', '  |', '1 | assert False, "one\\ntwo"', '  |  one', 'two', '  |'],
    short: ['/w/m.k:1:1 - error[E3M38]: EvaluationError - one', 'two'],
  },
  {
    name: 'an empty message',
    source: 'assert False\n',
    diagnostics: [fault('error', 'E3M38', 'EvaluationError', { text: '', at: [7, 12], lineOnly: true })],
    pretty: ['error[E3M38]: EvaluationError', ' --> /w/m.k:1:1', '  |', '1 | assert False', '  | ', '  |'],
    short: ['/w/m.k:1:1 - error[E3M38]: EvaluationError - '],
  },
  {
    name: 'a backtrace',
    source: 'assert False, "no"\n',
    diagnostics: [
      fault('error', 'E3M38', 'EvaluationError', {
        text: 'no',
        at: [7, 12],
        lineOnly: true,
        note: 'backtrace:\n\t0: kcl_main\n\t\tat /w/m.k:1',
      }),
    ],
    pretty: [
      'error[E3M38]: EvaluationError',
      ' --> /w/m.k:1:1',
      '  |',
      '1 | assert False, "no"',
      '  |  no',
      '  |',
      'note: backtrace:',
      '\t0: kcl_main',
      '\t\tat /w/m.k:1',
    ],
    short: ['/w/m.k:1:1 - error[E3M38]: EvaluationError - no; note: backtrace:', '\t0: kcl_main', '\t\tat /w/m.k:1'],
  },
  {
    name: 'suggestions',
    source: 'import tools.net\n',
    diagnostics: [
      fault('error', 'E2F04', 'CannotFindModule', { text: 'Cannot find the module tools.net from /w/tools/net', at: [0, 16] }),
      fault('suggestion', '', "try 'kcl mod add tools' to download the missing package"),
      fault('suggestion', '', "browse more packages at 'https://artifacthub.io'"),
    ],
    pretty: [
      'error[E2F04]: CannotFindModule',
      ' --> /w/m.k:1:1',
      '  |',
      '1 | import tools.net',
      '  | ^ Cannot find the module tools.net from /w/tools/net',
      '  |',
      '',
      "suggestion: try 'kcl mod add tools' to download the missing package",
      '',
      "suggestion: browse more packages at 'https://artifacthub.io'",
    ],
    short: [
      '/w/m.k:1:1 - error[E2F04]: CannotFindModule - Cannot find the module tools.net from /w/tools/net',
      "suggestions[Suggestions]: Suggestion - try 'kcl mod add tools' to download the missing package",
      "suggestions[Suggestions]: Suggestion - browse more packages at 'https://artifacthub.io'",
    ],
  },
  {
    name: 'a load error in place of the title',
    source: 'import kcl_plugin.hello\n',
    diagnostics: [
      {
        ...fault('error', 'E3M38', ''),
        causes: [
          fault('error', 'E2F04', 'CannotFindModule', {
            text: 'the plugin package `kcl_plugin.hello` is not found, please confirm if plugin mode is enabled',
            at: [0, 23],
          }),
        ],
      },
    ],
    pretty: [
      'error[E3M38]: error[E2F04]: CannotFindModule',
      ' --> /w/m.k:1:1',
      '  |',
      '1 | import kcl_plugin.hello',
      '  | ^ the plugin package `kcl_plugin.hello` is not found, please confirm if plugin mode is enabled',
      '  |',
    ],
    short: [
      '/w/m.k:1:1 - error[E2F04]: CannotFindModule - the plugin package `kcl_plugin.hello` is not found, please confirm if plugin mode is enabled',
    ],
  },
  {
    name: 'a fault of what -O appended has no place',
    source: 'a = 1\n',
    diagnostics: [fault('error', 'E2L23', 'CompileError', { text: "name 'hello' is not defined", at: [-1, -1] })],
    pretty: ['error[E2L23]: CompileError', "name 'hello' is not defined"],
    short: ["error[E2L23]: CompileError - name 'hello' is not defined"],
  },
  {
    name: 'a "did you mean"',
    source: 'schema X:\n    alpha: int = 1\nx = X {alphb = 2}\n',
    diagnostics: [
      fault('error', 'E2L23', 'CompileError', {
        text: "Cannot add member 'alphb' to schema 'X', did you mean '[\"alpha\"]'?",
        at: [36, 41],
        suggestions: ['alpha'],
      }),
    ],
    pretty: [
      'error[E2L23]: CompileError',
      ' --> /w/m.k:3:8',
      '  |',
      '3 | x = X {alphb = 2}',
      "  |        ^ Cannot add member 'alphb' to schema 'X', did you mean '[\"alpha\"]'?",
      '  |',
    ],
    short: [
      "/w/m.k:3:8 - error[E2L23]: CompileError - Cannot add member 'alphb' to schema 'X', did you mean '[\"alpha\"]'?; replacement: alpha",
    ],
  },
]
