/** Statements at the top of a file: `{ text, entries }`, where `entries` is what they declare. */
import { configLiteral } from './config.js'
import { indent, mistake } from './context.js'
import { functionStatements } from './lambda.js'
import { instance, schemaConfig, schemaName, valueOf } from './instance.js'
import { declare, isAtom, randomType, typeText, withoutCollections } from './type.js'

export const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'omega', 'app', 'cfg', 'out', 'res', 'zeta', 'kappa', 'theta']

export function globalStatement(context, name, scope) {
  const { random } = context
  return random.weighted([
    [20, () => assignment(context, name, scope)],
    [2, () => multipleAssignment(context, name, scope)],
    [2, () => conditionalGlobal(context, name, scope)],
    [2, () => optionGlobal(context, name)],
    [4, () => functionStatements(context, scope)],
    [1, () => ({ text: `print(${context.expression(context, random.pick(['int', 'str', { dict: 'int' }]), scope, 1)})`, entries: [] })],
    [1, () => assertion(context, scope)],
  ])()
}

function assignment(context, name, scope) {
  const { random } = context
  const type = random.chance(0.15) ? randomRecord(random) : randomType(random)
  const annotated = random.chance(0.2) && type.record === undefined
  const hidden = random.chance(0.15) ? `_${name}` : name
  const lines = [
    `${hidden}${annotated ? `: ${typeText(type)}` : ''} = ${context.expression(annotated ? { ...context, expecting: 'value' } : context, type, scope, 3)}`,
  ]
  // A name of a type `any` keeps none for the checker, so nothing can be known below it.
  const entries = declare(hidden, type)
  if (hidden !== name && random.chance(0.6)) lines.push(hiddenUpdate(context, hidden, type, [...scope, ...entries]))
  return { text: lines.join('\n'), entries }
}

function randomRecord(random) {
  const fields = random.shuffle(['a', 'port', 'name', 'env']).slice(0, random.between(1, 3))
  return {
    record: Object.fromEntries(
      fields.map((field) => [
        field,
        random.weighted([
          [3, 'int'],
          [3, 'str'],
          [1, { list: 'int' }],
          [1, { record: { x: 'int' } }],
        ]),
      ]),
    ),
  }
}

/** A hidden name may be assigned again. */
function hiddenUpdate(context, name, type, scope) {
  const { random } = context
  const of = (wanted, level = 1) => context.expression(context, wanted, scope, level)
  const again = () => `${name} = ${of(type)}`
  if (type === 'int')
    return random.chance(0.3)
      ? again()
      : `${name} ${random.pick(['+=', '-=', '*=', '//=', '%=', '|=', '<<=', '&='])} ${1 + random.below(9)}`
  if (type === 'str') return `${name} += ${of('str')}`
  if (type.list !== undefined)
    return random.pick([() => `${name} += ${of(type)}`, () => `${name} = [*${name}, ${of(type.list, 0)}]`, again])()
  if (type.dict !== undefined)
    return random.pick([
      () => `${name}.a = ${of(type.dict)}`,
      () => `${name}["k"] = ${of(type.dict)}`,
      () => `${name} |= ${configLiteral(context, type.dict, scope, 1, { lines: false, final: true })}`,
    ])()
  if (type.record === undefined) return again()
  const field = random.pick(Object.keys(type.record))
  return `${name}.${field} = ${of(type.record[field])}`
}

function multipleAssignment(context, name, scope) {
  const { random } = context
  const type = randomType(random)
  const names = [name, `${name}Too`]
  return {
    text: `${names.join(' = ')} = ${context.expression(context, type, scope, 2)}`,
    entries: names.flatMap((each) => declare(each, type)),
  }
}

function conditionalGlobal(context, name, scope) {
  const { random } = context
  const type = randomType(random)
  const branch = (head) => `${head}:\n${indent(`_${name} = ${context.expression(context, type, scope, 1)}`)}`
  const lines = [branch(`if ${context.expression(context, 'bool', scope, 1)}`)]
  if (random.chance(0.4)) lines.push(branch(`elif ${context.expression(context, 'bool', scope, 1)}`))
  lines.push(branch('else'), `${name} = _${name}`)
  return { text: lines.join('\n'), entries: declare(name, type) }
}

/** The words of the command give some options (see `optionWords`). */
function optionGlobal(context, name) {
  const { random } = context
  const key = random.pick(['env', 'replicas', 'debug', 'none'])
  const [type, text] = random.pick([
    ['int', `option("replicas", type="int", default=${random.below(9)})`],
    ['str', `option("env", type="str", default="dev")`],
    ['bool', `option("debug", type="bool", default=${random.pick(['True', 'False'])})`],
    ['any', `option("${key}"${random.pick(['', ', help="what it is"', ', default="d"', ', required=False'])})`],
  ])
  return { text: `${name} = ${text}`, entries: declare(name, type) }
}

export function optionWords(random) {
  return random
    .shuffle(['env=prod', 'replicas=3', 'debug=true', 'none=1.5', 'env="q"'])
    .slice(0, random.between(1, 3))
    .flatMap((word) => ['-D', word])
}

