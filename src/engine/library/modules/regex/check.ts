/** What the Rust crates find fault with after parsing: classes and counts the crate regex refuses, look-behinds without a fixed length, references to
 *  groups that do not exist, and patterns that would grow too big. */
import { assertNever } from '../../../../base/assert-never.ts'
import { PieceFault, translateClass } from './class.ts'
import { quote } from './parse-pieces.ts'
import { PatternFault, sizeOf, type Pattern, type PatternNode } from './tree.ts'

/** Does the pattern need more than the crate regex can do? */
export function isFancy(node: PatternNode): boolean {
  switch (node.kind) {
    case 'look':
    case 'atomic':
    case 'backreference':
      return true
    case 'group':
    case 'repeat':
      return isFancy(node.child)
    case 'concat':
    case 'alternatives':
      return node.items.some(isFancy)
    default:
      return false
  }
}

/** Throws PatternFault. */
export function checkPattern(pattern: Pattern): void {
  checkStructure(pattern.root, { groups: 0 })
  if (isFancy(pattern.root)) checkPieces(pattern.root)
  else checkPlain(pattern.root)
  if (weightOf(pattern.root) > SIZE_LIMIT) throw new PatternFault(`InnerError(CompiledTooBig(${SIZE_LIMIT}))`)
}

/** `seen.groups` counts the groups begun so far. */
function checkStructure(node: PatternNode, seen: { groups: number }): void {
  switch (node.kind) {
    case 'group':
      seen.groups++
      checkStructure(node.child, seen)
      return
    case 'backreference':
      if (node.group > seen.groups) throw new PatternFault('InvalidBackref')
      return
    case 'look': {
      checkStructure(node.child, seen)
      const ways = node.child.kind === 'alternatives' ? node.child.items : [node.child]
      if (node.behind && !ways.every((way) => sizeOf(way).constant)) throw new PatternFault('LookBehindNotConst')
      return
    }
    case 'repeat':
    case 'atomic':
      checkStructure(node.child, seen)
      return
    case 'concat':
    case 'alternatives':
      for (const item of node.items) checkStructure(item, seen)
      return
    default:
  }
}

/** A plain pattern is handed over as a whole, and faults show it as a whole. */
function checkPlain(root: PatternNode): void {
  const written: Writing = { text: '', checks: [] }
  write(root, 0, written)
  for (const check of written.checks) {
    const fault = check.find()
    if (fault !== undefined) throw syntaxFault(written.text, check.at + fault.start, check.at + fault.end, fault.message)
  }
}

/** Of a fancy one only pieces are, each anchored at its beginning. */
function checkPieces(node: PatternNode): void {
  switch (node.kind) {
    case 'delegate': {
      const fault = findPieceFault(node.source)
      const prefix = node.fold ? '^(?i:' : '^'
      if (fault === undefined) return
      throw syntaxFault(
        `${prefix}${node.source}${node.fold ? ')' : ''}`,
        prefix.length + fault.start,
        prefix.length + fault.end,
        fault.message,
      )
    }
    case 'group':
    case 'repeat':
    case 'atomic':
    case 'look':
      checkPieces(node.child)
      return
    case 'concat':
    case 'alternatives':
      for (const item of node.items) checkPieces(item)
      return
    default:
  }
}

interface Fault {
  readonly start: number
  readonly end: number
  readonly message: string
}

interface Writing {
  text: string
  readonly checks: { readonly at: number; readonly find: () => Fault | undefined }[]
}

