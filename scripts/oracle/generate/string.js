/** Expressions of `str`: operators, members, `format` and interpolation. */
import { operand } from './context.js'
import { randomInteger, stringLiteral } from './literal.js'
import { ATOMS } from './type.js'

const MEMBERS = [
  'lower()',
  'upper()',
  'capitalize()',
  'title()',
  'strip()',
  'lstrip("a")',
  'rstrip("bc1")',
  'replace("a", "b")',
  'replace("", "-", 2)',
  'removeprefix("a")',
  'removesuffix("1")',
  'replace("e", "")',
  'strip(" .")',
  'replace("a", "aa", 1)',
]
const FORMATS = ['{}', '{:>6}', '{:<5}|', '{:^7}', '{:*^9}', '{0}{0}', 'a{{b}}{}', '{:6}']
const INTEGER_FORMATS = ['05', 'x', 'b', ',', '+', '>8', '#o', 'd', 'X', '#x', '08', ' ']
const FLOAT_FORMATS = ['.2f', 'e', '%', '08.3f', 'g', '.3e', '+.1f', ',.2f', '.0f', '.3g', 'E', '10.1f']

export function stringExpression(context, scope, of) {
  const { random } = context
  return random.weighted([
    [4, () => `${of('str')} + ${of('str')}`],
    [1, () => `(${operand(of('str'))} * ${random.below(4)})`],
    [5, () => interpolation(context, scope)],
    [2, () => `str(${of(random.pick([...ATOMS, 'none', { list: 'int' }, { dict: 'int' }, { list: 'str' }, { dict: 'any' }]))})`],
    [5, () => `${operand(of('str'))}.${random.pick(MEMBERS)}`],
    [2, () => `"${random.pick([', ', '', '-', ' '])}".join(${of(random.pick([{ list: 'str' }, { list: 'str' }, { list: 'int' }]))})`],
    [1, () => `${stringLiteral(random, random.pick(FORMATS))}.format(${of(random.pick(['int', 'str', 'str', 'float', 'bool']))})`],
    [1, () => `"{:${random.pick(INTEGER_FORMATS)}}".format(${of('int')})`],
    [1, () => `"{:${random.pick(FLOAT_FORMATS)}}".format(${of('float')})`],
    [1, () => `"{a} {b}".format(a=${of('int')}, b=${of('str')})`],
    [2, () => `${operand(of('str'))}[${random.pick(['0:2', '1:', ':-1', '::-1', '-3:', '::2', '5:1:-1', ':', '1:3:1'])}]`],
    [1, () => `("ab" + ${of('str')})[${random.pick(['0', '1', '-1'])}]`],
    [1, () => `typeof(${of(random.pick([...ATOMS, 'none', { list: 'int' }, { dict: 'int' }]))})`],
    [1, () => `typeof(${of('any')}, full_name=${random.pick(['True', 'False'])})`],
    [1, () => `${random.pick(['bin', 'hex', 'oct'])}(${of('int')})`],
    [1, () => `str(${of('str')} or ${of('str')})`],
    [1, () => `${operand(of('str'))}.split(${random.pick(['"-"', '" "', '"a"'])})[0]`],
    [1, () => `"${random.pick(['%s', '%d', 'x%'])}"`],
  ])()
}

function interpolation(context, scope) {
  const { random } = context
  const names = scope.filter((each) => each.type.lambda === undefined)
  const parts = random.times(1, 3, () => {
    if (names.length === 0 || random.chance(0.3))
      return random.pick(['$', 'x', ' - ', '${1 + 2}', "${'q'.upper()}", '\\${no}', '${[1, 2]}', '$$', `\${${randomInteger(random)}}`])
    return `\${${random.pick(names).name}${random.chance(0.15) ? random.pick([': #json', ': #yaml', ':#json']) : ''}}`
  })
  return `"${parts.join(random.pick(['', '-', ' ']))}"`
}
