/** Reads and runs one operation on literals, `"abc"[1]`, `len([1])`, `"a".find("b", end=1)`, `1 + 2.0`, straight on the value operations and the
 *  library: no lexer, parser or evaluator takes part. */
import { CallArguments, type LibraryContext } from '../../../src/engine/library/declare.ts'
import { globalFunction } from '../../../src/engine/library/functions/table.ts'
import { stringMethod } from '../../../src/engine/library/string-methods.ts'
import { Dict, FloatValue, integer, UnitValue, type FunctionValue, type Value } from '../../../src/engine/model/value.ts'
import * as arithmetic from '../../../src/engine/values/arithmetic.ts'
import { compareValues, contains } from '../../../src/engine/values/compare.ts'
import { equals } from '../../../src/engine/values/equal.ts'
import { sliceValue } from '../../../src/engine/values/slice.ts'
import { loadAttribute, loadOptionalSubscript, loadSubscript } from '../../../src/engine/values/subscript.ts'

export interface Operation {
  readonly run: (context: LibraryContext) => Value
  /** Start and end of each literal, for programs that hide literals from the type checker. */
  readonly literals: readonly (readonly [start: number, end: number])[]
}

const UNITS: Readonly<Record<string, number>> = {
  n: 1e-9,
  m: 1e-3,
  k: 1000,
  K: 1000,
  M: 1e6,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
}

type Run = (context: LibraryContext) => Value

