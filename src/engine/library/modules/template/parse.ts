/** Templates in the language of the Rust crate handlebars 5. Tags of blocks, comments and partials that have a line to themselves take the line with
 *  them; `~` takes all white space on its side. */
import { characterCount } from '../../../text/characters.ts'
import { expected, nested, readCall, readIdentifier, readPartialCall, skipBlanks, take, type TagCursor } from './parse-expression.ts'
import { TemplateSyntaxError, type HelperCall, type Template, type TemplateElement, type TemplatePlace } from './tree.ts'

/** Throws TemplateSyntaxError. */
export function parseTemplate(text: string): Template {
  const parser: Parser = { text, at: 0, depth: 0, trimStart: false, trimLine: false }
  const { elements, end } = readElements(parser, 'top')
  if (end !== undefined) throw expected('identifier, subexpression, leading_tilde_to_omit_whitespace, or path_inline', end.start + 2)
  return elements
}

interface Parser extends TagCursor {
  /** The last tag ended in `~`. */
  trimStart: boolean
  /** The last tag had its line to itself. */
  trimLine: boolean
}

/** The tag that ended a stretch of elements, read as far as its sigil. */
type EndTag =
  | { readonly kind: 'close'; readonly start: number; readonly name: string }
  | { readonly kind: 'else'; readonly start: number; readonly chained: HelperCall | undefined }

interface Stretch {
  readonly elements: Template
  readonly end: EndTag | undefined
}

/** Where elements stand: an `else` belongs into the body of a block only. */
type Position = 'top' | 'body' | 'inverse'

function readElements(parser: Parser, position: Position): Stretch {
  const elements: TemplateElement[] = []
  while (parser.at < parser.text.length) {
    if (!parser.text.startsWith('{{', parser.at)) {
      elements.push({ kind: 'text', text: settleStart(parser, readText(parser)) })
      continue
    }
    parser.trimLine = false
    parser.trimStart = false
    const end = readTag(parser, elements, position)
    if (end !== undefined) return { elements, end }
  }
  return { elements, end: undefined }
}

