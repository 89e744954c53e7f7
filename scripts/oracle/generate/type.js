/** The types that programs are generated for, and what is in scope. A type is `int float str bool none any`, `unit` (a number with a suffix), `{ list: T }`, `{ dict: T }`,
 *  `{ record: { key: T } }` (a dict of which some keys are known), `{ literals: [text] }`, `{ union: [T] }`, `{ schema: S }` (of schema.js) or
 *  `{ lambda: [{ name, type, hasDefault }], result: T }`. A scope lists `{ name, type }`; a name may be a path. */

export const ATOMS = ['int', 'float', 'str', 'bool']

const ANNOTATABLE = [
  [4, 'int'],
  [2, 'float'],
  [4, 'str'],
  [2, 'bool'],
  [2, 'any'],
  [2, { list: 'int' }],
  [3, { list: 'str' }],
  [2, { dict: 'int' }],
  [2, { dict: 'str' }],
  [1, { list: { dict: 'int' } }],
  [1, { dict: { list: 'str' } }],
  [1, { list: { list: 'int' } }],
]

export function randomType(random) {
  return random.weighted(ANNOTATABLE)
}

/** `nameOf` says what a schema is called where the type is written. */
export function typeText(type, nameOf = (schema) => schema.name) {
  const of = (each) => typeText(each, nameOf)
  if (type === 'none') return 'any'
  if (typeof type === 'string') return type
  if (type.schema !== undefined) return nameOf(type.schema)
  if (type.union !== undefined) return type.union.map(of).join(' | ')
  if (type.literals !== undefined) return type.literals.join(' | ')
  if (type.record !== undefined) return '{str:}'
  if (type.lambda !== undefined) return `(${type.lambda.map((each) => of(each.type)).join(', ')}) -> ${of(type.result)}`
  return type.list !== undefined ? `[${of(type.list)}]` : `{str:${of(type.dict)}}`
}

/** Types by shape; schemas by name. */
export function sameType(left, right) {
  return left === right || key(left) === key(right)
}

function key(type) {
  return JSON.stringify(type, (name, value) => (name === 'schema' ? value.name : value))
}

/** A value of `type` can stand where `wanted` is wanted, for the checker and when it runs. */
export function isAccepted(type, wanted) {
  if (wanted === 'any') return type.lambda === undefined
  // An int is no literal for the checker when it comes out of a branch.
  if (wanted.literals?.[0] === '1') return false
  if (wanted.union !== undefined) return wanted.union.some((each) => isAccepted(type, each))
  return sameType(type, wanted)
}

export function isAtom(type) {
  return ATOMS.includes(type)
}

/** What a value that is configured twice may name: the real engine adds the second configuration to the list or dict that the first one names, as
 *  well (docs/differences.md, "A value that two names share"). */
export function withoutCollections(scope) {
  return scope.filter(({ type }) => isAtom(type) || type.lambda !== undefined)
}

/** The name, and the paths below it that surely have a value. */
export function declare(name, type, depth = 2) {
  const entries = [{ name, type }]
  if (depth === 0) return entries
  const fields = type.record !== undefined ? Object.entries(type.record) : []
  const attributes = type.schema?.attributes.filter((each) => !each.optional && each.type !== 'any') ?? []
  for (const [field, fieldType] of [...fields, ...attributes.map((each) => [each.name, each.type])])
    if (/^[a-z]\w*$/i.test(field)) entries.push(...declare(`${name}.${field}`, fieldType, depth - 1))
  return entries
}
