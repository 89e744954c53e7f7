/** The layout of a schema, computed once: its bodies in order (parents with their mixins, own, mixins), the steps that fill an instance, and for each
 *  attribute the steps that set it (`spec/kcl-runtime.md` B9.2). */
import type { Statement } from '../model/ast.ts'
import type { Conform } from '../values/conform.ts'
import type { Branch } from './global.ts'
import type { SchemaDefinition } from './schema.ts'
import type { AttributeDeclaration, BodyCode, BodyStatement, IndexCode } from './schema-body.ts'
import type { Run } from './scope.ts'
import { findSchema } from './type.ts'

export interface SchemaPlan {
  readonly definition: SchemaDefinition
  readonly bodies: readonly PlannedBody[]
  readonly steps: readonly Step[]
  /** Every name that has a setter, in the order of output. */
  readonly names: readonly string[]
  readonly attributes: ReadonlyMap<string, AttributeInfo>
  /** Declared attribute → is it optional. */
  readonly optional: ReadonlyMap<string, boolean>
  /** Attributes that must have a value. */
  readonly required: readonly string[]
  /** Attributes declared here or in a parent, mixins left out: what a dict may have to become an instance. */
  readonly declared: ReadonlySet<string>
  /** Attributes without `?`, own ones first. */
  readonly mandatory: readonly string[]
  /** Some declared attribute has neither `?` nor a default. */
  readonly needsConfig: boolean
  readonly hasIndexSignature: boolean
  readonly index: IndexCode | undefined
  /** Bodies whose checks run, in order. */
  readonly checked: readonly PlannedBody[]
  readonly leaf: PlannedBody
}

/** A schema of the chain or a mixin of one of them: each has its turn, in the order of the plan. */
export interface PlannedBody {
  readonly index: number
  readonly code: BodyCode
  readonly definition: SchemaDefinition
  /** Arguments are converted for the instantiated schema only. */
  readonly isLeaf: boolean
  /** The body that has it as a mixin. */
  readonly host: PlannedBody | undefined
  /** The body whose schema it is the base of. */
  readonly heir: PlannedBody | undefined
}

export interface Step {
  readonly body: PlannedBody
  readonly run: Run
  /** The only name the step sets, if no other step sets it and running it twice gives the same as once. */
  soleName: string | undefined
}

export interface AttributeInfo {
  readonly setters: AttributeSetter[]
  /** The last of them has the final word. */
  final: AttributeSetter | undefined
  /** Its step; infinite if it stands in an `if`, so that nobody can tell by the step whether it has run. */
  last: number
  /** As declared by the schema itself or else by the nearest parent, or else by a mixin. */
  type: Conform | undefined
  isTypedByMixin: boolean
  /** The declarations of mixins. */
  readonly mixedIn: Set<Statement>
}

export interface AttributeSetter {
  readonly body: PlannedBody
  readonly statement: Statement
  readonly branch: Branch | undefined
  readonly run: Run
}

export function planSchema(definition: SchemaDefinition): SchemaPlan {
  return new PlanBuilder(definition).finish()
}

type Place = Pick<PlannedBody, 'host' | 'heir'>

class PlanBuilder {
  private readonly definition: SchemaDefinition
  private readonly leaf: PlannedBody
  private readonly bodies: PlannedBody[] = []
  private readonly steps: Step[] = []
  private readonly attributes = new Map<string, AttributeInfo>()
  private readonly optional = new Map<string, boolean>()
  private readonly checked: PlannedBody[] = []

  constructor(definition: SchemaDefinition) {
    this.definition = definition
    this.leaf = this.add(definition, new Set(), { host: undefined, heir: undefined })
  }

