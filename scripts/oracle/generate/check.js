/** Checks that hold most of the time, and rules. */
import { freshName, indent, mistake } from './context.js'
import { isAtom } from './type.js'

export function checkBlock(context, scope) {
  return `check:\n${indent(context.random.times(1, 3, () => checkLine(context, scope)).join('\n'))}`
}

export function checkLine(context, scope) {
  const { random } = context
  const condition = mistake(context, 0.1) ? context.expression(context, 'bool', scope, 1) : trueCondition(context, scope)
  const guarding = scope.filter((each) => each.type.lambda === undefined)
  const guard = random.chance(0.3) && guarding.length > 0 ? ` if ${random.pick(guarding).name}` : ''
  const shown = scope.filter((each) => isAtom(each.type))
  const message = random.pick(['"bad"', shown.length > 0 ? `"bad \${${random.pick(shown).name}}"` : '"none"', "'a'"])
  return `${condition}${guard}${random.chance(0.5) ? `, ${message}` : ''}`.replace(/^not /, 'True or not ')
}

function trueCondition(context, scope) {
  const { random } = context
  const { name, type } = scope.length > 0 ? random.pick(scope) : { name: '1', type: 'int' }
  if (type === 'int') return `${name} ${random.pick(['< 99999999999999', '!= -7777', '> -99999999', '>= -99999999 and True'])}`
  if (type === 'str') return random.pick([`len(${name}) >= 0`, `${name} != "none of them"`, `"" in ${name}`, `${name}.startswith("")`])
  if (type.list !== undefined) return random.pick([`len(${name}) < 1000`, `all each in ${name} {True}`])
  if (type.dict !== undefined)
    return random.pick([`len(${name}) < 1000`, `all key, value in ${name} {len(key) >= 0}`, `"nokey" not in ${name}`])
  const text = context.expression(context, 'bool', scope, 1)
  return text.includes('\n') ? 'True' : `(${text} or True)`
}

/** A rule, and a value that is checked by it. */
export function ruleStatements(context) {
  const { random } = context
  const name = freshName(context, 'Rule')
  const attributes = [
    { name: 'n', type: 'int' },
    { name: 's', type: 'str' },
  ]
  const lines = random.times(1, 2, () => checkLine(context, attributes))
  const limited = random.chance(0.3)
  if (limited) lines.push(`n < limit${random.chance(0.5) ? ', "over ${limit}"' : ''}`)
  return {
    text: `protocol ${name}Protocol:\n    n: int\n    s?: str = "s"\n\nrule ${name}${limited ? '[limit: int]' : ''} for ${name}Protocol:\n${indent(lines.join('\n'))}\n\n${name.toLowerCase()} = ${name}${limited ? '(1000000)' : ''} {n = ${random.below(100)}, s = ${context.expression(context, 'str', [], 1)}}`,
    entries: [],
  }
}
