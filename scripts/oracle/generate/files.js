/** Programs of several files: a base with what environments add, and packages that import each other. */
import { forFile, fileText } from './context.js'
import { instance } from './instance.js'
import { lambdaLiteral, randomLambdaType } from './lambda.js'
import { createSchema, someSchemas } from './schema.js'
import { NAMES, instanceStatement } from './statement.js'
import { declare, randomType } from './type.js'

/** A base and what an environment adds to it. */
export function severalFiles(context) {
  const { random } = context
  const known = someSchemas(context)
  const usable = known.filter((each) => !each.mixin)
  const names = ['app', 'web', 'db'].slice(0, random.between(1, 3)).map((name) => ({ name, schema: random.pick(usable) }))
  const declaration = ({ name, schema }, inFile, options) => `${name}: ${instance(inFile, schema, [], options)}`
  const base = known.map((each) => each.text)
  const environment = forFile(context, context.package)
  const prod = []
  for (const each of names) {
    const inBase = random.chance(0.85)
    if (inBase) base.push(declaration(each, context, {}))
    if (!inBase || random.chance(0.8)) prod.push(declaration(each, environment, { partial: inBase, final: inBase && random.chance(0.8) }))
  }
  const files = { 'main.k': fileText(context, base), 'prod.k': fileText(environment, prod) }
  return { files, words: random.chance(0.7) ? ['main.k', 'prod.k'] : ['prod.k', 'main.k'] }
}

/** `main.k` uses `lib`, which may use `lib.base`. */
export function severalPackages(context) {
  const { random } = context
  const files = {}
  const inBase = forFile(context, 'lib.base')
  const baseSchemas = random.chance(0.5) ? [createSchema(inBase, 'Base', []), createSchema(inBase, 'BaseMeta', [])] : []
  if (baseSchemas.length > 0)
    files['lib/base/base.k'] = fileText(
      inBase,
      baseSchemas.map((each) => each.text),
    )
  const inLib = forFile(context, 'lib')
  const known = [...baseSchemas]
  for (const name of ['Server', 'Port', 'App'].slice(0, random.between(1, 3))) known.push(createSchema(inLib, name, known))
  const functionType = randomLambdaType(inLib)
  const constantType = randomType(random)
  const library = known.filter((each) => each.package === 'lib').map((each) => each.text)
  library.push(`version = ${inLib.expression(inLib, constantType, [], 1)}`, `make = ${lambdaLiteral(inLib, functionType, [], 2)}`)
  files['lib/lib.k'] = fileText(inLib, library)
  const main = forFile(context, undefined)
  const scope = [...declare('lib.version', constantType), ...declare('lib.make', functionType)]
  const lines = []
  const own = random.chance(0.4) ? createSchema(main, 'Own', known) : undefined
  const usable = own === undefined ? known : [...known, own]
  if (own !== undefined) lines.push(own.text)
  const made = []
  for (const name of random.shuffle(NAMES).slice(0, random.between(1, 3))) {
    const schema = random.pick(usable)
    const { text, entries } = instanceStatement(main, name, schema, scope, made)
    lines.push(text)
    scope.push(...entries)
    if (entries[0].type.schema !== undefined) made.push({ name, schema })
  }
  const made_ = main.expression(main, functionType.result, scope, 2)
  lines.push(`v = lib.version`, `m = ${made_}`)
  main.imports.add('lib')
  files['main.k'] = fileText(main, lines)
  return { files }
}