export function parseOperation(text: string): Operation {
  const literals: [number, number][] = []
  let at = 0

  const blanks = () => {
    while (text[at] === ' ') at++
  }
  const take = (piece: string): boolean => {
    blanks()
    if (!text.startsWith(piece, at)) return false
    at += piece.length
    return true
  }
  const expect = (piece: string) => {
    if (!take(piece)) throw new Error(`${text}: expected ${piece} at ${at}`)
  }

  const binary = (): Run => {
    const left = unary()
    blanks()
    const operator = /^(not in|in|is not|is|\*\*|\/\/|<<|>>|[<>=!]=|[-+*/%&^<>])(?= )/.exec(text.slice(at))?.[0]
    if (operator === undefined) return left
    at += operator.length
    const right = unary()
    return (context) => applyOperator(operator, left(context), right(context), context)
  }
  const unary = (): Run => {
    blanks()
    const operator = /^[-+~] /.exec(text.slice(at))?.[0]
    if (operator === undefined) return postfix()
    at += 2
    const operand = postfix()
    return (context) =>
      operator === '- '
        ? arithmetic.negate(operand(context))
        : operator === '+ '
          ? arithmetic.positive(operand(context))
          : arithmetic.invert(operand(context))
  }
  const postfix = (): Run => {
    const start = at
    const name = /^[a-z_]+(?=\()/.exec(text.slice(at))?.[0]
    let result: Run
    if (name !== undefined) {
      at += name.length
      result = call(() => globalFunction(name), undefined)
    } else {
      const value = literal()
      literals.push([start, at])
      result = () => value
    }
    for (;;) {
      const receiver = result
      if (text[at] === '.') {
        const method = /^\.([a-z_]+)/.exec(text.slice(at))?.[1] ?? ''
        at += method.length + 1
        if (text[at] === '(') result = call(() => stringMethod(method), receiver)
        else result = (context) => loadAttribute(receiver(context), method, () => undefined)
      } else if (text[at] === '[' || text.startsWith('?[', at)) {
        const optional = text[at] === '?'
        at += optional ? 2 : 1
        result = subscript(receiver, optional)
      } else {
        return result
      }
    }
  }
  const subscript = (receiver: Run, optional: boolean): Run => {
    const parts: (Run | undefined)[] = [undefined]
    for (;;) {
      if (take(']')) break
      if (take(':')) parts.push(undefined)
      else parts[parts.length - 1] = binary()
    }
    const [first, second, third] = parts
    if (parts.length === 1 && first !== undefined) {
      return (context) => (optional ? loadOptionalSubscript : loadSubscript)(receiver(context), first(context))
    }
    return (context) => sliceValue(receiver(context), first?.(context) ?? null, second?.(context) ?? null, third?.(context) ?? null)
  }
  const call = (find: () => ReturnType<typeof globalFunction>, receiver: Run | undefined): Run => {
    expect('(')
    const positional: Run[] = []
    const keywords: [string, Run][] = []
    while (!take(')')) {
      blanks()
      const keyword = /^([a-z_]+)=/.exec(text.slice(at))?.[1]
      if (keyword !== undefined) {
        at += keyword.length + 1
        keywords.push([keyword, binary()])
      } else {
        positional.push(binary())
      }
      take(',')
    }
    return (context) => {
      const builtin = find()
      if (builtin === undefined) throw new Error(`${text}: no such function`)
      const args = [...(receiver === undefined ? [] : [receiver(context)]), ...positional.map((run) => run(context))]
      const named = keywords.length === 0 ? undefined : new Map(keywords.map(([name, run]) => [name, run(context)]))
      return builtin.call(context, new CallArguments(args, named))
    }
  }
  const literal = (): Value => {
    blanks()
    const rest = text.slice(at)
    const word = /^(None|Undefined|True|False)/.exec(rest)?.[0]
    if (word !== undefined) {
      at += word.length
      return word === 'None' ? null : word === 'Undefined' ? undefined : word === 'True'
    }
    const quoted = /^"(?:[^"\\]|\\.)*"/s.exec(rest)?.[0]
    if (quoted !== undefined) {
      at += quoted.length
      return JSON.parse(quoted.replaceAll("\\'", "'")) as string
    }
    const number = /^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/.exec(rest)?.[0]
    if (number !== undefined) {
      at += number.length
      const suffix = /^[numkKMGTP]i?/.exec(text.slice(at))?.[0]
      if (suffix !== undefined) {
        at += suffix.length
        return new UnitValue(Number(number) * (UNITS[suffix] ?? 1), Number(number), suffix)
      }
      return /[.e]/.test(number) ? new FloatValue(Number(number)) : integer(BigInt(number))
    }
    if (take('[')) {
      const items: Value[] = []
      while (!take(']')) {
        items.push(literal())
        take(',')
      }
      return items
    }
    if (take('{')) {
      const entries = new Map<string, Value>()
      while (!take('}')) {
        const key = literal()
        expect(':')
        entries.set(String(key), literal())
        take(',')
      }
      return new Dict(entries)
    }
    if (take('lambda {}')) return { kind: 'function', name: 'lambda', identity: 0, call: () => null } satisfies FunctionValue
    throw new Error(`${text}: no literal at ${at}`)
  }

  const run = binary()
  blanks()
  if (at !== text.length) throw new Error(`${text}: unread text at ${at}`)
  return { run, literals }
}

function applyOperator(operator: string, left: Value, right: Value, context: LibraryContext): Value {
  switch (operator) {
    case '+':
      return arithmetic.add(left, right, context.options)
    case '-':
      return arithmetic.subtract(left, right, context.options)
    case '*':
      return arithmetic.multiply(left, right, context.options)
    case '/':
      return arithmetic.divide(left, right, context.options)
    case '//':
      return arithmetic.floorDivide(left, right, context.options)
    case '%':
      return arithmetic.modulo(left, right, context.options)
    case '**':
      return arithmetic.power(left, right, context.options)
    case '<<':
      return arithmetic.shiftLeft(left, right, context.options)
    case '>>':
      return arithmetic.shiftRight(left, right, context.options)
    case '&':
      return arithmetic.bitAnd(left, right)
    case '^':
      return arithmetic.bitXor(left, right)
    case '==':
    case 'is':
      return equals(left, right)
    case '!=':
    case 'is not':
      return !equals(left, right)
    case 'in':
      return contains(left, right)
    case 'not in':
      return !contains(left, right)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compareValues(operator, left, right)
    default:
      throw new Error(`no operator ${operator}`)
  }
}
