/** Values of schemas: `S {…}`, `S(…) {…}`, or the configuration alone where the type is known. */
import { indent, mistake } from './context.js'
import { configLiteral, withName } from './config.js'
import { isAtom, withoutCollections } from './type.js'

/** As this file calls it; another package's is imported. */
export function schemaName(context, schema) {
  if (schema.package === context.package) return schema.name
  context.imports.add(schema.package)
  return `${schema.package.split('.').at(-1)}.${schema.name}`
}

/** A value for an attribute of the type. */
export function valueOf(context, type, scope, level = 2) {
  const { random } = context
  if (type.schema !== undefined) return instance(context, type.schema, scope, { level: level - 1, bare: random.chance(0.5) })
  if (type.list?.schema !== undefined) return `[${random.times(0, 2, () => valueOf(context, type.list, scope, level - 1)).join(', ')}]`
  if (type.dict?.schema !== undefined) {
    const keys = random.shuffle(['a', 'b', 'c']).slice(0, random.below(3))
    return `{${keys.map((key) => `${key}${random.pick([' = ', ': '])}${valueOf(context, type.dict, scope, level - 1)}`).join(', ')}}`
  }
  return context.expression({ ...context, expecting: 'value' }, type, scope, Math.max(level, 0))
}

/** A partial one lacks what is required. */
export function instance(context, schema, scope, { level = 2, bare = false, partial = false, final = false } = {}) {
  const { random } = context
  // Arguments cannot be given to a configuration alone.
  const needsArguments = schema.parameters.some((each) => !each.hasDefault)
  const body = schemaConfig(context, schema, scope, { level, partial, final })
  if (bare && !needsArguments) return body
  const given = []
  let named = false
  for (const { name, type, hasDefault } of schema.parameters) {
    if (hasDefault && random.chance(0.6)) {
      named = true
      continue
    }
    named ||= random.chance(0.2)
    given.push(`${named ? `${name}=` : ''}${context.expression(context, type, scope, 0)}`)
  }
  if (mistake(context, 0.1)) given.pop()
  const call = given.length > 0 || random.chance(0.05) ? `(${given.join(', ')})` : ''
  return `${schemaName(context, schema)}${call} ${body}`
}

export function schemaConfig(context, schema, scope, { level = 1, partial = false, final = false } = {}) {
  const { random } = context
  const entries = []
  let seen = scope
  if (random.chance(0.03)) entries.push(`**${partialConfig(context, schema, scope, level)}`)
  for (const { name, type, optional, hasDefault } of random.shuffle(schema.attributes)) {
    const needed = !optional && !hasDefault && !partial
    if (!(needed ? !mistake(context, 0.08) : random.chance(0.4) && level > 0)) continue
    const again = random.chance(0.04)
    const visible = again ? withoutCollections(seen) : seen
    entries.push(configFor(context, name, type, visible, { level, final: final || entries[0]?.startsWith('**') === true }))
    if (again) entries.push(configFor(context, name, type, visible, { level, final: true }))
    if (random.chance(0.5)) seen = withName(seen, name, type)
    if (isAtom(type) && seen !== scope && random.chance(0.05)) {
      const condition = context.expression(context, 'bool', seen, 1)
      entries.push(`if ${condition}:\n${indent(`${name} = ${context.expression(context, type, seen, 1)}`)}`)
    }
  }
  if (schema.index !== undefined && random.chance(0.6))
    entries.push(`${random.pick(['zone', 'x1', '"a-b"'])} = ${context.expression(context, schema.index, seen, 1)}`)
  if (mistake(context, 0.05)) entries.push('unknown = 1')
  if (entries.length === 0) return '{}'
  if (entries.length < 3 && random.chance(0.4) && !entries.some((each) => each.includes('\n'))) return `{${entries.join(', ')}}`
  return `{\n${indent(entries.join('\n'))}\n}`
}

function partialConfig(context, schema, scope, level) {
  const entries = schema.attributes
    .filter((each) => typeof each.type === 'string' && each.type !== 'any' && context.random.chance(0.5))
    .map(({ name, type }) => `${name} = ${context.expression(context, type, scope, Math.max(level - 1, 0))}`)
  return `{${entries.join(', ')}}`
}

function configFor(context, name, type, scope, { level, final }) {
  const { random } = context
  const list = type.list !== undefined
  const nested = type.dict !== undefined || type.schema !== undefined
  const inner = type.schema?.attributes.filter((each) => typeof each.type === 'string' && each.type !== 'any') ?? []
  const complete = type.schema?.attributes.every((each) => each.optional || each.hasDefault)
  if (complete && inner.length > 0 && random.chance(0.2)) {
    const attribute = random.pick(inner)
    return `${name}.${attribute.name} = ${context.expression(context, attribute.type, scope, 1)}`
  }
  const value = valueOf(context, type, scope, level - 1)
  if (random.chance(0.06)) {
    const condition = context.expression(context, 'bool', scope, 1)
    return `if ${condition}:\n${indent(`${name} = ${value}`)}\nelse:\n${indent(`${name} = ${valueOf(context, type, scope, level - 1)}`)}`
  }
  if (type.dict === 'any' && random.chance(0.3)) return `${name}: ${configLiteral(context, 'any', scope, level, { final })}`
  const operator = final || !nested ? random.pick([' = ', ' = ', ' = ', ': ']) : random.pick([': ', ': ', ' = '])
  return `${name}${list && random.chance(0.4) ? ' += ' : final ? ' = ' : operator}${value}`
}
