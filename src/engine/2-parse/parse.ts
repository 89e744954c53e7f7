/** A file's text → its tree. There is always a tree, however broken the text; the faults are the real engine's, in its order: all of the lexer's,
 *  then the parser's (frontend B). */
import { lex } from '../1-lex/lex.ts'
import * as Kind from '../1-lex/token-kind.ts'
import { isStackOverflow, NESTED_TOO_DEEPLY } from '../faults/stack.ts'
import type { Expression, Module, Statement } from '../model/ast.ts'
import type { Diagnostic, Outcome } from '../model/diagnostic.ts'
import { Cursor, type Grammar } from './cursor.ts'
import { parseDoc } from './doc.ts'
import { parseExpression, parsePrimary, parseSimple } from './expression.ts'
import { parseStatement } from './statement.ts'

const GRAMMAR: Grammar = { expression: parseExpression, simple: parseSimple, primary: parsePrimary, statement: parseStatement }

export interface ParseOptions {
  /** UTF-8 bytes of all files read before this one: the message about a bad digit counts from there. */
  readonly sourceOffset?: number
}

export interface ParseOutcome extends Outcome<Module> {
  /** The host's stack was too small for the nesting of the text: the tree ends there. */
  readonly isHostTooSmall: boolean
}

export function parseModule(path: string, text: string, options: ParseOptions = {}): ParseOutcome {
  const source = normalizeText(text)
  const diagnostics: Diagnostic[] = []
  const tokens = lex(source, diagnostics, { path, sourceOffset: options.sourceOffset ?? 0 })
  const cursor = new Cursor(GRAMMAR, path, tokens, diagnostics)
  const doc = parseDoc(cursor)
  const body: Statement[] = []
  const isHostTooSmall = !parseBody(cursor, body)
  return {
    value: { path, text: source, doc, body, comments: tokens.comments, hasSugar: cursor.hasSugar },
    diagnostics,
    isHostTooSmall,
  }
}

/** The expression that a text begins with; `missing` when it begins with none. Whatever follows, and all faults, are passed over. */
export function parseExpressionPrefix(text: string): Expression {
  const cursor = new Cursor(GRAMMAR, '', lex(normalizeText(text), [], { path: '', sourceOffset: 0 }), [])
  try {
    return parseExpression(cursor)
  } catch (error) {
    if (!isStackOverflow(error)) throw error
    return { kind: 'missing', start: 0, end: 0 }
  }
}

/** The text that offsets in the tree refer to: without byte order mark, lines ended by `\n`. */
export function normalizeText(text: string): string {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  if (text.includes('\r\n')) return text.slice(start).replaceAll('\r\n', '\n')
  return start === 0 ? text : text.slice(start)
}

/** Fills `body`; false when the host's stack ended before the text. */
function parseBody(cursor: Cursor, body: Statement[]): boolean {
  try {
    parseStatements(cursor, body)
    return true
  } catch (error) {
    if (!isStackOverflow(error)) throw error
    cursor.abort(NESTED_TOO_DEEPLY)
    return false
  }
}

function parseStatements(cursor: Cursor, body: Statement[]): void {
  for (;;) {
    cursor.skipNewlines()
    if (cursor.kind === Kind.EOF) return
    const statement = parseStatement(cursor)
    if (statement !== undefined) {
      body.push(statement)
      continue
    }
    cursor.reportUnexpected()
    cursor.advance()
  }
}
