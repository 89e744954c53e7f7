/** Schemas and rules as values. A definition is a name until it is used; its body is compiled once, its layout computed once, whatever the number of
 *  its instances. */
import type { RuleStatement, SchemaStatement } from '../model/ast.ts'
import { Dict, type SchemaType } from '../model/value.ts'
import type { SchemaConversion } from '../values/conform.ts'
import { instantiateRule } from './rule.ts'
import { compileBody, type BodyCode } from './schema-body.ts'
import { planSchema, type SchemaPlan } from './schema-plan.ts'
import { instantiateSchema, originHere } from './schema-instance.ts'
import type { ModuleScope } from './scope.ts'
import { findSchema } from './type.ts'

export interface SchemaDefinition {
  readonly name: string
  readonly statement: SchemaStatement | RuleStatement
  readonly module: ModuleScope
  readonly type: SchemaType
  readonly conversion: SchemaConversion
  readonly base: SchemaDefinition | undefined
  readonly body: BodyCode
  readonly plan: SchemaPlan
}

export function createSchema(statement: SchemaStatement | RuleStatement, module: ModuleScope): SchemaDefinition {
  return new LazySchema(statement, module)
}

/** Everything but the name is made when it is first asked for. */
class LazySchema implements SchemaDefinition {
  readonly statement: SchemaStatement | RuleStatement
  readonly module: ModuleScope
  private madeType: SchemaType | undefined
  private madeBody: BodyCode | undefined
  private madePlan: SchemaPlan | undefined
  private madeConversion: SchemaConversion | undefined

  constructor(statement: SchemaStatement | RuleStatement, module: ModuleScope) {
    this.statement = statement
    this.module = module
  }

  get name(): string {
    return this.statement.name.text
  }

  get base(): SchemaDefinition | undefined {
    const { statement } = this
    return statement.kind === 'schema' && statement.base !== undefined ? findSchema(statement.base, this.module) : undefined
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
    this.madePlan ??= planSchema(this)
    return this.madePlan
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
    instantiate: (config, args, keywords) =>
      definition.statement.kind === 'rule'
        ? instantiateRule(definition, config, args, keywords, originHere(context))
        : instantiateSchema(definition, config, args, keywords, originHere(context)),
    call: (args, keywords) =>
      definition.statement.kind === 'rule'
        ? instantiateRule(definition, new Dict(), args, keywords, undefined)
        : instantiateSchema(definition, new Dict(), args, keywords, undefined),
    instances: (fullPackage) =>
      (context.instances?.get(definition) ?? []).filter((record) => fullPackage || record.inMain).map((record) => record.instance),
    get required() {
      return definition.plan.required
    },
    isOptional: (name) => definition.plan.optional.get(name),
  }
}

function createConversion(definition: SchemaDefinition): SchemaConversion {
  const { statement, type } = definition
  const { context } = definition.module
  const isInstantiable = statement.kind === 'schema' && !statement.isProtocol
  return {
    type,
    isInstantiable,
    refusesEmpty: () => context.schemaBodies > 0 && definition.plan.needsConfig,
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
