/** `units`: the factors of the quantity suffixes and the way back from numbers to quantities. Binary fractions show: `to_n(1)` is `999999999n`,
 *  for a division cut to an int is what the real engine does. */
import { FloatValue, type Value } from '../../model/value.ts'
import { isInteger, saturatedInteger } from '../../values/arithmetic.ts'
import { declare, type Builtin, type LibraryContext } from '../declare.ts'
import { convertToFloat } from './arguments.ts'
import { defineModule, missingArguments, type Constant, type SystemModule } from './system-module.ts'

const FRACTIONS: readonly (readonly [string, number])[] = [
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
]

const MULTIPLES: readonly (readonly [string, number])[] = [
  ['K', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
]

export function unitsModule(): SystemModule {
  const constants: Constant[] = [
    ...FRACTIONS.map(([name, factor]) => ({ name, value: new FloatValue(factor), type: 'int' })),
    { name: 'k', value: 1000, type: 'int' },
    ...MULTIPLES.map(([name, factor]) => ({ name, value: factor, type: 'int' })),
    { name: 'NumberMultiplier', value: new FloatValue(1), type: 'number_multiplier' },
  ]
  return defineModule('units', [...FRACTIONS.map(toFraction), ...MULTIPLES.map(toMultiple)], constants)
}

function toFraction([suffix, factor]: readonly [string, number]): Builtin {
  return quantity(suffix, (value, context) => saturatedInteger(convertToFloat(context, value) / factor))
}

/** What is not a number counts as 0. */
function toMultiple([suffix, factor]: readonly [string, number]): Builtin {
  return quantity(suffix, (value) => {
    if (isInteger(value)) return saturatedInteger(Number(value) / factor)
    return value instanceof FloatValue ? saturatedInteger(value.value / factor) : 0n
  })
}

function quantity(suffix: string, count: (value: Value, context: LibraryContext) => bigint): Builtin {
  const name = `to_${suffix}`
  return declare(`${name}(num: int|float) -> str`, (context, args) => {
    if (!args.has(0, 'num')) throw missingArguments(name, ['num'])
    return `${count(args.at(0, 'num'), context)}${suffix}`
  })
}
