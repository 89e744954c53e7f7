/** `math`, with the real engine's peculiarities: positions win over keywords, but not when they are of a wrong kind, `log` and `log2` of an int
 *  are cut to an int, a base counts only when it is a float and something stands in second position, `log1p` is off by one, and the exponent of `pow` is called `n` at run time. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { FloatValue, integer, type Value } from '../../model/value.ts'
import { isInteger, saturatedInteger } from '../../values/arithmetic.ts'
import { wrapInteger } from '../../values/overflow.ts'
import { declare, type Arguments, type Builtin } from '../declare.ts'
import { defineModule, type SystemModule } from './system-module.ts'
import { exp, log, log10, log2, power, powerOfInteger } from '../../values/elementary.ts'
import { expm1, log1p } from '../../values/elementary-near-zero.ts'

export function mathModule(): SystemModule {
  return defineModule('math', [
    declare('ceil(x: int|float) -> int', (_, args) => toInteger(number(args, 'ceil'), Math.ceil)),
    declare('floor(x: int|float) -> int', (_, args) => toInteger(number(args, 'floor'), Math.floor)),
    declare('factorial(x: int|float) -> int', (_, args) => factorial(args)),
    declare('gcd(a: int, b: int) -> int', (_, args) => greatestCommonDivisor(args)),
    declare('isfinite(x: int|float) -> bool', (_, args) => Number.isFinite(floatOf(number(args, 'isfinite')))),
    declare('isinf(x: int|float) -> bool', (_, args) => isInfinite(args)),
    declare('isnan(x: int|float) -> bool', (_, args) => Number.isNaN(floatOf(number(args, 'isnan')))),
    declare('modf(x: int|float) -> [float]', (_, args) => splitFraction(floatOf(number(args, 'modf')))),
    floatFunction('exp', exp),
    floatFunction('expm1', expm1),
    declare('log(x: int|float, e?: float) -> float', (_, args) => logarithm(args)),
    declare('log1p(x: int|float) -> float', (_, args) => {
      const x = number(args, 'log1p')
      return new FloatValue(log1p(isInteger(x) ? Number(wrapInteger(BigInt(x) + 1n)) : x.value + 1))
    }),
    declare('log2(x: int|float) -> float', (_, args) => {
      const x = number(args, 'log2')
      return isInteger(x) ? integer(saturatedInteger(log2(Number(x)))) : new FloatValue(log2(x.value))
    }),
    floatFunction('log10', log10),
    floatFunction('sqrt', Math.sqrt),
    declare('pow(x: int|float, y: int|float) -> float', (_, args) => raise(args)),
  ])
}

/** The argument by position or, where that is absent or of another kind than wanted, by keyword. */
function argument<T extends Value>(args: Arguments, index: number, name: string, isWanted: (value: Value) => value is T): T | undefined {
  const positional = args.positional[index]
  if (isWanted(positional)) return positional
  const keyword = args.keywords?.get(name)
  return isWanted(keyword) ? keyword : undefined
}

type PlainNumber = number | bigint | FloatValue

function isPlainNumber(value: Value): value is PlainNumber {
  return isInteger(value) || isFloat(value)
}

function isFloat(value: Value): value is FloatValue {
  return value instanceof FloatValue
}

/** The argument `x`; whatever is not a number counts as absent. */
function number(args: Arguments, name: string): PlainNumber {
  const x = argument(args, 0, 'x', isPlainNumber)
  if (x === undefined) throw new EvaluationFault(`${name}() takes exactly one argument (0 given)`)
  return x
}

function floatOf(x: PlainNumber): number {
  return x instanceof FloatValue ? x.value : Number(x)
}

function floatFunction(name: string, compute: (x: number) => number): Builtin {
  return declare(`${name}(x: int|float) -> float`, (_, args) => new FloatValue(compute(floatOf(number(args, name)))))
}

function toInteger(x: PlainNumber, round: (x: number) => number): number | bigint {
  return x instanceof FloatValue ? integer(saturatedInteger(round(x.value))) : x
}

function isInfinite(args: Arguments): boolean {
  if (typeof args.positional[0] === 'boolean') return false
  const x = floatOf(number(args, 'isinf'))
  return x === Infinity || x === -Infinity
}

/** Defined up to 20!, the last one that fits 64 bits. */
function factorial(args: Arguments): Value {
  if (args.positional.length === 0 && args.keywords?.has('x') !== true)
    throw new EvaluationFault('factorial() takes exactly one argument (0 given)')
  const x = argument(args, 0, 'x', isCount)
  if (x === undefined) {
    const isGiven = args.positional.length > 0
    throw new EvaluationFault(isGiven ? 'factorial() only accepts integral values' : 'factorial() takes exactly one argument (0 given)')
  }
  const count = countOf(x)
  if (count > 20n) throw new EvaluationFault('factorial() result overflow')
  let product = 1n
  for (let factor = 2n; factor <= count; factor++) product *= factor
  return x instanceof FloatValue ? new FloatValue(Number(product)) : integer(product)
}

function countOf(x: PlainNumber): bigint {
  return x instanceof FloatValue ? saturatedInteger(x.value) : BigInt(x)
}

function isCount(value: Value): value is PlainNumber {
  if (!isPlainNumber(value)) return false
  const count = countOf(value)
  return count >= 0n && (!isFloat(value) || Number(count) === value.value)
}

function greatestCommonDivisor(args: Arguments): Value {
  const a = argument(args, 0, 'a', isInteger)
  const b = argument(args, 1, 'b', isInteger)
  if (a === undefined || b === undefined) throw new EvaluationFault(`gcd() takes exactly two arguments (${args.positional.length} given)`)
  let larger = magnitude(a)
  let smaller = magnitude(b)
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return wrapInteger(larger)
}

function magnitude(value: number | bigint): bigint {
  const exact = BigInt(value)
  return exact < 0n ? -exact : exact
}

/** Fraction and whole part, both with the sign of `x`. */
function splitFraction(x: number): Value {
  const whole = Math.trunc(x)
  return [new FloatValue(x - whole), new FloatValue(whole)]
}

function logarithm(args: Arguments): Value {
  const x = number(args, 'log')
  const base = args.positional.length > 1 ? argument(args, 1, 'e', isFloat) : undefined
  const result = base === undefined ? log(floatOf(x)) : log(floatOf(x)) / log(base.value)
  return isInteger(x) ? integer(saturatedInteger(result)) : new FloatValue(result)
}

/** An int to a non-negative int wraps around in 64 bits; only the low 32 bits of the exponent count. */
function raise(args: Arguments): Value {
  const x = argument(args, 0, 'x', isPlainNumber)
  const n = argument(args, 1, 'n', isPlainNumber)
  if (x === undefined || n === undefined) throw new EvaluationFault('pow() takes exactly one argument (0 given)')
  if (n instanceof FloatValue) return new FloatValue(power(floatOf(x), n.value))
  if (x instanceof FloatValue) return new FloatValue(powerOfInteger(x.value, Number(BigInt.asIntN(32, BigInt(n)))))
  if (n < 0) return new FloatValue(power(Number(x), Number(n)))
  return wrapInteger(wrappingPower(BigInt(x), BigInt.asUintN(32, BigInt(n))))
}

function wrappingPower(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square)
    square = BigInt.asIntN(64, square * square)
  }
  return result
}
