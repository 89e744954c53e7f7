/** The kinds of tokens as numbers, so that a file's tokens fit in typed arrays. Import the file as a namespace: `Kind.COMMA`.
 *  Keywords are names that the lexer has recognised; whether one is special depends on where it stands (frontend A.5). */

export const EOF: number = 0
export const NEWLINE: number = 1
export const INDENT: number = 2
/** Back to an outer level of the indentation stack. */
export const DEDENT: number = 3
/** Fell between two levels; `amounts` holds by how many blanks. */
export const BAD_DEDENT: number = 4
export const INTEGER: number = 5
export const FLOAT: number = 6
export const STRING: number = 7
export const COMMENT: number = 8

export const PLUS: number = 10
export const MINUS: number = 11
export const STAR: number = 12
export const SLASH: number = 13
export const PERCENT: number = 14
export const STAR_STAR: number = 15
export const SLASH_SLASH: number = 16
export const SHIFT_LEFT: number = 17
export const SHIFT_RIGHT: number = 18
export const AMPERSAND: number = 19
export const BAR: number = 20
export const CARET: number = 21
/** A binary operator and `=`, in the same order as the operators. */
export const PLUS_EQUAL: number = 22
export const MINUS_EQUAL: number = 23
export const STAR_EQUAL: number = 24
export const SLASH_EQUAL: number = 25
export const PERCENT_EQUAL: number = 26
export const STAR_STAR_EQUAL: number = 27
export const SLASH_SLASH_EQUAL: number = 28
export const SHIFT_LEFT_EQUAL: number = 29
export const SHIFT_RIGHT_EQUAL: number = 30
export const AMPERSAND_EQUAL: number = 31
export const BAR_EQUAL: number = 32
export const CARET_EQUAL: number = 33

export const EQUAL_EQUAL: number = 34
export const NOT_EQUAL: number = 35
export const LESS: number = 36
export const LESS_EQUAL: number = 37
export const GREATER: number = 38
export const GREATER_EQUAL: number = 39

export const TILDE: number = 40
/** `!`, which acts as `not`. */
export const BANG: number = 41
export const EQUAL: number = 42
export const COLON: number = 43
export const COMMA: number = 44
export const DOT: number = 45
export const ELLIPSIS: number = 46
export const AT: number = 47
export const QUESTION: number = 48
export const ARROW: number = 49
export const DOLLAR: number = 50
export const OPEN_PAREN: number = 51
export const CLOSE_PAREN: number = 52
export const OPEN_BRACKET: number = 53
export const CLOSE_BRACKET: number = 54
export const OPEN_BRACE: number = 55
export const CLOSE_BRACE: number = 56

/** Every kind from here on is a name. */
export const NAME: number = 60
export const AS: number = 61
export const IMPORT: number = 62
export const RULE: number = 63
export const SCHEMA: number = 64
export const MIXIN: number = 65
export const PROTOCOL: number = 66
export const CHECK: number = 67
export const FOR: number = 68
export const ASSERT: number = 69
export const IF: number = 70
export const ELIF: number = 71
export const ELSE: number = 72
export const OR: number = 73
export const AND: number = 74
export const NOT: number = 75
export const IN: number = 76
export const IS: number = 77
export const LAMBDA: number = 78
export const ALL: number = 79
export const ANY: number = 80
export const FILTER: number = 81
export const MAP: number = 82
export const TYPE: number = 83
export const TRUE: number = 84
export const FALSE: number = 85
export const NONE: number = 86
export const UNDEFINED: number = 87

/** How messages spell the kinds whose text is always the same. */
const SPELLINGS: Readonly<Record<number, string>> = {
  [EOF]: 'eof',
  [NEWLINE]: 'newline',
  [INDENT]: 'indent',
  [DEDENT]: 'dedent',
  [BAD_DEDENT]: 'dedent',
  [COMMENT]: 'inline_comment',
  [PLUS]: '+',
  [MINUS]: '-',
  [STAR]: '*',
  [SLASH]: '/',
  [PERCENT]: '%',
  [STAR_STAR]: '**',
  [SLASH_SLASH]: '//',
  [SHIFT_LEFT]: '<<',
  [SHIFT_RIGHT]: '>>',
  [AMPERSAND]: '&',
  [BAR]: '|',
  [CARET]: '^',
  [PLUS_EQUAL]: '+=',
  [MINUS_EQUAL]: '-=',
  [STAR_EQUAL]: '*=',
  [SLASH_EQUAL]: '/=',
  [PERCENT_EQUAL]: '%=',
  [STAR_STAR_EQUAL]: '**=',
  [SLASH_SLASH_EQUAL]: '//=',
  [SHIFT_LEFT_EQUAL]: '<<=',
  [SHIFT_RIGHT_EQUAL]: '>>=',
  [AMPERSAND_EQUAL]: '&=',
  [BAR_EQUAL]: '|=',
  [CARET_EQUAL]: '^=',
  [EQUAL_EQUAL]: '==',
  [NOT_EQUAL]: '!=',
  [LESS]: '<',
  [LESS_EQUAL]: '<=',
  [GREATER]: '>',
  [GREATER_EQUAL]: '>=',
  [TILDE]: '~',
  [BANG]: 'not',
  [EQUAL]: '=',
  [COLON]: ':',
  [COMMA]: ',',
  [DOT]: '.',
  [ELLIPSIS]: '...',
  [AT]: '@',
  [QUESTION]: '?',
  [ARROW]: '->',
  [DOLLAR]: '$',
  [OPEN_PAREN]: '(',
  [CLOSE_PAREN]: ')',
  [OPEN_BRACKET]: '[',
  [CLOSE_BRACKET]: ']',
  [OPEN_BRACE]: '{',
  [CLOSE_BRACE]: '}',
}

/** The fixed spelling of a kind in messages; undefined for numbers and strings, whose text is their own. Names are `identifier`. */
export function spellingOf(kind: number): string | undefined {
  return kind >= NAME ? 'identifier' : SPELLINGS[kind]
}

/** The keyword that the name `text.slice(start, end)` is, or NAME. */
export function keywordAt(text: string, start: number, end: number): number {
  const row = KEYWORDS_BY_FIRST[text.charCodeAt(start)]
  if (row === undefined) return NAME
  for (const keyword of row) {
    if (keyword.text.length === end - start && text.startsWith(keyword.text, start)) return keyword.kind
  }
  return NAME
}

export const LONGEST_KEYWORD: number = 9

const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ['as', AS],
  ['import', IMPORT],
  ['rule', RULE],
  ['schema', SCHEMA],
  ['mixin', MIXIN],
  ['protocol', PROTOCOL],
  ['check', CHECK],
  ['for', FOR],
  ['assert', ASSERT],
  ['if', IF],
  ['elif', ELIF],
  ['else', ELSE],
  ['or', OR],
  ['and', AND],
  ['not', NOT],
  ['in', IN],
  ['is', IS],
  ['lambda', LAMBDA],
  ['all', ALL],
  ['any', ANY],
  ['filter', FILTER],
  ['map', MAP],
  ['type', TYPE],
  ['True', TRUE],
  ['False', FALSE],
  ['None', NONE],
  ['Undefined', UNDEFINED],
])

interface Keyword {
  readonly text: string
  readonly kind: number
}

const KEYWORDS_BY_FIRST: readonly (readonly Keyword[] | undefined)[] = Array.from({ length: 128 }, (_, unit) => {
  const row = [...KEYWORDS].filter(([text]) => text.charCodeAt(0) === unit)
  return row.length === 0 ? undefined : row.map(([text, kind]) => ({ text, kind }))
})
