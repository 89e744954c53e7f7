/** Expressions of a wanted type that the checker accepts and that have a value. */
import { call } from './call.js'
import { booleanExpression } from './condition.js'
import { dictExpression, dictLiteral, listExpression, recordLiteral } from './collection.js'
import { indent, mistake } from './context.js'
import { instance } from './instance.js'
import { lambdaLiteral } from './lambda.js'
import { literal } from './literal.js'
import { moduleCall } from './module-call.js'
import { floatExpression, integerExpression } from './number.js'
import { stringExpression } from './string.js'
import { isAccepted, isAtom, sameType, typeText } from './type.js'

const ANY = [
  [3, 'int'],
  [3, 'str'],
  [1, 'float'],
  [1, 'bool'],
  [1, 'none'],
  [1, { list: 'int' }],
  [1, { list: 'any' }],
  [1, { dict: 'any' }],
  [1, { dict: 'int' }],
  [1, 'unit'],
]

/** `level` bounds the nesting. */
export function expression(context, type, scope, level = 3) {
  const { random } = context
  if (mistake(context, 0.015)) return expression({ ...context, faulty: false }, random.weighted(ANY), scope, Math.min(level, 1))
  const known = scope.filter((each) => isAccepted(each.type, type))
  if (known.length > 0 && random.chance(0.35)) return random.pick(known).name
  if (type.literals !== undefined) return random.pick(type.literals)
  if (type.union !== undefined) return expression(context, random.pick(type.union), scope, level)
  if (type.schema !== undefined) return instance(context, type.schema, scope, { level: level - 1 })
  if (type.lambda !== undefined) return lambdaLiteral(context, type, scope, level - 1)
  if (type.record !== undefined) return recordLiteral(context, type.record, scope, level)
  if (type === 'any') return expression(context, random.weighted(ANY), scope, level)
  if (context.expecting === 'within' && type.dict !== undefined) return dictCall(context, type.dict, scope, level)
  if (level <= 0 || random.chance(0.25)) return plain(context, type, scope, level)
  return compound(context.expecting === undefined ? context : { ...context, expecting: 'within' }, type, scope, level)
}

/** What the checker expects of the value of an attribute it expects of every dict literal within, too: another form is safe. */
function dictCall(context, type, scope, level) {
  const { random } = context
  const keys = random.shuffle(['a', 'b', 'name']).slice(0, random.below(3))
  return `dict(${keys.map((key) => `${key}=${expression(context, type, scope, Math.min(level - 1, 1))}`).join(', ')})`
}

function compound(context, type, scope, level) {
  const { random } = context
  const of = (wanted, inner = scope) => expression(context, wanted, inner, level - 1)
  if (random.chance(0.18)) return general(context, type, scope, of)
  if (random.chance(0.1)) {
    const call = moduleCall(context, type, of)
    if (call !== undefined) return call
  }
  switch (type) {
    case 'int':
      return integerExpression(context, of)
    case 'float':
      return floatExpression(context, of)
    case 'str':
      return stringExpression(context, scope, of)
    case 'bool':
      return booleanExpression(context, scope, of)
    case 'unit':
    case 'none':
      return literal(random, type)
    default:
      return type.list !== undefined ? listExpression(context, type, scope, of, level) : dictExpression(context, type, scope, of, level)
  }
}

/** Without further nesting. */
function plain(context, type, scope, level) {
  if (typeof type === 'string') return literal(context.random, type)
  if (type.list !== undefined) return `[${context.random.times(0, 3, () => expression(context, type.list, scope, level - 1)).join(', ')}]`
  return dictLiteral(context, type.dict, scope, level)
}

/** Forms that any type has. */
function general(context, type, scope, of) {
  const { random } = context
  const inDict = isAtom(type) && context.expecting === undefined
  const functions = scope.filter((each) => each.type.lambda !== undefined && sameType(each.type.result, type))
  if (functions.length > 0 && random.chance(0.6)) return call(context, random.pick(functions), of)
  return random.weighted([
    [3, () => `(${of(type)} if ${of('bool')} else ${of(type)})`],
    [1, () => `(${of(type)})`],
    [1, () => `[${of(type)}, ${of(type)}][${random.pick(['0', '1', '-1', '-2'])}]`],
    [1, () => (inDict ? `{k = ${of(type)}}.k` : `(${of(type)})`)],
    [1, () => (inDict ? `{"a-b" = ${of(type)}}["a-b"]` : `(${of(type)})`)],
    [1, () => (isAtom(type) ? `(${of(type)} as ${typeText(type)})` : `(${of(type)})`)],
    [1, () => (inDict ? `{k = ${of(type)}}?.k` : `(${of(type)})`)],
    [1, () => (type === 'any' ? `(${of('none')} or ${of(type)})` : `(${of(type)})`)],
    [2, () => immediateCall(context, type, scope, of)],
  ])()
}

function immediateCall(context, type, scope, of) {
  const { random } = context
  const parameter = `p${random.chance(0.5) ? `: ${typeText(type)}` : ''}`
  const body = random.pick(['p', 'q = p\nq', '[p][0]', 'p if True else p'])
  const text = random.chance(0.4) && !body.includes('\n') ? `{${body}}` : `{\n${indent(body)}\n}`
  return `(lambda ${parameter} ${text})(${of(type)})`
}
