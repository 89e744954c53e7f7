/** Functions: literals with annotations and defaults, closures, functions that take and give functions, recursion. */
import { freshName, indent } from './context.js'
import { call } from './call.js'
import { declare, randomType, typeText } from './type.js'

const PARAMETER_TYPES = ['int', 'str', 'bool', { list: 'int' }, { dict: 'int' }, { list: 'str' }]

export function randomLambdaType(context) {
  const { random } = context
  const parameters = random.times(1, 3, () => ({ name: freshName(context, 'p'), type: random.pick(PARAMETER_TYPES), hasDefault: false }))
  if (random.chance(0.25)) parameters[parameters.length - 1].hasDefault = true
  return { lambda: parameters, result: random.pick(['int', 'str', { list: 'int' }, { dict: 'int' }, 'bool', 'float']) }
}

/** The value of a parameter's default is a literal. */
export function lambdaLiteral(context, type, scope, level) {
  const { random } = context
  const annotated = random.chance(0.8)
  const parameters = type.lambda.map(({ name, type: parameterType, hasDefault }) => {
    const annotation = annotated ? `: ${typeText(parameterType)}` : ''
    return `${name}${annotation}${hasDefault ? ` = ${context.expression(context, parameterType, [], 0)}` : ''}`
  })
  const result = random.chance(0.5) ? ` -> ${typeText(type.result)}` : ''
  const body = lambdaBody(context, type, scope, level)
  const text = body.includes('\n') || random.chance(0.5) ? `{\n${indent(body)}\n}` : `{${body}}`
  return `lambda ${parameters.join(', ')}${result} ${text}`
}

function lambdaBody(context, type, scope, level) {
  const { random } = context
  const inner = [...scope, ...type.lambda.flatMap((each) => declare(each.name, each.type))]
  const lines = []
  if (random.chance(0.4)) {
    const name = freshName(context, 'local')
    const localType = randomType(random)
    lines.push(`${name} = ${context.expression(context, localType, inner, level)}`)
    inner.push(...declare(name, localType))
  }
  if (random.chance(0.15)) {
    const name = freshName(context, '_sum')
    lines.push(`${name} = ${context.expression(context, 'int', inner, 0)}\n${name} += ${context.expression(context, 'int', inner, 1)}`)
    inner.push({ name, type: 'int' })
  }
  const result = () => context.expression(context, type.result, inner, level)
  if (random.chance(0.12)) {
    const condition = context.expression(context, 'bool', inner, 1)
    lines.push(`_result = ${result()}\nif ${condition}:\n${indent(`_result = ${result()}`)}\n_result`)
  } else lines.push(result())
  return lines.join('\n')
}

/** Functions worth having beside the random ones: `{ text, entries }`. */
export function functionPattern(context, scope) {
  const { random } = context
  const name = freshName(context, 'f')
  const of = (type, inner = scope) => context.expression(context, type, inner, 1)
  const int = { name: 'n', type: 'int', hasDefault: false }
  return random.pick([
    () => ({
      text: `${name} = lambda n: int -> int {\n    1 if n <= 1 else n ${random.pick(['*', '+', '-'])} ${name}(n - ${1 + random.below(2)})\n}\n${name}of = ${name}(${random.below(12)})`,
      entries: [{ name: `${name}of`, type: 'int' }],
    }),
    () => ({
      text: `${name} = lambda n: int, acc: [int] -> [int] {\n    acc if n <= 0 else ${name}(n - 1, acc + [${of('int', [...scope, { name: 'n', type: 'int' }])}])\n}\n${name}list = ${name}(${random.below(5)}, [])`,
      entries: [{ name: `${name}list`, type: { list: 'int' } }],
    }),
    () => ({
      text: `${name} = lambda by: int {\n    lambda n: int {n ${random.pick(['+', '*', '-'])} by}\n}\n${name}by = ${name}(${of('int')})`,
      entries: [{ name: `${name}by`, type: { lambda: [int], result: 'int' } }],
    }),
    () => ({
      text: `${name} = lambda f, times: int {\n    f(times) + f(times + 1)\n}\n${name}twice = ${name}(lambda n: int {${of('int', [...scope, { name: 'n', type: 'int' }])}}, ${of('int')})`,
      entries: [{ name: `${name}twice`, type: 'int' }],
    }),
    () => ({
      text: `${name}s = {\n    twice = lambda n: int -> int {n * 2}\n    next = lambda n: int -> int {n + 1}\n}\n${name} = ${name}s.${random.pick(['twice', 'next'])}(${of('int')})`,
      entries: [{ name, type: 'int' }],
    }),
    () => ({
      text: `${name} = [lambda n: int -> int {n + ${random.below(9)}}, lambda n: int -> int {n * 2}]\n${name}all = [f(${of('int')}) for f in ${name}]`,
      entries: [{ name: `${name}all`, type: { list: 'int' } }],
    }),
    () => ({
      text: `${name} = reduce(lambda sofar, each {sofar + [each]}, ${of({ list: 'int' })}, [])`,
      entries: [{ name, type: { list: 'int' } }],
    }),
  ])()
}

/** A function in a global, and calls of it. */
export function functionStatements(context, scope) {
  const { random } = context
  if (random.chance(0.3)) return functionPattern(context, scope)
  const name = freshName(context, 'f')
  const type = randomLambdaType(context)
  const lines = [`${name} = ${lambdaLiteral(context, type, scope, 2)}`]
  const entries = [{ name, type }]
  for (let at = random.between(1, 2); at > 0; at -= 1) {
    const result = freshName(context, 'r')
    lines.push(`${result} = ${call(context, { name, type }, (wanted) => context.expression(context, wanted, scope, 1))}`)
    entries.push(...declare(result, type.result))
  }
  return { text: lines.join('\n'), entries }
}
