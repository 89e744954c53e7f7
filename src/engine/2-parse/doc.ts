/** Documentation strings: a long string that opens a module, schema or rule. */
import { dedent } from '../1-lex/string.ts'
import * as Kind from '../1-lex/token-kind.ts'
import { stringOf } from '../1-lex/tokens.ts'
import type { StringLiteral } from '../model/ast.ts'
import type { Cursor } from './cursor.ts'
import { parseString } from './interpolation.ts'

/** The documentation at the cursor, if any. An interpolation in it is parsed for its faults and otherwise means nothing. */
export function parseDoc(cursor: Cursor): StringLiteral | undefined {
  if (cursor.kind !== Kind.STRING) return undefined
  const { value, isRaw, isLong } = stringOf(cursor.tokens, cursor.index)
  if (!isLong) return undefined
  const { start } = cursor
  parseString(cursor)
  const doc: StringLiteral = { kind: 'string', start, end: cursor.previousEnd, value: dedent(value), isLong, isRaw }
  cursor.skipNewlines()
  return doc
}