/** Up to the next tag. `\{{` is text; of several backslashes before a tag one is dropped. */
function readText(parser: Parser): string {
  let text = ''
  while (parser.at < parser.text.length && !parser.text.startsWith('{{', parser.at)) {
    const braces = take(parser, /\\\{\{(?:\{\{)?/y)
    const slashes = braces === undefined ? take(parser, /\\{2,}(?=\{\{)/y) : undefined
    text += braces?.slice(1) ?? slashes?.slice(1) ?? parser.text[parser.at++] ?? ''
  }
  return text
}

function settleStart(parser: Parser, text: string): string {
  const settled = parser.trimStart ? text.trimStart() : parser.trimLine ? text.replace(/^[ \t]*\r?\n/, '') : text
  parser.trimStart = false
  parser.trimLine = false
  return settled
}

function readTag(parser: Parser, elements: TemplateElement[], position: Position): EndTag | undefined {
  const start = parser.at
  const comment = take(parser, /\{\{!--[\s\S]*?--\}\}/y) ?? take(parser, /\{\{![\s\S]*?\}\}/y)
  if (comment !== undefined) {
    settleLine(parser, elements, start)
    return undefined
  }
  if (take(parser, /\{\{\{\{/y) !== undefined) {
    readRawBlock(parser, elements, start)
    return undefined
  }
  const triple = take(parser, /\{\{\{/y) !== undefined
  if (!triple) parser.at += 2
  if (take(parser, /~/y) !== undefined) trimEnd(elements)
  if (triple || take(parser, /\{/y) !== undefined) {
    readExpression(parser, elements, start, triple ? '}}}' : '}')
    return undefined
  }
  skipBlanks(parser)
  const sigil = take(parser, /#>|#\*|[#/>*&]|\^|else/y)
  if (sigil === '/') return readEndTag(parser, elements, start, position)
  if (sigil === '^' || sigil === 'else') return readElseTag(parser, elements, start, position)
  readOpeningTag(parser, elements, start, sigil)
  return undefined
}

function readOpeningTag(parser: Parser, elements: TemplateElement[], start: number, sigil: string | undefined): void {
  switch (sigil) {
    case '#':
    case '#*':
      readBlock(parser, elements, start, sigil === '#*')
      return
    case '#>':
    case '>':
      readPartial(parser, elements, start, sigil === '#>')
      return
    case '*': {
      const call = readCall(parser, 'identifier')
      closeTag(parser)
      elements.push({ kind: 'decorator', call, body: undefined, place: placeOf(parser.text, start) })
      return
    }
    default: {
      const call = readCall(parser)
      closeTag(parser)
      elements.push({ kind: 'expression', call, escaped: sigil !== '&', place: placeOf(parser.text, start) })
    }
  }
}

/** `{{{a}}}`, `{{~{a}~}}` */
function readExpression(parser: Parser, elements: TemplateElement[], start: number, close: '}}}' | '}'): void {
  take(parser, /~/y)
  const call = readCall(parser)
  skipBlanks(parser)
  const trims = take(parser, /~/y) !== undefined
  if (!parser.text.startsWith(close, parser.at)) {
    throw expected('trailing_tilde_to_omit_whitespace', parser.at + (parser.text[parser.at] === '}' ? 1 : 0))
  }
  parser.at += close.length
  if (close === '}') closeTag(parser)
  else parser.trimStart = trims
  elements.push({ kind: 'expression', call, escaped: false, place: placeOf(parser.text, start) })
}

/** `}}`, perhaps with a `~` before it. */
function closeTag(parser: Parser): void {
  skipBlanks(parser)
  const trims = take(parser, /~/y) !== undefined
  if (take(parser, /\}\}/y) === undefined) throw expected('identifier, helper_parameter, or trailing_tilde_to_omit_whitespace', parser.at)
  parser.trimStart = trims
}

function readEndTag(parser: Parser, elements: TemplateElement[], start: number, position: Position): EndTag {
  if (position === 'top') throw expected('identifier, subexpression, leading_tilde_to_omit_whitespace, or path_inline', start + 2)
  const { target } = readPartialCall(parser)
  closeTag(parser)
  settleLine(parser, elements, start)
  return { kind: 'close', start, name: target.kind === 'literal' ? String(target.value) : '' }
}

function readElseTag(parser: Parser, elements: TemplateElement[], start: number, position: Position): EndTag {
  skipBlanks(parser)
  const isPlain = /^~?\}\}/.test(parser.text.slice(parser.at, parser.at + 3))
  if (position !== 'body' && isPlain) {
    throw new TemplateSyntaxError('InvalidSyntax("unexpected invert_tag_item; expected leading_tilde_to_omit_whitespace")', start + 2)
  }
  const chained = isPlain ? undefined : readCall(parser)
  if (position !== 'body') throw expected('keywords', parser.at)
  closeTag(parser)
  settleLine(parser, elements, start)
  return { kind: 'else', start, chained }
}

function readBlock(parser: Parser, elements: TemplateElement[], start: number, isDecorator: boolean): void {
  const call = readCall(parser, 'identifier')
  closeTag(parser)
  settleLine(parser, elements, start)
  const { body, inverse } = readBody(parser, call.name)
  const place = placeOf(parser.text, start)
  elements.push(isDecorator ? { kind: 'decorator', call, body, place } : { kind: 'block', call, body, inverse, place })
}

/** Behind the opening tag, up to and with the closing one. `{{else if}}` is a block of its own in the inverse. */
function readBody(parser: Parser, name: string): { readonly body: Template; readonly inverse: Template | undefined } {
  const { elements: body, end } = nested(parser, () => readElements(parser, 'body'))
  if (end === undefined) throw unclosed(parser, 'body')
  if (end.kind === 'else') {
    if (end.chained !== undefined) {
      const inner = nested(parser, () => readBody(parser, name))
      const place = placeOf(parser.text, end.start)
      return { body, inverse: [{ kind: 'block', call: end.chained, ...inner, place }] }
    }
    const { elements: inverse, end: last } = nested(parser, () => readElements(parser, 'inverse'))
    if (last === undefined) throw unclosed(parser, 'inverse')
    if (last.kind === 'else') throw expected('helper_block_end', last.start)
    checkName(name, last)
    return { body, inverse }
  }
  checkName(name, end)
  return { body, inverse: undefined }
}

function checkName(name: string, end: Extract<EndTag, { kind: 'close' }>): void {
  if (end.name !== name) throw new TemplateSyntaxError(`MismatchingClosedHelper("${name}", "${end.name}")`, end.start)
}

function unclosed(parser: Parser, position: 'body' | 'inverse'): TemplateSyntaxError {
  const inversion = position === 'body' ? 'invert_tag, invert_chain_tag, ' : ''
  const anything =
    `escape, expression, html_expression, decorator_expression, partial_expression, ${inversion}helper_block_start, helper_block_end, ` +
    'decorator_block_start, partial_block_start, raw_block_start, hbs_comment, or hbs_comment_compact'
  return expected(anything, parser.text.length)
}

/** `{{{{raw}}}} … {{{{/raw}}}}`; the four braces are read. */
function readRawBlock(parser: Parser, elements: TemplateElement[], start: number): void {
  if (take(parser, /~/y) !== undefined) trimEnd(elements)
  const call = readCall(parser, 'identifier')
  skipBlanks(parser)
  const trims = take(parser, /~/y) !== undefined
  if (take(parser, /\}\}\}\}/y) === undefined)
    throw expected('identifier, helper_parameter, or trailing_tilde_to_omit_whitespace', parser.at)
  const end = parser.text.indexOf('{{{{', parser.at)
  if (end < 0) throw expected('escape or raw_block_end', parser.text.length)
  const text = parser.text.slice(parser.at, end)
  parser.at = end + 4
  skipBlanks(parser)
  if (take(parser, /~?\s*\//y) === undefined) throw expected('raw_block_end', end)
  const name = readIdentifier(parser) ?? ''
  if (take(parser, /\s*~?\}\}\}\}/y) === undefined) throw expected('trailing_tilde_to_omit_whitespace', parser.at)
  if (name !== call.name) throw new TemplateSyntaxError(`MismatchingClosedHelper("${call.name}", "${name}")`, end)
  const body: Template = [{ kind: 'text', text: trims ? text.trimStart() : text }]
  elements.push({ kind: 'block', call, body, inverse: undefined, place: placeOf(parser.text, start) })
}

/** A partial alone on its line hands the blanks before it to each of its lines. */
function readPartial(parser: Parser, elements: TemplateElement[], start: number, isBlock: boolean): void {
  const { target: name, params, hash } = readPartialCall(parser)
  closeTag(parser)
  const before = blanksBefore(elements)
  const indent = settleLine(parser, elements, start) && !isBlock ? before : ''
  const written = name.kind === 'literal' ? String(name.value) : ''
  const body = isBlock ? readBody(parser, written).body : undefined
  elements.push({ kind: 'partial', name, params, hash, body, indent, place: placeOf(parser.text, start) })
}

function blanksBefore(elements: readonly TemplateElement[]): string {
  const last = elements.at(-1)
  return last?.kind === 'text' ? (/[ \t]*$/.exec(last.text)?.[0] ?? '') : ''
}

/** If the tag from `start` to here has its line to itself, takes the blanks before it and has the line end behind it taken. The end of the template
 *  is no end of a line. */
function settleLine(parser: Parser, elements: readonly TemplateElement[], start: number): boolean {
  if (!/^[ \t]*\r?\n/.test(parser.text.slice(parser.at))) return false
  const before = parser.text.slice(0, start).replace(/[ \t]*$/, '')
  if (before !== '' && !before.endsWith('\n')) return false
  const last = elements.at(-1)
  if (last?.kind === 'text') last.text = last.text.replace(/[ \t]*$/, '')
  parser.trimLine = true
  return true
}

function trimEnd(elements: readonly TemplateElement[]): void {
  const last = elements.at(-1)
  if (last?.kind === 'text') last.text = last.text.trimEnd()
}

export function placeOf(text: string, at: number): TemplatePlace {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: characterCount(before.slice(before.lastIndexOf('\n') + 1)) + 1 }
}
