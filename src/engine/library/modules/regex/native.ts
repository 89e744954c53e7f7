/** A pattern as a JavaScript regular expression, where that is certain to find the same and cannot run away: most patterns of real programs. */
import { assertNever } from '../../../../base/assert-never.ts'
import { assertionOf, escapeForClass, translateClass, WORD } from './class.ts'
import { sizeOf, type PatternNode } from './tree.ts'

/** May the host's engine stand in for the machine? `captures`: groups will be read. */
export function isNativeSafe(root: PatternNode, options: { readonly captures: boolean }): boolean {
  return foldingOf(root) !== 'mixed' && isSafe(root, options.captures, false)
}

/** Within a loop, further loops and whatever else leaves a choice could take exponential time, groups are reset by JavaScript, and an empty pass means
 *  something else. */
function isSafe(node: PatternNode, captures: boolean, inLoop: boolean): boolean {
  switch (node.kind) {
    case 'backreference':
    case 'atomic':
    case 'look':
      return false
    case 'group':
      return !(inLoop && captures) && isSafe(node.child, captures, inLoop)
    case 'alternatives':
      if (inLoop && !areDistinct(node.items)) return false
      return node.items.every((item) => isSafe(item, captures, inLoop))
    case 'concat':
      return node.items.every((item) => isSafe(item, captures, inLoop))
    case 'repeat': {
      const loops = node.max > 1
      if (inLoop && node.min !== node.max) return false
      if (loops && (inLoop || sizeOf(node.child).min === 0 || (Number.isFinite(node.max) && node.max > 1000))) return false
      return isSafe(node.child, captures, inLoop || loops)
    }
    default:
      return true
  }
}

/** Does the first character say which one it is? */
function areDistinct(items: readonly PatternNode[]): boolean {
  const starts = new Set(items.map(firstCharacter))
  return starts.size === items.length && !starts.has(undefined)
}

function firstCharacter(node: PatternNode): string | undefined {
  switch (node.kind) {
    case 'literal':
      return node.fold ? undefined : node.text.charAt(0)
    case 'concat':
      return node.items[0] && firstCharacter(node.items[0])
    case 'group':
      return firstCharacter(node.child)
    default:
      return undefined
  }
}

/** Would trying every way to share `length` characters between the loops take too long? The machine takes linear time. */
export function isTooLong(loops: number, length: number): boolean {
  return (loops + 1) * Math.log10(length + 1) > 10
}

/** Loops without an upper bound. */
export function countLoops(node: PatternNode): number {
  switch (node.kind) {
    case 'group':
    case 'look':
    case 'atomic':
      return countLoops(node.child)
    case 'repeat':
      return countLoops(node.child) + (node.max === Infinity ? 1 : 0)
    case 'concat':
    case 'alternatives':
      return node.items.reduce((sum, item) => sum + countLoops(item), 0)
    default:
      return 0
  }
}

/** Does letter case count: nowhere, everywhere, or here and there? Anchors do not care. */
export function foldingOf(node: PatternNode): 'none' | 'exact' | 'folded' | 'mixed' {
  switch (node.kind) {
    case 'literal':
      return node.fold ? 'folded' : 'exact'
    case 'delegate':
      return node.size === 0 ? 'none' : node.fold ? 'folded' : 'exact'
    case 'concat':
    case 'alternatives':
      return node.items.map(foldingOf).reduce((all, one) => (all === 'none' || all === one ? one : one === 'none' ? all : 'mixed'), 'none')
    case 'group':
    case 'repeat':
    case 'look':
    case 'atomic':
      return foldingOf(node.child)
    default:
      return 'none'
  }
}

/** Compiled with the flags `v`, `g` and, for a folded pattern, `i`. In an ASCII subject the short classes mean the same and are much faster. */
export function toRegExp(root: PatternNode, options: { readonly ascii: boolean }): RegExp {
  return new RegExp(sourceOf(root, options.ascii), foldingOf(root) === 'folded' ? 'vgi' : 'vg')
}

function sourceOf(node: PatternNode, ascii: boolean): string {
  switch (node.kind) {
    case 'empty':
      return '(?:)'
    case 'any':
      // Not `[^]`: with the flag `v`, V8 repeats that at most once.
      return node.newline ? '[\\s\\S]' : '[^\\n]'
    case 'literal':
      return /^[0-9A-Za-z_ ]$/.test(node.text) ? node.text : escapeForClass(node.text)
    case 'anchor':
      return { textStart: '^', textEnd: '$', lineStart: '(?:^|(?<=\\n))', lineEnd: '(?=\\n|$)' }[node.at]
    case 'delegate':
      return delegateSource(node, ascii)
    case 'concat':
      return node.items.map((item) => (item.kind === 'alternatives' ? `(?:${sourceOf(item, ascii)})` : sourceOf(item, ascii))).join('')
    case 'alternatives':
      return node.items.map((item) => sourceOf(item, ascii)).join('|')
    case 'group':
      return `(${sourceOf(node.child, ascii)})`
    case 'repeat':
      return `(?:${sourceOf(node.child, ascii)})${quantifier(node)}`
    case 'look':
    case 'atomic':
    case 'backreference':
      throw new Error(`${node.kind} is not for the native engine`)
    default:
      return assertNever(node)
  }
}

function quantifier(node: { readonly min: number; readonly max: number; readonly greedy: boolean }): string {
  return `{${node.min},${Number.isFinite(node.max) ? node.max : ''}}${node.greedy ? '' : '?'}`
}

function delegateSource(node: Extract<PatternNode, { kind: 'delegate' }>, ascii: boolean): string {
  const assertion = assertionOf(node)
  if (assertion === 'textStart') return '^'
  if (assertion === 'textEnd') return '$'
  if (assertion !== undefined) {
    if (ascii) return node.source
    return assertion === 'wordBoundary'
      ? `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`
      : `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`
  }
  if (ascii && !node.fold && /^\\[dDsSwW]$/.test(node.source)) return node.source
  return translateClass(node.source)
}
