/** Expressions of lists and dicts: operators, comprehensions, quantifiers, and the functions that give lists. */
import { configLiteral } from './config.js'
import { freshName, indent, operand } from './context.js'
import { literal } from './literal.js'
import { declare, isAtom } from './type.js'

export { configLiteral as dictLiteral }

export function recordLiteral(context, fields, scope, level) {
  const value = (type) => context.expression(context, type, scope, level - 1)
  const entries = context.random
    .shuffle(Object.entries(fields))
    .map(([key, type]) => `${key} ${context.random.pick(['=', '=', ':'])} ${value(type)}`)
  return `{${entries.join(', ').replaceAll(' : ', ': ')}}`
}

export function listExpression(context, type, scope, of, level) {
  const { random } = context
  const item = type.list
  return random.weighted([
    [2, () => `(${of(type)} + ${of(type)})`],
    [
      4,
      () => comprehension(context, scope, level, (inner) => context.expression(context, item, inner, Math.min(level - 1, 1)), ['[', ']']),
    ],
    [1, () => `[*${operand(of(type))}, ${of(item)}]`],
    [1, () => `[*${operand(of(type))}, *${operand(of(type))}]`],
    [1, () => `${operand(of(type))}[${random.pick(['1:', ':2', '::-1', '-2:', '0:-1', '::2', '5:'])}]`],
    [1, () => `(${of(type)} * ${random.below(3)})`],
    [1, () => `[${of(item)}, if ${of('bool')}: ${of(item)}, ${of(item)}]`],
    [1, () => `[if ${of('bool')}: ${of(item)} else: ${of(item)}]`],
    [2, () => filtered(context, type, scope)],
    [2, () => mapped(context, item, scope)],
    [4, () => ofItems(context, type, of)],
  ])()
}

/** `[… for …]` or `{… for …}` with one or two clauses. */
function comprehension(context, scope, level, make, [open, close]) {
  const { random } = context
  let inner = scope
  const clauses = random.times(1, random.chance(0.25) ? 2 : 1, () => {
    const name = freshName(context, 'v')
    const second = freshName(context, 'w')
    const source = (type) => operand(context.expression(context, type, inner, Math.min(level - 1, 1)))
    const [variables, over, types] = random.weighted([
      [3, () => [name, source({ list: 'int' }), { [name]: 'int' }]],
      [3, () => [name, source({ list: 'str' }), { [name]: 'str' }]],
      [1, () => [name, source({ dict: 'int' }), { [name]: 'str' }]],
      [2, () => [`${name}, ${second}`, source({ dict: 'int' }), { [name]: 'str', [second]: 'int' }]],
      [2, () => [`${name}, ${second}`, source({ list: 'str' }), { [name]: 'int', [second]: 'str' }]],
      [1, () => [name, `range(${random.below(5)})`, { [name]: 'int' }]],
      [1, () => [name, source('str'), { [name]: 'str' }]],
    ])()
    inner = [...inner, ...Object.entries(types).flatMap(([each, type]) => declare(each, type))]
    return ` for ${variables} in ${over}${random.chance(0.3) ? ` if ${operand(context.expression(context, 'bool', inner, 1))}` : ''}`
  })
  return `${open}${make(inner)}${clauses.join('')}${close}`
}

/** Quantifiers take a name or a literal. */
function source(context, type, scope) {
  const { random } = context
  const names = scope.filter((each) => each.type.list === type).map((each) => each.name)
  if (names.length > 0 && random.chance(0.6)) return random.pick(names)
  return `[${random.times(0, 4, () => (isAtom(type) ? literal(random, type) : context.expression(context, type, scope, 0))).join(', ')}]`
}

function block(random, body) {
  return random.chance(0.5) && !body.includes('\n') ? `{${body}}` : `{\n${indent(body)}\n}`
}

function filtered(context, type, scope) {
  const name = freshName(context, 'v')
  const body = context.expression(context, 'bool', [...scope, ...declare(name, type.list)], 1)
  return `(filter ${name} in ${source(context, type.list, scope)} ${block(context.random, body)})`
}

function mapped(context, item, scope) {
  const name = freshName(context, 'v')
  const body = context.expression(context, item, [...scope, { name, type: 'int' }], 1)
  return `(map ${name} in ${source(context, 'int', scope)} ${block(context.random, body)})`
}

/** What depends on the type of the items. */
function ofItems(context, type, of) {
  const { random } = context
  const literalList = () => `[${of(type.list)}, ${of(type.list)}]`
  if (type.list === 'int')
    return random.weighted([
      [1, () => `list(range(${random.below(6)}))`],
      [1, () => `sorted(${of(type)})`],
      [1, () => `sorted(${of(type)}, reverse=${of('bool')})`],
      [1, () => `range(${random.below(4)}, ${random.below(9)}, ${1 + random.below(3)})`],
      [1, () => `range(${random.below(9)}, ${random.below(4)}, -${1 + random.below(3)})`],
      [1, literalList],
    ])()
  if (type.list === 'str')
    return random.weighted([
      [2, () => `${operand(of('str'))}.split(${random.pick(['', '"-"', '" "', '".", 1', '"a"'])})`],
      [1, () => `${operand(of('str'))}.rsplit("-", 1)`],
      [1, () => `${operand(of('str'))}.splitlines()`],
      [1, () => `list(${of({ dict: 'int' })})`],
      [1, () => `sorted(${of(type)}, reverse=${of('bool')})`],
      [1, () => `${operand(of('str'))}.chars()`],
      [1, () => `[str(each) for each in zip(${of({ list: 'int' })}, ${of({ list: 'str' })})]`],
      [1, literalList],
    ])()
  if (type.list === 'any') return `zip(${of({ list: 'int' })}, ${of({ list: 'str' })})`
  return literalList()
}

export function dictExpression(context, type, scope, of, level) {
  const { random } = context
  return random.weighted([
    [2, () => `(${of(type)} | ${configLiteral(context, type.dict, scope, level - 1, { final: true })})`],
    [
      2,
      () =>
        comprehension(
          context,
          scope,
          level,
          (inner) => {
            const key = inner.findLast((each) => each.type === 'str' && /^[vw]\d+$/.test(each.name))?.name
            const value = context.expression(context, type.dict, inner, Math.min(level - 1, 1))
            return `${key ?? random.pick(['"k"', 'str(1)', '"a-b"'])} = ${value}`
          },
          ['{', '}'],
        ),
    ],
    [1, () => `{**${operand(of(type))}, ${random.pick(['a', 'b', 'z'])} = ${of(type.dict)}}`],
    [1, () => filteredDict(context, type, scope)],
    [1, () => `(${of(type)} if ${of('bool')} else {})`],
    [3, () => configLiteral(context, type.dict, scope, level)],
  ])()
}

function filteredDict(context, type, scope) {
  const { random } = context
  const key = freshName(context, 'v')
  const body = `${key} ${random.pick(['!=', '==', 'not in'])} "${random.pick(['a', 'name'])}"`
  return `(filter ${key}, ${freshName(context, 'w')} in ${configLiteral(context, type.dict, scope, 0, { lines: false })} ${block(random, body)})`
}
