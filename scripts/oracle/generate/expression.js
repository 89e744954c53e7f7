/** Expressions of a wanted type. A type is `int float str bool none any`, `{ list: T }` or `{ dict: T }`; a scope lists `{ name, type }`. */

const WORDS = [
  'a',
  'web',
  'app-1',
  'prod',
  'Dev',
  'x y',
  '',
  'true',
  '8080',
  '1.5',
  'yes',
  'nginx:1.2',
  'é',
  'Ünï',
  'a.b',
  'k8s.io/name',
  'null',
  '-x',
  '# no',
  'a: b',
  "it's",
  '0x1F',
  '~',
  'tail ',
  '*',
]
const METHODS = [
  'lower()',
  'upper()',
  'capitalize()',
  'title()',
  'strip()',
  'lstrip("a")',
  'rstrip("bc1")',
  'replace("a", "b")',
  'replace("", "-", 2)',
  'removeprefix("a")',
  'removesuffix("1")',
]
const TESTS = [
  'startswith("a")',
  'endswith("b")',
  'isalnum()',
  'isalpha()',
  'isdigit()',
  'islower()',
  'isupper()',
  'isspace()',
  'istitle()',
]
const FORMATS = ['{}', '{:>6}', '{:<5}|', '{:^7}', '{:*^9}', '{0}{0}']

export const TYPES = [
  'int',
  'float',
  'str',
  'bool',
  'none',
  'any',
  { list: 'int' },
  { list: 'str' },
  { dict: 'int' },
  { dict: 'any' },
  { list: 'any' },
  { list: { dict: 'int' } },
]

export function randomType(random) {
  return random.weighted([
    [4, 'int'],
    [2, 'float'],
    [4, 'str'],
    [2, 'bool'],
    [1, 'none'],
    [2, 'any'],
    [3, { list: 'int' }],
    [3, { list: 'str' }],
    [3, { dict: 'int' }],
    [3, { dict: 'any' }],
    [2, { list: 'any' }],
    [1, { list: { dict: 'int' } }],
  ])
}

export function typeText(type) {
  if (type === 'none') return 'any'
  if (typeof type === 'string') return type
  return type.list !== undefined ? `[${typeText(type.list)}]` : `{str:${typeText(type.dict)}}`
}

export function sameType(left, right) {
  return JSON.stringify(left) === JSON.stringify(right)
}

export function stringLiteral(random, text) {
  const quote = random.chance(0.3) && !text.includes("'") ? "'" : '"'
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote
}

export function randomWord(random) {
  return random.pick(WORDS)
}

/** `level` bounds the nesting. */
export function expression(random, type, scope, level = 3) {
  const known = scope.filter((each) => sameType(each.type, type))
  if (known.length > 0 && random.chance(0.35)) return random.pick(known).name
  const deep = level > 0 && random.chance(0.75)
  const of = (wanted, nextScope = scope) => expression(random, wanted, nextScope, level - 1)
  if (deep && random.chance(0.12)) return general(random, type, scope, of)
  if (random.chance(0.004)) return expression(random, random.pick(TYPES), scope, Math.min(level, 1))
  if (typeof type === 'object') return collection(random, type, scope, of, deep, level)
  switch (type) {
    case 'int':
      return deep ? integerExpression(random, of) : integerLiteral(random)
    case 'float':
      return deep
        ? floatExpression(random, of)
        : random.pick(['0.5', '1.0', '2.25', '-3.75', '1e3', '1e-7', '1e16', '123456.789', '0.1', '1.5e300', '100.0'])
    case 'str':
      return deep ? stringExpression(random, scope, of) : stringLiteral(random, randomWord(random))
    case 'bool':
      return deep ? booleanExpression(random, of) : random.pick(['True', 'False'])
    case 'none':
      return random.pick(['None', 'None', 'Undefined'])
    default:
      return of(
        random.weighted([
          [3, 'int'],
          [3, 'str'],
          [1, 'float'],
          [1, 'bool'],
          [1, 'none'],
          [1, { list: 'int' }],
          [1, { dict: 'any' }],
          [1, { list: 'any' }],
        ]),
      )
  }
}

function integerLiteral(random) {
  return random.weighted([
    [8, String(random.below(12))],
    [2, String(random.below(100000))],
    [2, `-${1 + random.below(9)}`],
    [1, random.pick(['0x1F', '0o17', '0b101', '2147483647', '9223372036854775807', '4294967296'])],
  ])
}

