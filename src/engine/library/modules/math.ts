/** `math`, with the real engine's peculiarities: positions win over keywords, `log` and `log2` of an int are cut to an int, a base counts only
 *  when it is a float in second position, `log1p` is off by one, and the exponent of `pow` is called `n` at run time. */
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

/** The argument by position, else by keyword. */
function argument(args: Arguments, index: number, name: string): Value {
  return index < args.positional.length ? args.positional[index] : args.keywords?.get(name)
}

/** The argument `x`; whatever is not a number counts as absent. */
function number(args: Arguments, name: string): number | bigint | FloatValue {
  const x = argument(args, 0, 'x')
  if (isInteger(x) || x instanceof FloatValue) return x
  throw new EvaluationFault(`${name}() takes exactly one argument (0 given)`)
}

function floatOf(x: number | bigint | FloatValue): number {
  return x instanceof FloatValue ? x.value : Number(x)
}

function floatFunction(name: string, compute: (x: number) => number): Builtin {
  return declare(`${name}(x: int|float) -> float`, (_, args) => new FloatValue(compute(floatOf(number(args, name)))))
}

function toInteger(x: number | bigint | FloatValue, round: (x: number) => number): number | bigint {
  return x instanceof FloatValue ? integer(saturatedInteger(round(x.value))) : x
}

function isInfinite(args: Arguments): boolean {
  if (typeof argument(args, 0, 'x') === 'boolean') return false
  const x = floatOf(number(args, 'isinf'))
  return x === Infinity || x === -Infinity
}

/** Defined up to 20!, the last one that fits 64 bits. */
function factorial(args: Arguments): Value {
  if (args.positional.length === 0 && args.keywords?.has('x') !== true)
    throw new EvaluationFault('factorial() takes exactly one argument (0 given)')
  const x = argument(args, 0, 'x')
  const count = x instanceof FloatValue ? saturatedInteger(x.value) : isInteger(x) ? BigInt(x) : -1n
  if (count < 0n || (x instanceof FloatValue && Number(count) !== x.value)) {
    throw new EvaluationFault('factorial() only accepts integral values')
  }
  if (count > 20n) throw new EvaluationFault('factorial() result overflow')
  let product = 1n
  for (let factor = 2n; factor <= count; factor++) product *= factor
  return x instanceof FloatValue ? new FloatValue(Number(product)) : integer(product)
}

function greatestCommonDivisor(args: Arguments): Value {
  const a = argument(args, 0, 'a')
  const b = argument(args, 1, 'b')
  if (!isInteger(a) || !isInteger(b)) throw new EvaluationFault(`gcd() takes exactly two arguments (${args.positional.length} given)`)
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
  const base = args.positional[1]
  const result = base instanceof FloatValue ? log(floatOf(x)) / log(base.value) : log(floatOf(x))
  return isInteger(x) ? integer(saturatedInteger(result)) : new FloatValue(result)
}

/** An int to a non-negative int wraps around in 64 bits; only the low 32 bits of the exponent count. */
function raise(args: Arguments): Value {
  const x = argument(args, 0, 'x')
  const n = argument(args, 1, 'n')
  if (!(isInteger(x) || x instanceof FloatValue) || !(isInteger(n) || n instanceof FloatValue)) {
    throw new EvaluationFault('pow() takes exactly one argument (0 given)')
  }
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