  private add(definition: SchemaDefinition, around: Set<SchemaDefinition>, place: Place): PlannedBody {
    const { statement, body: code } = definition
    const body: PlannedBody = { index: this.bodies.length, code, definition, isLeaf: definition === this.definition, ...place }
    this.bodies.push(body)
    around.add(definition)
    const { base } = definition
    if (base !== undefined && !around.has(base)) this.add(base, around, { host: undefined, heir: body })
    for (const item of code.statements) this.addStatement(item, body)
    if (code.decorators !== undefined) this.steps.push({ body, run: code.decorators, soleName: undefined })
    if (code.checks.length > 0) this.checked.push(body)
    if (statement.kind === 'schema') {
      for (const name of statement.mixins) {
        const mixin = findSchema(name, definition.module)
        if (mixin !== undefined && !around.has(mixin)) this.add(mixin, around, { host: body, heir: undefined })
      }
    }
    // What the schema says about its attributes goes before what its mixins say.
    for (const declaration of code.declarations) this.declare(declaration, isMixedIn(body))
    around.delete(definition)
    return body
  }

  private addStatement(item: BodyStatement, body: PlannedBody): void {
    const at = this.steps.length
    const soleName = item.isRepeatable && item.setters.length === 1 ? item.setters[0]?.name : undefined
    this.steps.push({ body, run: item.run, soleName })
    for (const { name, statement, branch } of item.setters) {
      const setter: AttributeSetter = { body, statement, branch, run: item.run }
      const info = this.attributes.get(name) ?? {
        setters: [],
        final: undefined,
        last: -1,
        type: undefined,
        isTypedByMixin: false,
        mixedIn: new Set<Statement>(),
      }
      this.attributes.set(name, info)
      info.setters.push(setter)
      info.final = setter
      info.last = branch === undefined ? at : Number.POSITIVE_INFINITY
    }
  }

  private declare({ name, isOptional, type, statement }: AttributeDeclaration, isMixedIn: boolean): void {
    this.optional.set(name, isOptional)
    const info = this.attributes.get(name)
    if (info === undefined) return
    if (isMixedIn) info.mixedIn.add(statement)
    if (isMixedIn && info.type !== undefined && !info.isTypedByMixin) return
    info.type = type
    info.isTypedByMixin = isMixedIn
  }

  finish(): SchemaPlan {
    for (const step of this.steps) {
      if (step.soleName !== undefined && this.attributes.get(step.soleName)?.setters.length !== 1) step.soleName = undefined
    }
    const chain = ancestry(this.definition)
    const names = [...this.attributes.keys()]
    const declarations = chain.flatMap((definition) => definition.body.declarations)
    const keyName = this.definition.body.index?.keyName
    if (keyName !== undefined && !this.attributes.has(keyName)) {
      this.attributes.set(keyName, { setters: [], final: undefined, last: -1, type: undefined, isTypedByMixin: false, mixedIn: new Set() })
    }
    return {
      definition: this.definition,
      bodies: this.bodies,
      steps: this.steps,
      names,
      attributes: this.attributes,
      optional: this.optional,
      required: [...this.optional].filter(([, isOptional]) => !isOptional).map(([name]) => name),
      declared: new Set(declarations.map((declaration) => declaration.name)),
      mandatory: [...new Set(declarations.filter((declaration) => !declaration.isOptional).map((declaration) => declaration.name))],
      needsConfig: declarations.some((declaration) => !declaration.isOptional && !declaration.hasDefault),
      hasIndexSignature: chain.some((definition) => definition.body.index !== undefined),
      index: this.definition.body.index,
      checked: this.checked,
      leaf: this.leaf,
    }
  }
}

function isMixedIn({ host, heir }: PlannedBody): boolean {
  return host !== undefined || (heir !== undefined && isMixedIn(heir))
}

/** A schema and its parents, itself first. */
function ancestry(definition: SchemaDefinition): SchemaDefinition[] {
  const chain: SchemaDefinition[] = []
  for (let at: SchemaDefinition | undefined = definition; at !== undefined && !chain.includes(at); at = at.base) chain.push(at)
  return chain
}