/** Forms that any type has. */
function general(random, type, scope, of) {
  switch (random.below(8)) {
    case 0:
    case 1:
      return `(${of(type)} if ${of('bool')} else ${of(type)})`
    case 2:
      return `(${of(type)})`
    case 3:
      return `(${of('none')} or ${of(type)})`
    case 4:
      return `[${of(type)}, ${of(type)}][${random.pick(['0', '1', '-1', '-2'])}]`
    case 5:
      return `{k = ${of(type)}}.k`
    case 6:
      return `{"a-b" = ${of(type)}}["a-b"]`
    default:
      return `(lambda p${random.chance(0.5) ? `: ${typeText(type)}` : ''} {\n    ${random.pick(['p', `q = p\n    q`, `[p][0]`])}\n})(${of(type)})`
  }
}

function integerExpression(random, of) {
  switch (random.below(17)) {
    case 0:
    case 1:
    case 2:
      return `${of('int')} ${random.pick(['+', '-', '*'])} ${of('int')}`
    case 3:
      return `(${of('int')} ${random.pick(['//', '%', '&', '|', '^'])} ${of('int')})`
    case 4:
      return `${random.pick(['-', '~', '+'])}${random.below(50)}`
    case 5:
      return `(${random.below(40)} ${random.pick(['<<', '>>', '**'])} ${random.below(8)})`
    case 6:
      return `len(${of(random.pick(['str', { list: 'any' }, { dict: 'int' }, { list: 'int' }]))})`
    case 7:
      return `${random.pick(['abs', 'int', 'sum', 'max', 'min'])}(${random.pick(['_']) && ''}${of('int')})`.replace(
        /^(sum|max|min)\((.*)\)$/s,
        '$1([$2, 3])',
      )
    case 8:
      return `sum(${of({ list: 'int' })})`
    case 9:
      return `int(${of(random.pick(['float', 'bool']))})`
    case 10:
      return `${of('str')}.${random.pick(['find("a")', 'count("a")', 'rfind("e")', 'count("")', 'find("")', 'index("")'])}`
    case 11:
      return `round(${of('float')})`
    case 12:
      return random.chance(0.2)
        ? `${of({ list: 'int' })}[${random.pick(['0', '-1', '1', '5'])}]`
        : `(${of({ list: 'int' })} + [1, 2])[${random.pick(['0', '-1', '1', '-2'])}]`
    case 13:
      return `(${of('int')} and ${of('int')})`
    case 14:
      return `pow(${random.below(9)}, ${random.below(5)})`
    case 15:
      return `ord(${random.pick(['"a"', '"é"', '"Z"', '"z"'])})`
    default:
      return `reduce(lambda acc, item { acc + item }, ${of({ list: 'int' })}, ${of('int')})`
  }
}

function floatExpression(random, of) {
  switch (random.below(7)) {
    case 0:
    case 1:
      return `${of('float')} ${random.pick(['+', '-', '*', '/'])} ${of(random.pick(['float', 'int']))}`
    case 2:
      return `(${of('int')} / ${of('int')})`
    case 3:
      return `(${of('float')} ${random.pick(['//', '%', '**'])} ${random.pick(['2', '3', '0.5', '1.5', '-2'])})`
    case 4:
      return `float(${of(random.pick(['int', 'bool', 'float']))})`
    case 5:
      return `round(${of('float')}, ${random.below(4)})`
    default:
      return `${random.pick(['abs', '-', '+'])}(${of('float')})`
  }
}

function stringExpression(random, scope, of) {
  switch (random.below(13)) {
    case 0:
    case 1:
      return `${of('str')} + ${of('str')}`
    case 2:
      return `(${of('str')} * ${random.below(4)})`
    case 3:
      return interpolation(random, scope)
    case 4:
      return `str(${of(random.pick(TYPES))})`
    case 5:
    case 6:
      return `${of('str')}.${random.pick(METHODS)}`
    case 7:
      return `", ".join(${of({ list: 'any' })})`
    case 8:
      return `${stringLiteral(random, random.pick(FORMATS))}.format(${of(random.pick(['int', 'str', 'float', 'any']))})`
    case 9:
      return `"{:${random.pick(['05', 'x', 'b', ',', '+', '>8', '#o', '.2f', 'e', '%', 'd', '_', '08.3f', 'g'])}}".format(${of(random.pick(['int', 'float']))})`
    case 10:
      return `${of('str')}[${random.pick(['0:2', '1:', ':-1', '::-1', '-3:', '::2', '5:1:-1'])}]`
    case 11:
      return `typeof(${of(random.pick(TYPES))})`
    default:
      return `${random.pick(['bin', 'hex', 'oct'])}(${of('int')})`
  }
}

