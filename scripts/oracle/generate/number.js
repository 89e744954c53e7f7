/** Expressions of `int` and of `float`. What `round`, `abs` and `pow` give is `int | float` for the checker, hence the conversions. */
import { mistake, operand } from './context.js'

export function integerExpression(context, of) {
  const { random } = context
  const divisor = mistake(context, 0.2) ? '0' : String(1 + random.below(9))
  return random.weighted([
    [5, () => `${operand(of('int'))} ${random.pick(['+', '-', '+', '-', '*'])} ${operand(of('int'))}`],
    [2, () => `(${operand(of('int'))} ${random.pick(['//', '%'])} ${divisor})`],
    [1, () => `(${operand(of('int'))} ${random.pick(['&', '|', '^'])} ${operand(of('int'))})`],
    [1, () => `${random.pick(['-', '~', '+'])}${operand(of('int'))}`],
    [1, () => `(${random.below(40)} ${random.pick(['<<', '>>', '**'])} ${random.below(8)})`],
    [1, () => `(${random.below(4)} - ${random.below(9)} ** 2 % ${1 + random.below(5)} // -2)`],
    [2, () => `len(${of(random.pick(['str', { list: 'int' }, { list: 'str' }, { dict: 'int' }, { dict: 'any' }]))})`],
    [1, () => `${random.pick(['abs', 'int'])}(${of('int')})`],
    [1, () => `int(${random.pick(['round', 'abs'])}(${of('float')}${random.pick(['', ' * 2', ' + 1.5'])}))`],
    [1, () => `${random.pick(['max', 'min'])}(${of('int')}, ${of('int')})`],
    [1, () => `${random.pick(['max', 'min', 'sum'])}([${of('int')}, ${of('int')}])`],
    [1, () => `sum(${of({ list: 'int' })})`],
    [1, () => `int(${random.pick([`"${random.below(99)}"`, `"ff", 16`, '"-12"', '"0x1F", 16', '"101", base=2', of('bool'), '"0"'])})`],
    [1, () => `int(${random.below(1000)}.${random.below(100)})`],
    [
      2,
      () =>
        `${operand(of('str'))}.${random.pick(['find("a")', 'count("a")', 'rfind("e")', 'count("")', 'find("")', 'index("")', 'find("e", 1)'])}`,
    ],
    [1, () => `(${of({ list: 'int' })} + [1, 2])[${random.pick(['0', '-1', '1', '-2'])}]`],
    [1, () => `ord(${random.pick(['"a"', '"é"', '"Z"', '"z"', '"日"'])})`],
    [1, () => `reduce(lambda acc, item {acc ${random.pick(['+', '-', '|'])} item}, ${of({ list: 'int' })}, ${of('int')})`],
    [1, () => `(${of('int')} if ${of('str')} in ${operand(of({ list: 'str' }))} else ${of('int')})`],
    [1, () => `int(${random.below(9)}${random.pick(['K', 'Ki', 'M', 'Mi', 'u', 'm', 'n', 'k', 'G'])})`],
  ])()
}

export function floatExpression(context, of) {
  const { random } = context
  const divisor = mistake(context, 0.2) ? '0' : random.pick(['2', '3', '0.5', '1.5', '-2', '7'])
  return random.weighted([
    [4, () => `${operand(of('float'))} ${random.pick(['+', '-', '*'])} ${operand(of(random.pick(['float', 'int'])))}`],
    [2, () => `(${operand(of(random.pick(['int', 'float'])))} / ${divisor.replace(/^(\d)$/, '$1.0')})`],
    [1, () => `(${operand(of('float'))} ${random.pick(['//', '%'])} ${divisor})`],
    [1, () => `(${random.below(9)}.${random.below(99)} ** ${random.pick(['2', '3', '0.5', '-1', '1.5'])})`],
    [2, () => `float(${random.pick([of('int'), of('bool'), of('float'), '"1.5"', '"-2e3"', '"7"'])})`],
    [1, () => `float(round(${of('float')}, ${random.below(4)}))`],
    [1, () => `${random.pick(['-', '+'])}${operand(of('float'))}`],
    [1, () => `float(${random.pick(['max', 'min', 'sum'])}([${of('float')}, ${of('float')}]))`],
    [1, () => `float(pow(${random.below(9)}, ${random.below(5)}))`],
  ])()
}
