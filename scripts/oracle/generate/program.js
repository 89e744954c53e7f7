/** Whole programs: `{ files, words }`. Most succeed; some have mistakes, some a lost or doubled token. */
import { ruleStatements } from './check.js'
import { createContext, fileText, mistake } from './context.js'
import { expression } from './expression.js'
import { severalFiles, severalPackages } from './files.js'
import { mutateText } from './mutation.js'
import { createRandom } from './random.js'
import { someSchemas } from './schema.js'
import { NAMES, configStatement, globalStatement, instanceStatement, optionWords } from './statement.js'
import { sameType } from './type.js'
import { functionStatements } from './lambda.js'

export function generateProgram(seed) {
  const random = createRandom(seed)
  const context = createContext(random, { faulty: random.chance(0.15), expression })
  const { files, words = ['main.k'] } = random.weighted([
    [5, expressions],
    [3, configs],
    [6, schemas],
    [2, functions],
    [3, severalFiles],
    [2, severalPackages],
  ])(context)
  if (random.chance(0.08)) words.push(random.pick(['-n', '-k', '-H', '-r', '-d', '-nk']))
  if (random.chance(0.1)) words.push('--format', 'json')
  if (files['main.k'].includes('option(') && random.chance(0.6)) words.push(...optionWords(random))
  if (random.chance(0.04)) words.push('-S', globalName(random, files['main.k']))
  if (random.chance(0.06)) words.push(...overrideWords(context, files['main.k']))
  if (mistake(context, 0.25)) files['main.k'] = mutateText(random, files['main.k'])?.text ?? files['main.k']
  return { files, words }
}

const OVERRIDES = [
  ['int', '7'],
  ['str', '"o"'],
  ['bool', 'True'],
  [{ list: 'str' }, '["o"]'],
  [{ list: 'int' }, '[7, 8]'],
  ['any', '{k = 1}'],
]

/** Of an attribute of an instance. Of other variables the real engine changes what it should not (docs/differences.md, "An override"). */
function overrideWords({ random, attributeTypes }, text) {
  const instances = [...text.matchAll(/^([a-z]\w*)(?: =|:) [A-Z]\w*(?:\([^()\n]*\))? \{/gm)].map((match) => match[1])
  const choices = [...attributeTypes].flatMap(([name, type]) =>
    OVERRIDES.filter(([each]) => sameType(each, type)).map(([, value]) => `${name}=${value}`),
  )
  return instances.length > 0 && choices.length > 0 ? ['-O', `${random.pick(instances)}.${random.pick(choices)}`] : []
}

function globalName(random, text) {
  return random.pick([...text.matchAll(/^([a-z]\w*) ?[=:]/gm)].map((match) => match[1]).filter((name) => name !== 'else')) ?? 'alpha'
}

/** Globals that use each other: mostly earlier ones, sometimes later ones. */
function expressions(context) {
  const { random } = context
  const scope = []
  const statements = random
    .shuffle(NAMES)
    .slice(0, random.between(3, 8))
    .map((name) => {
      const { text, entries } = globalStatement(context, name, scope)
      scope.push(...entries)
      return text
    })
  // Names that are assigned twice, and what is printed, have an order.
  const ordered = statements.some((each) => /^(_|print|assert|if)/m.test(each))
  return { files: { 'main.k': fileText(context, !ordered && random.chance(0.3) ? random.shuffle(statements) : statements) } }
}

export function configs(context) {
  const { random } = context
  const scope = []
  const statements = random
    .shuffle(NAMES)
    .slice(0, random.between(2, 6))
    .map((name) => {
      const { text, entries } = configStatement(context, name, scope)
      scope.push(...entries)
      return text
    })
  return { files: { 'main.k': fileText(context, statements) } }
}

function functions(context) {
  const scope = []
  const statements = context.random.times(2, 4, () => {
    const { text, entries } = functionStatements(context, scope)
    scope.push(...entries)
    return text
  })
  return { files: { 'main.k': fileText(context, statements) } }
}

function schemas(context) {
  const { random } = context
  const known = someSchemas(context)
  const usable = known.filter((each) => !each.mixin)
  const statements = known.map((each) => each.text)
  const made = []
  const scope = []
  if (random.chance(0.08)) statements.push(ruleStatements(context).text)
  for (const name of random.shuffle(NAMES).slice(0, random.between(1, 4))) {
    const schema = random.pick(usable)
    const { text, entries } = instanceStatement(context, name, schema, scope, made)
    statements.push(text)
    scope.push(...entries)
    if (entries[0].type.schema !== undefined) made.push({ name, schema })
  }
  return { files: { 'main.k': fileText(context, random.chance(0.15) ? random.shuffle(statements) : statements) } }
}