function interpolation(random, scope) {
  const parts = random.times(1, 3, () => {
    if (scope.length === 0 || random.chance(0.3))
      return random.pick(['$', 'x', ' - ', '${1 + 2}', '${"q".upper()}'.replaceAll('"', "'"), '\\${no}', '${[1, 2]}'])
    const { name } = random.pick(scope)
    return `\${${name}${random.chance(0.12) ? random.pick([': #json', ': #yaml', ':#json']) : ''}}`
  })
  return `"${parts.join(random.pick(['', '-', ' ']))}"`
}

function booleanExpression(random, of) {
  switch (random.below(12)) {
    case 0:
    case 1:
      return `${of('int')} ${random.pick(['<', '<=', '>', '>=', '==', '!='])} ${of(random.pick(['int', 'float']))}`
    case 2:
      return `(${of('str')} ${random.pick(['<', '==', '!=', 'in', 'not in', '>='])} ${of('str')})`
    case 3:
      return `not ${of(random.pick(TYPES))}`
    case 4:
      return `(${of('bool')} ${random.pick(['and', 'or'])} ${of('bool')})`
    case 5:
      return `${of('str')}.${random.pick(TESTS)}`
    case 6:
      return `(${of('int')} ${random.pick(['in', 'not in'])} ${of({ list: 'int' })})`
    case 7:
      return `("a" ${random.pick(['in', 'not in'])} ${of({ dict: 'int' })})`
    case 8:
      return `bool(${of(random.pick(TYPES))})`
    case 9:
      return `(${of('any')} ${random.pick(['is', 'is not'])} None)`
    case 10:
      return `(${random.below(9)} < ${of('int')} <= ${of('int')})`
    default:
      return `${random.pick(['all', 'any'])} v in ${quantified(random)} {\n    v ${random.pick(['>', '<', '!='])} ${random.below(5)}${random.chance(0.3) ? ` if v % 2 == 0` : ''}\n}`
  }
}

/** A quantifier takes a name or a literal. */
function quantified(random) {
  return `[${random.times(0, 4, () => integerLiteral(random)).join(', ')}]`
}

function collection(random, type, scope, of, deep, level) {
  if (type.list !== undefined) {
    if (deep) {
      const made = listExpression(random, type, scope, of, level)
      if (made !== undefined) return made
    }
    return `[${random.times(0, 3, () => of(type.list)).join(', ')}]`
  }
  if (deep) {
    const made = dictExpression(random, type, scope, of)
    if (made !== undefined) return made
  }
  return configLiteral(random, type.dict, scope, level)
}

function listExpression(random, type, scope, of, level) {
  const item = type.list
  const source = (wanted) => {
    const names = scope.filter((each) => sameType(each.type, wanted)).map((each) => each.name)
    return names.length > 0 && random.chance(0.6)
      ? random.pick(names)
      : `[${random.times(0, 4, () => expression(random, wanted.list, scope, 0)).join(', ')}]`
  }
  const loop = (source, sourceType) => {
    const inner = [...scope.filter((each) => each.name !== 'v'), { name: 'v', type: sourceType }]
    return (
      expression(random, item, inner, Math.min(level - 1, 1)) &&
      `[${expression(random, item, inner, Math.min(level - 1, 1))} for v in ${source}${random.chance(0.4) ? ` if ${expression(random, 'bool', inner, 1)}` : ''}]`
    )
  }
  switch (random.below(10)) {
    case 0:
      return `(${of(type)} + ${of(type)})`
    case 1:
      return loop(of({ list: 'int' }), 'int')
    case 2:
      return loop(of({ list: 'str' }), 'str')
    case 3:
      return loop(of({ dict: 'int' }), 'str')
    case 4:
      return `[*${of(type)}, ${of(item)}]`
    case 5:
      return `${of(type)}[${random.pick(['1:', ':2', '::-1', '-2:'])}]`
    case 6: {
      const inner = [...scope, { name: 'v', type: item }]
      return `filter v in ${source(type)} {\n    ${expression(random, 'bool', inner, 1)}\n}`
    }
    case 7:
      return `(map v in ${source({ list: 'int' })} {\n    ${expression(random, item, [...scope, { name: 'v', type: 'int' }], 1)}\n})`
    case 8:
      if (item === 'int')
        return random.pick([
          `list(range(${random.below(6)}))`,
          `sorted(${of(type)})`,
          `range(${random.below(4)}, ${random.below(9)}, ${1 + random.below(3)})`,
        ])
      if (item === 'str')
        return random.pick([
          `${of('str')}.split("-")`,
          `list(${of({ dict: 'int' })})`,
          `sorted(${of(type)}, reverse=${of('bool')})`,
          `${of('str')}.chars()`,
          `[k for k, v in ${of({ dict: 'int' })} if v > 2]`,
          `"a b  c".split()`,
        ])
      return `zip(${of({ list: 'int' })}, ${of({ list: 'str' })})`.replace(/^zip/, item === 'any' ? 'zip' : 'list')
    default:
      return `[${of(item)}${random.chance(0.3) ? '' : ', '}${random.chance(0.3) ? '' : of(item)}]`.replace(', ]', ']')
  }
}