function assertion(context, scope) {
  const { random } = context
  const condition = context.expression(context, 'bool', scope, 1)
  const text = mistake(context, 0.5) ? condition : `(${condition}) or True`
  return {
    text: `assert ${text}${random.chance(0.2) ? ` if ${context.expression(context, 'bool', scope, 0)}` : ''}${random.chance(0.5) ? `, "wrong \${1}"` : ''}`,
    entries: [],
  }
}

/** Dicts that are made of each other. */
export function configStatement(context, name, scope) {
  const { random } = context
  const type = { dict: random.chance(0.75) ? 'any' : 'int' }
  const dicts = scope.filter((each) => each.type.dict !== undefined).map((each) => each.name)
  const make = (final) => configLiteral(context, type.dict, scope, 3, { final })
  const combined = () => {
    const other = random.pick(dicts)
    return random.pick([
      () => `${other} | ${make(true)}`,
      () => `{**${other}, **${make(true)}}`,
      () => `${other} ${make(true)}`,
      () => `${make(false)} | {**${other}}`,
      () => `{sub = ${other}, other: ${other}}`,
    ])()
  }
  const hidden = random.chance(0.15) ? `_${name}` : name
  const text = `${hidden} = ${dicts.length > 0 && random.chance(0.4) ? combined() : make(false)}`
  const entries = declare(hidden, type)
  const update = hidden !== name && random.chance(0.6) ? `\n${hiddenUpdate(context, hidden, type, scope)}` : ''
  return { text: text + update, entries }
}

/** A global that holds, derives or changes a value of `schema`; `made` are `{ name, schema }` of earlier ones. */
export function instanceStatement(context, name, schema, scope, made) {
  const { random } = context
  const typeName = schemaName(context, schema)
  const make = (options) => instance(context, schema, scope, options)
  const makeOver = (options) => instance(context, schema, withoutCollections(scope), options)
  const config = () => schemaConfig(context, schema, scope, { partial: true, final: true })
  const same = made.filter((each) => each.schema === schema)
  const scalars = schema.attributes.filter((each) => isAtom(each.type))
  const sure = schema.attributes.filter((each) => !each.optional)
  const one = (text, declared = [name, { schema }]) => ({ text, entries: declare(...declared) })
  const fallback = () => one(`${name} = ${make()}`)
  const needsArguments = schema.parameters.some((each) => !each.hasDefault)
  return random.weighted([
    [3, fallback],
    [1, () => one(`${name}: ${make()}`)],
    [1, () => one(`${name}: ${makeOver({ partial: true })}\n${name}: ${makeOver({ final: true })}`)],
    [
      2,
      () => (same.length > 0 ? one(`${name} = ${random.pick(same).name} | ${random.pick(['', `${typeName} `])}${config()}`) : fallback()),
    ],
    [2, () => (same.length > 0 ? one(`${name} = ${random.pick(same).name} ${config()}`) : fallback())],
    [1, () => (needsArguments ? fallback() : one(`${name}: ${typeName} = ${make({ bare: true })}`))],
    [1, () => one(`${name} = [${random.times(1, 2, () => make()).join(', ')}]`, [name, { list: { schema } }])],
    [1, () => one(`${name} = {first = ${make()}, second: ${make()}}`, [name, { dict: { schema } }])],
    [
      1,
      () =>
        scalars.length === 0
          ? fallback()
          : {
              text: `_${name}x = ${make()}\n_${name}x.${scalars[0].name} = ${valueOf(context, scalars[0].type, scope, 1)}\n${name} = _${name}x`,
              entries: declare(name, { schema }),
            },
    ],
    [1, () => (sure.length === 0 ? fallback() : one(`${name} = ${make()}\n${name}Part = ${name}.${random.pick(sure).name}`))],
    [
      1,
      () =>
        needsArguments
          ? fallback()
          : one(`${name} = (lambda c {\n${indent(`${typeName} {**c}`)}\n})(${make({ bare: true })})`, [name, 'any']),
    ],
    [
      1,
      () =>
        needsArguments
          ? fallback()
          : one(
              `_any_${name}: any = ${make({ bare: true })}\n${name}: ${random.pick([typeName, `int | ${typeName}`, '{str:}'])} = _any_${name}`,
              [name, 'any'],
            ),
    ],
    [
      1,
      () =>
        scalars.length === 0
          ? fallback()
          : one(`${name} = [each.${random.pick(scalars).name} for each in [${make()}, ${make()}]]`, [name, { list: 'any' }]),
    ],
    [
      1,
      () =>
        one(
          `${name} = [${typeName}${needsArguments ? '(1, 1)' : ''} ${schemaConfig(context, schema, scope, { level: 1 })} for each in range(2)]`,
          [name, 'any'],
        ),
    ],
    [
      1,
      () => (same.length > 0 ? one(`${name} = {k = ${random.pick(same).name}, l: ${random.pick(same).name}}`, [name, 'any']) : fallback()),
    ],
    [1, () => (same.length > 0 ? one(`${name} = ${random.pick(same).name} == ${random.pick(same).name}`, [name, 'bool']) : fallback())],
    [
      1,
      () =>
        random.chance(0.5)
          ? one(`${fallback().text}\n${name}Count = len(${typeName}.instances())`)
          : one(`${fallback().text}\n${name}Text = "\${${name}}" + typeof(${name})`),
    ],
  ])()
}
