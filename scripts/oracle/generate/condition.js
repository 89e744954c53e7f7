/** Expressions of `bool`. */
import { indent, operand } from './context.js'
import { randomInteger } from './literal.js'
import { ATOMS } from './type.js'

const TESTS = [
  'startswith("a")',
  'endswith("b")',
  'isalnum()',
  'isalpha()',
  'isdigit()',
  'islower()',
  'isupper()',
  'isspace()',
  'istitle()',
  'startswith("")',
]
const TESTABLE = [...ATOMS, 'none', { list: 'int' }, { dict: 'int' }]

export function booleanExpression(context, scope, of) {
  const { random } = context
  return random.weighted([
    [3, () => `(${operand(of('int'))} ${random.pick(['<', '<=', '>', '>=', '==', '!='])} ${operand(of(random.pick(['int', 'float'])))})`],
    [2, () => `(${operand(of('str'))} ${random.pick(['==', '!=', 'in', 'not in'])} ${operand(of('str'))})`],
    [1, () => `bool(not ${operand(of(random.pick(TESTABLE)))})`],
    [2, () => `bool(${of('bool')} ${random.pick(['and', 'or'])} ${of('bool')})`],
    [1, () => `not ${operand(of('bool'))}`],
    [2, () => `${operand(of('str'))}.${random.pick(TESTS)}`],
    [1, () => `(${operand(of('int'))} ${random.pick(['in', 'not in'])} ${operand(of({ list: 'int' }))})`],
    [1, () => `("a" ${random.pick(['in', 'not in'])} ${operand(of({ dict: 'int' }))})`],
    [1, () => `bool(${of(random.pick(TESTABLE))})`],
    [1, () => `(${operand(of('any'))} ${random.pick(['is', 'is not', '==', '!='])} None)`],
    [1, () => equality(random.pick([...ATOMS, { list: 'int' }, { dict: 'int' }]), random, of)],
    [1, () => `(${random.below(9)} < ${operand(of('int'))} <= ${operand(of('int'))})`],
    [1, () => `isunique(${of({ list: 'int' })})`],
    [1, () => `${random.pick(['all_true', 'any_true'])}([${of('bool')}, ${of('int')}])`],
    [1, () => `multiplyof(${of('int')}, ${1 + random.below(9)})`],
    [1, () => `(typeof(${of(random.pick(ATOMS))}) ${random.pick(['==', '!=', 'in'])} "${random.pick(['int', 'str', 'float'])}")`],
    [2, () => quantifier(context, scope)],
  ])()
}

function equality(type, random, of) {
  return `(${operand(of(type))} ${random.pick(['==', '!='])} ${operand(of(type))})`
}

/** `all` and `any` take a name or a literal. */
function quantifier(context, scope) {
  const { random } = context
  const known = scope.filter((each) => each.type.list === 'int')
  const over =
    known.length > 0 && random.chance(0.5) ? random.pick(known).name : `[${random.times(0, 4, () => randomInteger(random)).join(', ')}]`
  const variable = random.chance(0.2) ? 'i, v' : 'v'
  const body = `v ${random.pick(['>', '<', '!='])} ${random.below(5)}${random.chance(0.3) ? ` if v % 2 == 0` : ''}`
  return `${random.pick(['all', 'any'])} ${variable} in ${over} ${random.chance(0.5) ? `{${body}}` : `{\n${indent(body)}\n}`}`
}
