/** Diagnostics of the lexer and parser (frontend F.2, "Syntax"). All of them are E1001. */
import type { Diagnostic } from '../model/diagnostic.ts'

/** A file is not read on behind so many faults: more than anybody prints, and less than a gigabyte of garbage would need memory for. */
export const MOST_FAULTS = 400_000

export function invalidSyntax(path: string, text: string, start: number, end: number): Diagnostic {
  return {
    severity: 'error',
    code: 'E1001',
    title: 'InvalidSyntax',
    messages: [{ text, place: { path, start, end }, note: undefined, suggestions: undefined }],
  }
}

/** `expected one of ["a", "b"] got x` */
export function expectedOneOf(expected: readonly string[], got: string): string {
  return `expected one of [${expected.map((word) => `"${word}"`).join(', ')}] got ${got}`
}

export function unexpectedToken(got: string): string {
  return `unexpected token '${got}'`
}

export function invalidIndentation(blanks: number): string {
  return `invalid indentation with ${blanks} ${blanks === 1 ? 'space' : 'spaces'}, try to align indents by adding or removing spaces`
}

export const INCONSISTENT_INDENTATION = 'inconsistent use of tabs and spaces in indentation'
export const BANG_IS_NOT = "invalid token '!', consider using 'not '"
export const NEEDLESS_SEMICOLON = "the semicolon ';' here is unnecessary, please remove it"
export const BAD_CONTINUATION = 'unexpected character after line continuation character'
export const UNKNOWN_TOKEN = 'unknown start of token'
export const UNTERMINATED_STRING = 'unterminated string'
export const INVALID_STRING = 'invalid string syntax'
export const NESTED_PAREN = 'error nesting on close paren'
export const NESTED_BRACE = 'error nesting on close brace'
export const MISMATCHED_BRACKET = 'mismatched closing delimiter'
export const NO_DIGITS = 'no valid digits found for number'
export const EMPTY_EXPONENT = 'expected at least one digit in exponent'
export const BAD_INTEGER_SUFFIX = 'invalid int binary suffix'
export const BAD_IMPORT_ALIAS = 'Invalid import asname'
export const EXPECTED_IDENTIFIER = 'expected identifier'
export const ELSE_IF = "'else if' here is invalid in KCL, consider using the 'elif' keyword"
export const DUPLICATE_INDEX_SIGNATURE = 'duplicate schema index signature definitions, only one is allowed in the schema'
export const CONSECUTIVE_EXPRESSIONS = 'consecutive exprs found'
export const ONE_EXPRESSION = 'a list should have only one expr'
export const POSITIONAL_AFTER_KEYWORD = 'positional argument follows keyword argument'
export const INVALID_JOINED_STRING = 'invalid joined string'
export const FORMAT_WITHOUT_HASH = 'invalid joined string spec without #'
