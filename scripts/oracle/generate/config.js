/** Dict literals: entries of every operator, nested keys, unpacking, conditions, computed keys. */
import { indent, mistake, operand } from './context.js'
import { isAccepted } from './type.js'

const KEYS = ['a', 'b', 'c', 'name', 'port', '"x-y"', '"a.b"', 'replicas', 'on', '"1"', 'env', 'image', '"é"', 'z']

/** Each key once, for two values of a key rarely unite; `final` overrides what is united with this literal. */
export function configLiteral(context, valueType, scope, level, { lines = context.random.chance(0.35), final = false } = {}) {
  const { random } = context
  const state = { context, valueType, scope, level: level - 1, keys: random.shuffle(KEYS), final, used: [], named: [] }
  const unpacked =
    random.chance(0.1) && level > 0 ? [`**${operand(context.expression(context, { dict: valueType }, scope, level - 1))}`] : []
  // Whatever was unpacked may have the key, too.
  if (unpacked.length > 0) state.final = true
  const entries = [...unpacked, ...random.times(0, level > 1 ? 4 : 3, () => configEntry(state)).flat()]
  if (lines && entries.length > 0) return `{\n${indent(entries.join('\n'))}\n}`
  return `{${entries.filter((entry) => !/^(if|elif|else)\b/.test(entry)).join(', ')}}`
}

function operator({ context: { random }, final }) {
  return final ? ' = ' : random.pick([' = ', ' = ', ' = ', ': ', ' : '])
}

/** One entry, or several. */
function configEntry(state) {
  const { context, valueType, level } = state
  const { random } = context
  if (random.chance(0.06) && state.named.length > 0) return changedEntry(state)
  const { scope } = state
  const key = takeKey(state)
  const of = (type) => context.expression(context, type, scope, Math.max(level, 0))
  noteKey(state, key)
  const entry = (value = of(valueType)) => `${key}${operator(state)}${value}`
  const ofAny = (make) => () => (valueType === 'any' ? make() : entry())
  return random.weighted([
    [14, () => entry()],
    [2, () => conditional(state, key, of)],
    [1, ofAny(() => `${key.startsWith('"') ? 'deep' : key}.${random.pick(['k', 'k.l'])}${operator(state)}${of('any')}`)],
    [1, ofAny(() => [`${key} = [*${operand(of({ list: 'int' }))}]`, `${key} += ${of({ list: 'int' })}`])],
    [1, ofAny(() => `${key}: ${configLiteral(context, 'any', scope, level, { lines: false })}`)],
    [1, ofAny(() => `${key} += ${of({ list: 'str' })}`)],
    [1, () => `${random.pick(['"k${1}"', '"${\'dyn\'}"', '"k${[1][0]}"', key])} = ${of(valueType)}`],
    [1, () => `_${random.pick(['p', 'q'])} = ${of(valueType)}`],
    [1, () => [`${key} = ${of(valueType)}`, `${key} = ${of(valueType)}`]],
    [1, () => shorthand(context, valueType, scope) ?? entry()],
    [1, () => `if ${of('bool')}: ${entry()}`],
  ])()
}

/** Entries see the keys before them by name. */
function noteKey(state, key) {
  if (!isName(key)) return
  state.scope = withName(state.scope, key, state.valueType)
  state.named.push(key)
}

export function withName(scope, name, type) {
  return [...scope.filter((each) => each.name !== name), { name, type }]
}

function isName(key) {
  return /^[a-z]\w*$/.test(key)
}

/** A key that is set again, under a condition, perhaps from what it is. */
function changedEntry({ context, named, scope, valueType, level }) {
  const key = context.random.pick(named)
  const of = (type) => context.expression(context, type, scope, Math.max(level, 0))
  const value = context.random.chance(0.5) ? key : of(valueType)
  return `if ${of('bool')}:\n${indent(`${key} = ${value}\nz = ${of(valueType)}`)}`
}

function takeKey({ context, keys, used }) {
  const key = mistake(context, 0.1) && used.length > 0 ? used[0] : (keys.pop() ?? 'last')
  used.push(key)
  return key
}

/** `if … elif … else …`, whose branches set the same key. */
function conditional(state, key, of) {
  const { random } = state.context
  const branch = (head) => `${head}:\n    ${key}${operator(state)}${of(state.valueType)}`
  const branches = [branch(`if ${of('bool')}`)]
  if (random.chance(0.3)) branches.push(branch(`elif ${of('bool')}`))
  if (random.chance(0.5)) branches.push(branch('else'))
  return branches.join('\n')
}

/** `{name}` stands for `{name = name}`. */
function shorthand({ random }, valueType, scope) {
  const known = scope.filter((each) => isAccepted(each.type, valueType) && /^[a-z]\w*$/.test(each.name) && !/^[vw]\d/.test(each.name))
  return known.length > 0 ? random.pick(known).name : undefined
}
