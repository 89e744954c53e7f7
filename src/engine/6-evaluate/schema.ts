/** Schemas and rules as values. A definition is a name until it is used; its body is compiled once, its layout computed once, whatever the number of
 *  its instances. */
import type { RuleStatement, SchemaStatement } from '../model/ast.ts'
import { MAIN_PACKAGE } from '../model/program.ts'
import { Dict, type SchemaType } from '../model/value.ts'
import type { SchemaConversion } from '../values/conform.ts'
import { instantiateRule } from './rule.ts'
import { compileBody, type BodyCode } from './schema-body.ts'
import { planSchema, type Generation, type SchemaPlan } from './schema-plan.ts'
import { instantiateSchema, originHere } from './schema-instance.ts'
import type { ModuleScope } from './scope.ts'
import { findBase } from './type.ts'

export interface SchemaDefinition {
  readonly name: string
  readonly statement: SchemaStatement | RuleStatement
  readonly module: ModuleScope
  readonly type: SchemaType
  readonly conversion: SchemaConversion
  readonly base: SchemaDefinition | undefined
  readonly body: BodyCode
  readonly plan: SchemaPlan
  /** Which of the two times it was made the program has come to. */
  readonly generation: Generation
  /** Among the statements of its package. */
  readonly place: number
}

/** Where a schema stands in its package: among all statements, and how many of them that give variables their values come before it. */
export interface SchemaPosition {
  readonly place: number
  readonly order: number
}

export function createSchema(statement: SchemaStatement | RuleStatement, module: ModuleScope, position: SchemaPosition): SchemaDefinition {
  return new LazySchema(statement, module, position)
}

/** Everything but the name is made when it is first asked for. */
class LazySchema implements SchemaDefinition {
  readonly statement: SchemaStatement | RuleStatement
  readonly module: ModuleScope
  private madeType: SchemaType | undefined
  private madeBody: BodyCode | undefined
  readonly place: number
  private readonly order: number
  private madePlan: SchemaPlan | undefined
  private madeEarlyPlan: SchemaPlan | undefined
  private madeConversion: SchemaConversion | undefined

  constructor(statement: SchemaStatement | RuleStatement, module: ModuleScope, { place, order }: SchemaPosition) {
    this.statement = statement
    this.module = module
    this.place = place
    this.order = order
  }

  get name(): string {
    return this.statement.name.text
  }

  get base(): SchemaDefinition | undefined {
    const { statement } = this
    return statement.kind === 'schema' && statement.base !== undefined ? findBase(statement.base, this.module) : undefined
  }

  get type(): SchemaType {
    this.madeType ??= createType(this)
    return this.madeType
  }

  get body(): BodyCode {
    this.madeBody ??= compileBody(this.statement, this.module)
    return this.madeBody
  }

  get plan(): SchemaPlan {
    if (this.generation === 1) return (this.madeEarlyPlan ??= planSchema(this, 1))
    return (this.madePlan ??= planSchema(this, 2))
  }

  get generation(): Generation {
    return this.order > this.module.package.progress ? 1 : 2
  }

  get conversion(): SchemaConversion {
    this.madeConversion ??= createConversion(this)
    return this.madeConversion
  }
}

function createType(definition: SchemaDefinition): SchemaType {
  const { context, package: owner } = definition.module
  return {
    kind: 'type',
    name: definition.name,
    packagePath: owner.path,
    instantiate: (config, args, keywords, maker) =>
      definition.statement.kind === 'rule'
        ? instantiateRule(definition, config, args, keywords, originHere(context, maker))
        : instantiateSchema(definition, config, args, keywords, originHere(context, maker)),
    call: (args, keywords) =>
      definition.statement.kind === 'rule'
        ? instantiateRule(definition, new Dict(), args, keywords, undefined)
        : instantiateSchema(definition, new Dict(), args, keywords, undefined),
    instances: (fullPackage) => {
      const made = context.instances?.get(definition)
      return (fullPackage ? [...(made?.values() ?? [])].flat() : made?.get(MAIN_PACKAGE)) ?? []
    },
    get required() {
      return definition.plan.required
    },
    get sharesValues() {
      return definition.plan.sharesValues
    },
  }
}

function createConversion(definition: SchemaDefinition): SchemaConversion {
  const { statement, type } = definition
  const { context } = definition.module
  const isInstantiable = statement.kind === 'schema' && !statement.isProtocol
  return {
    type,
    convert: (dict, maker) => {
      context.conversions++
      const instance = type.instantiate(dict, [], undefined, maker)
      context.conversions--
      return instance
    },
    isInstantiable,
    refusesEmpty: () => definition.plan.needsConfig,
    admits: (dict: Dict) => isInstantiable && admits(definition.plan, dict),
    hasAttribute: (name) => definition.plan.declared.has(name),
    get acceptsAnyKey() {
      return definition.plan.hasIndexSignature
    },
    mandatory: () => definition.plan.mandatory,
  }
}

/** Every key is an attribute, private, or covered by an index signature. */
function admits(plan: SchemaPlan, dict: Dict): boolean {
  if (plan.hasIndexSignature) return true
  for (const key of dict.entries.keys()) if (!plan.declared.has(key) && !key.startsWith('_')) return false
  return true
}
