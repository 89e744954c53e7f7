/** Calls of functions in scope. */
import { mistake } from './context.js'

/** `f(…)` of a function in scope. */
export function call(context, { name, type }, of) {
  const { random } = context
  const given = []
  let named = false
  for (const parameter of type.lambda) {
    if (parameter.hasDefault && (named || random.chance(0.5))) break
    named ||= random.chance(0.1)
    given.push(`${named ? `${parameter.name}=` : ''}${of(parameter.type)}`)
  }
  if (mistake(context, 0.1)) given.pop()
  return `${name}(${given.join(', ')})`
}