/** The pattern as fancy_regex writes it for the crate regex. */
function write(node: PatternNode, precedence: number, out: Writing): void {
  const wrapped = (limit: number, open: string, content: () => void) => {
    out.text += precedence > limit ? open : ''
    content()
    out.text += precedence > limit ? ')' : ''
  }
  switch (node.kind) {
    case 'empty':
      return
    case 'any':
      out.text += node.newline ? '(?s:.)' : '.'
      return
    case 'literal':
      out.text += node.fold ? `(?i:${quote(node.text)})` : quote(node.text)
      return
    case 'anchor':
      out.text += { textStart: '^', textEnd: '$', lineStart: '(?m:^)', lineEnd: '(?m:$)' }[node.at]
      return
    case 'delegate':
      out.text += node.fold ? '(?i:' : ''
      out.checks.push({ at: [...out.text].length, find: () => findPieceFault(node.source) })
      out.text += node.fold ? `${node.source})` : node.source
      return
    case 'concat':
      return wrapped(1, '(?:', () => node.items.forEach((item) => write(item, 2, out)))
    case 'alternatives':
      return wrapped(0, '(?:', () =>
        node.items.forEach((item, index) => {
          out.text += index === 0 ? '' : '|'
          write(item, 1, out)
        }),
      )
    case 'group':
      out.text += '('
      write(node.child, 0, out)
      out.text += ')'
      return
    case 'repeat':
      wrapped(2, '(?:', () => {
        write(node.child, 3, out)
        const counts = formatCounts(node.min, node.max)
        out.checks.push({ at: [...out.text].length, find: () => findCountFault(node.min, node.max, counts) })
        out.text += counts + (node.greedy ? '' : '?')
      })
      return
    case 'look':
    case 'atomic':
    case 'backreference':
      throw new Error(`${node.kind} is not plain`)
    default:
      assertNever(node)
  }
}

function formatCounts(min: number, max: number): string {
  if (max === Infinity && min < 2) return min === 0 ? '*' : '+'
  if (min === 0 && max === 1) return '?'
  return min === max ? `{${min}}` : `{${min},${max === Infinity ? '' : max}}`
}

const MAX_COUNT = 2 ** 32 - 1

function findCountFault(min: number, max: number, counts: string): Fault | undefined {
  if (min > MAX_COUNT) return { start: 1, end: 1 + String(min).length, message: 'decimal literal invalid' }
  if (max > MAX_COUNT && max !== Infinity)
    return { start: counts.indexOf(',') + 1, end: counts.length - 1, message: 'decimal literal invalid' }
  if (min <= max) return undefined
  return { start: 0, end: counts.length, message: 'invalid repetition count range, the start must be <= the end' }
}

function findPieceFault(source: string): Fault | undefined {
  if (/^\\[bBAz]$/.test(source)) return undefined
  try {
    translateClass(source)
    return undefined
  } catch (error) {
    if (error instanceof PieceFault) return { start: error.start, end: error.end, message: error.message }
    throw error
  }
}

/** As the crate regex shows a fault, inside fancy_regex's wrapping. */
function syntaxFault(pattern: string, start: number, end: number, message: string): PatternFault {
  const rule = '~'.repeat(79)
  const marks = `${' '.repeat(start)}${'^'.repeat(Math.max(end - start, 1))}`
  return new PatternFault(`InnerError(Syntax(\n${rule}\nregex parse error:\n    ${pattern}\n    ${marks}\nerror: ${message}\n${rule}\n))`)
}

const SIZE_LIMIT = 10 * 2 ** 20

/** Roughly the bytes of the crate's program: big Unicode classes take many instructions. */
function weightOf(node: PatternNode): number {
  switch (node.kind) {
    case 'concat':
    case 'alternatives':
      return node.items.reduce((sum, item) => sum + weightOf(item) + 24, 0)
    case 'group':
    case 'look':
    case 'atomic':
      return weightOf(node.child) + 48
    case 'repeat':
      return (weightOf(node.child) + 8) * Math.max(1, node.min, Number.isFinite(node.max) ? node.max : node.min + 1)
    case 'delegate':
      return /^\\[wW]|\\p\{?L/.test(node.source) ? 20_000 : /^\\[dDsS]|\\p/i.test(node.source) ? 3000 : 80
    default:
      return 32
  }
}
