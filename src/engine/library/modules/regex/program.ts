/** A pattern as instructions for the machine. */
import { assertNever } from '../../../../base/assert-never.ts'
import { isFancy } from './check.ts'
import { assertionOf, escapeForClass, translateClass, WORD, type Assertion } from './class.ts'
import type { Instruction, Machine } from './machine.ts'
import { sizeOf, type Pattern, type PatternNode } from './tree.ts'

export function compileMachine(pattern: Pattern): Machine {
  const linear = !isFancy(pattern.root)
  const build: Build = { instructions: [], slots: pattern.groupCount * 2, linear, tests: new Map() }
  emit(build, pattern.root)
  build.instructions.push({ kind: 'accept' })
  return { instructions: build.instructions, slotCount: build.slots, linear }
}

interface Build {
  readonly instructions: Instruction[]
  slots: number
  readonly linear: boolean
  /** One test for all copies of a class. */
  readonly tests: Map<string, (codePoint: number) => boolean>
}

function emit(build: Build, node: PatternNode): void {
  const { instructions } = build
  switch (node.kind) {
    case 'empty':
      return
    case 'any':
      instructions.push({ kind: 'character', test: node.newline ? () => true : (code) => code !== 10 })
      return
    case 'literal': {
      const code = node.text.codePointAt(0)
      const test = node.fold ? classTest(build, `[${escapeForClass(node.text)}]`, true) : (other: number) => other === code
      instructions.push({ kind: 'character', test })
      return
    }
    case 'anchor':
      instructions.push({ kind: 'assert', holds: ANCHORS[node.at] })
      return
    case 'delegate': {
      const assertion = assertionOf(node)
      if (assertion === undefined) instructions.push({ kind: 'character', test: classTest(build, translateClass(node.source), node.fold) })
      else instructions.push({ kind: 'assert', holds: assertionTest(build, assertion) })
      return
    }
    case 'concat':
      for (const item of node.items) emit(build, item)
      return
    case 'alternatives':
      emitAlternatives(build, node.items)
      return
    case 'group':
      instructions.push({ kind: 'save', slot: node.index * 2 })
      emit(build, node.child)
      instructions.push({ kind: 'save', slot: node.index * 2 + 1 })
      return
    case 'repeat':
      emitRepeat(build, node)
      return
    case 'look':
      if (node.behind && !node.negative && node.child.kind === 'alternatives') {
        emitAlternatives(
          build,
          node.child.items.map((child) => ({ ...node, child })),
        )
      } else if (node.behind && node.child.kind === 'alternatives') {
        for (const child of node.child.items) emit(build, { ...node, child })
      } else emitLook(build, node.child, { back: node.behind ? sizeOf(node.child).min : 0, negative: node.negative, atomic: false })
      return
    case 'atomic':
      emitLook(build, node.child, { back: 0, negative: false, atomic: true })
      return
    case 'backreference':
      instructions.push({ kind: 'backreference', group: node.group })
      return
    default:
      assertNever(node)
  }
}

function emitAlternatives(build: Build, items: readonly PatternNode[]): void {
  const { instructions } = build
  const jumps: { kind: 'jump'; target: number }[] = []
  for (const [index, item] of items.entries()) {
    if (index === items.length - 1) {
      emit(build, item)
      break
    }
    const split = { kind: 'split' as const, first: instructions.length + 1, second: 0 }
    instructions.push(split)
    emit(build, item)
    const jump = { kind: 'jump' as const, target: 0 }
    instructions.push(jump)
    jumps.push(jump)
    split.second = instructions.length
  }
  for (const jump of jumps) jump.target = instructions.length
}

function emitRepeat(build: Build, node: Extract<PatternNode, { kind: 'repeat' }>): void {
  const { instructions } = build
  for (let copy = 0; copy < node.min; copy++) emit(build, node.child)
  const splits: { kind: 'split'; first: number; second: number }[] = []
  if (node.max === Infinity) {
    const start = instructions.length
    splits.push(emitSplit(build))
    const mark = !build.linear && sizeOf(node.child).min === 0 ? build.slots++ : undefined
    if (mark !== undefined) instructions.push({ kind: 'mark', slot: mark })
    emit(build, node.child)
    if (mark !== undefined) instructions.push({ kind: 'progress', slot: mark })
    instructions.push({ kind: 'jump', target: start })
  } else {
    for (let copy = node.min; copy < node.max; copy++) {
      splits.push(emitSplit(build))
      emit(build, node.child)
    }
  }
  for (const split of splits) {
    split.second = instructions.length
    if (!node.greedy) [split.first, split.second] = [split.second, split.first]
  }
}

/** On to the next instruction first; where else is filled in later. */
function emitSplit(build: Build): { kind: 'split'; first: number; second: number } {
  const split = { kind: 'split' as const, first: build.instructions.length + 1, second: 0 }
  build.instructions.push(split)
  return split
}

function emitLook(
  build: Build,
  child: PatternNode,
  how: { readonly back: number; readonly negative: boolean; readonly atomic: boolean },
): void {
  const look = { kind: 'look' as const, ...how, end: 0 }
  build.instructions.push(look)
  emit(build, child)
  build.instructions.push({ kind: 'accept' })
  look.end = build.instructions.length
}

const ANCHORS: Readonly<Record<'textStart' | 'textEnd' | 'lineStart' | 'lineEnd', (text: string, at: number) => boolean>> = {
  textStart: (_, at) => at === 0,
  textEnd: (text, at) => at === text.length,
  lineStart: (text, at) => at === 0 || text[at - 1] === '\n',
  lineEnd: (text, at) => at === text.length || text[at] === '\n',
}

function assertionTest(build: Build, assertion: Assertion): (text: string, at: number) => boolean {
  if (assertion === 'textStart' || assertion === 'textEnd') return ANCHORS[assertion]
  const isWord = classTest(build, WORD, false)
  const wanted = assertion === 'wordBoundary'
  return (text, at) => {
    const before = at > 0 && isWord(text.codePointAt(at - ((text.charCodeAt(at - 1) & 0xfc00) === 0xdc00 && at > 1 ? 2 : 1)) ?? 0)
    const after = at < text.length && isWord(text.codePointAt(at) ?? 0)
    return (before !== after) === wanted
  }
}

/** ASCII is looked up in a table, the rest asked of the host's engine. */
function classTest(build: Build, source: string, fold: boolean): (codePoint: number) => boolean {
  const key = `${fold ? 'i' : ''}${source}`
  const known = build.tests.get(key)
  if (known !== undefined) return known
  const expression = new RegExp(`^${source}$`, fold ? 'vi' : 'v')
  const ascii = Array.from({ length: 128 }, (_, code) => expression.test(String.fromCharCode(code)))
  const test = (code: number) => ascii[code] ?? expression.test(String.fromCodePoint(code))
  build.tests.set(key, test)
  return test
}
