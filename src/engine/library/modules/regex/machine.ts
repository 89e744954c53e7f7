/** The backtracking machine: the meaning of patterns, in the order of preference of Perl and Rust. It runs what the host's engine cannot or should
 *  not run. Without look-arounds, atomic groups and back references it remembers where it has failed and so takes linear time. */
import { EvaluationFault } from '../../../faults/evaluation.ts'
import { byteLength } from '../../../text/characters.ts'
import { PatternFault } from './tree.ts'

export type Instruction =
  | { readonly kind: 'character'; readonly test: (codePoint: number) => boolean }
  | { readonly kind: 'assert'; readonly holds: (text: string, at: number) => boolean }
  /** Tries `first`, then `second`. */
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; target: number }
  | { readonly kind: 'save'; readonly slot: number }
  /** Notes where a pass of a loop begins … */
  | { readonly kind: 'mark'; readonly slot: number }
  /** … and fails when it ends there. */
  | { readonly kind: 'progress'; readonly slot: number }
  | { kind: 'look'; readonly back: number; readonly negative: boolean; readonly atomic: boolean; end: number }
  | { readonly kind: 'backreference'; readonly group: number }
  | { readonly kind: 'accept' }

export interface Machine {
  readonly instructions: readonly Instruction[]
  /** Two per group, then the marks. */
  readonly slotCount: number
  readonly linear: boolean
}

/** Group boundaries in UTF-16 units, -1 when unset. */
export type Slots = number[]

/** Steps after which the real engine gives up on a pattern with look-arounds and the like. */
const BACKTRACK_LIMIT = 1_000_000

/** The first match at or after `from`. Throws PatternFault when a non-linear pattern takes too long. */
export function runMachine(machine: Machine, text: string, from: number): Slots | undefined {
  const run: Run = { machine, text, failed: machine.linear ? new Set() : undefined, backtracks: 0 }
  for (let start = from; start <= text.length; start += width(text, start)) {
    const slots: Slots = Array.from({ length: machine.slotCount }, () => -1)
    slots[0] = start
    const end = execute(run, 0, start, slots)
    if (end >= 0) {
      slots[1] = end
      return slots
    }
  }
  return undefined
}

interface Run {
  readonly machine: Machine
  readonly text: string
  readonly failed: Set<number> | undefined
  backtracks: number
}

/** Runs to `accept` and returns where, or -1. Leaves the slots of the successful way. */
function execute(run: Run, entry: number, start: number, slots: Slots): number {
  const { text } = run
  const { instructions } = run.machine
  const stack: { readonly pc: number; readonly at: number; readonly slots: Slots }[] = []
  let pc = entry
  let at = start
  for (;;) {
    const next = step(run, pc, at, slots)
    if (next === 'accept') return at
    if (next !== undefined && next.alternative !== undefined) stack.push({ pc: next.alternative, at, slots: slots.slice() })
    if (next !== undefined) {
      pc = next.pc
      at = next.at
      const instruction = instructions[pc]
      if (run.failed === undefined || instruction?.kind !== 'split' || claim(run.failed, pc * (text.length + 1) + at)) continue
    }
    const retry = stack.pop()
    if (retry === undefined) return -1
    if (run.failed === undefined && ++run.backtracks > BACKTRACK_LIMIT) throw new PatternFault('BacktrackLimitExceeded')
    pc = retry.pc
    at = retry.at
    for (const [index, value] of retry.slots.entries()) slots[index] = value
  }
}

function claim(seen: Set<number>, key: number): boolean {
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

interface Step {
  readonly pc: number
  readonly at: number
  readonly alternative: number | undefined
}

function step(run: Run, pc: number, at: number, slots: Slots): Step | 'accept' | undefined {
  const { text } = run
  const instruction = run.machine.instructions[pc]
  if (instruction === undefined) return undefined
  switch (instruction.kind) {
    case 'accept':
      return 'accept'
    case 'character': {
      const code = text.codePointAt(at)
      if (code === undefined || !instruction.test(code)) return undefined
      return { pc: pc + 1, at: at + (code > 0xffff ? 2 : 1), alternative: undefined }
    }
    case 'assert':
      return instruction.holds(text, at) ? { pc: pc + 1, at, alternative: undefined } : undefined
    case 'split':
      return { pc: instruction.first, at, alternative: instruction.second }
    case 'jump':
      return { pc: instruction.target, at, alternative: undefined }
    case 'save':
    case 'mark':
      slots[instruction.slot] = at
      return { pc: pc + 1, at, alternative: undefined }
    case 'progress':
      return slots[instruction.slot] === at ? undefined : { pc: pc + 1, at, alternative: undefined }
    case 'backreference': {
      const [open = -1, close = -1] = [slots[instruction.group * 2], slots[instruction.group * 2 + 1]]
      if (open < 0) return undefined
      if (close < 0) throw openGroupFault(text)
      const group = text.slice(open, close)
      return text.startsWith(group, at) ? { pc: pc + 1, at: at + group.length, alternative: undefined } : undefined
    }
    case 'look':
      return look(run, instruction, pc, at, slots)
  }
}

/** The inner pattern stands right behind, up to its own `accept`; only its first way counts. */
function look(
  run: Run,
  { back, negative, atomic, end }: Extract<Instruction, { kind: 'look' }>,
  pc: number,
  at: number,
  slots: Slots,
): Step | undefined {
  let start = at
  for (let steps = 0; steps < back; steps++) {
    if (start === 0) return negative ? { pc: end, at, alternative: undefined } : undefined
    start -= isLowSurrogate(run.text, start - 1) && start > 1 ? 2 : 1
  }
  const inner = slots.slice()
  const found = execute(run, pc + 1, start, inner)
  const matched = found >= 0
  if (matched === negative) return undefined
  if (matched && !negative) for (const [index, value] of inner.entries()) slots[index] = value
  return { pc: end, at: atomic ? found : at, alternative: undefined }
}

/** A group that refers to itself: the real engine reads up to an end that is not yet there. */
function openGroupFault(text: string): EvaluationFault {
  return new EvaluationFault(`end byte index 18446744073709551615 is out of bounds for string of length ${byteLength(text)}`)
}

function width(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00
}