function dictExpression(random, type, scope, of) {
  switch (random.below(6)) {
    case 0:
      return `(${of(type)} | ${of(type)})`
    case 1: {
      const inner = [...scope, { name: 'v', type: 'str' }]
      return `{v ${random.pick([':', '='])} ${expression(random, type.dict, inner, 1)} for v in ${of({ list: 'str' })}}`
    }
    case 2: {
      const inner = [...scope, { name: 'k', type: 'str' }, { name: 'v', type: 'int' }]
      return `{k ${random.pick([':', '='])} ${expression(random, type.dict, inner, 1)} for k, v in ${of({ dict: 'int' })}${random.chance(0.3) ? ` if ${expression(random, 'bool', inner, 1)}` : ''}}`
    }
    case 3:
      return `{**${of(type)}, ${random.pick(['a', 'b', 'z'])} ${random.pick(['=', ':'])} ${of(type.dict)}}`
    case 4:
      return `filter k, v in ${configLiteral(random, type.dict, scope, 0, { lines: false })} {\n    k ${random.pick(['!=', '=='])} "a"\n}`
    default:
      return undefined
  }
}

const KEYS = ['a', 'b', 'c', 'name', 'port', '"x-y"', '"a.b"', 'replicas', 'on', '"1"']

/** A dict literal with entries of every operator, nested keys, unpacking and conditions. */
export function configLiteral(random, valueType, scope, level, { keys = KEYS, lines = random.chance(0.35) } = {}) {
  const entries = random.times(0, level > 1 ? 4 : 3, () => configEntry(random, valueType, scope, level - 1, keys))
  if (lines && entries.length > 0) return `{\n${indent(entries.join('\n'))}\n}`
  const flat = entries.filter((entry) => !/^(if|elif|else)/.test(entry))
  return `{${flat.join(', ')}}`
}

function configEntry(random, valueType, scope, level, keys) {
  const key = random.pick(keys)
  const of = (type) => expression(random, type, scope, Math.max(level, 0))
  switch (random.below(14)) {
    case 0:
      return `**${of({ dict: valueType })}`
    case 1:
      return `if ${of('bool')}:\n    ${key} ${random.pick(['=', ':'])} ${of(valueType)}${random.chance(0.5) ? `\nelse:\n    ${key} = ${of(valueType)}` : ''}`
    case 2:
      return valueType === 'any'
        ? `${random.pick(['m', 'n'])}.${random.pick(['a', 'b', 'c.d'])} ${random.pick(['=', ':'])} ${of('any')}`
        : `${key}: ${of(valueType)}`
    case 3:
      return valueType === 'any' ? `l ${random.pick(['+=', '=', ':', '+='])} ${of({ list: 'any' })}` : `${key} = ${of(valueType)}`
    case 4:
      return valueType === 'any'
        ? `${random.pick(['m', 'n'])}${random.pick([': ', ' = ', ' '])}${configLiteral(random, 'any', scope, level, { lines: false })}`.replace(
            /^([mn]) \{/,
            '$1: {',
          )
        : `${key} = ${of(valueType)}`
    case 5:
      return `${random.pick(['"k${1}"', '"${\'dyn\'}"', key])} = ${of(valueType)}`
    case 6:
      return `_${random.pick(['p', 'q'])} = ${of(valueType)}`
    default:
      return `${key} ${random.pick(['=', '=', '=', ':'])} ${of(valueType)}`.replace(' : ', ': ')
  }
}

export function indent(text) {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n')
}
