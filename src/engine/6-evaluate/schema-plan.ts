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
  /** Bodies whose checks run, in order, by position. */
  readonly checked: readonly number[]
  readonly indexBody: number
}

export interface PlannedBody {
  readonly code: BodyCode
  readonly definition: SchemaDefinition
  /** Arguments are converted for the instantiated schema only. */
  readonly isLeaf: boolean
  /** A mixin of which a statement was evaluated on demand is not run in its turn, as in the real engine. */
  readonly isMixin: boolean
  readonly firstStep: number
  /** The schema of the chain it belongs to: itself, or the one whose mixin it is. */
  readonly owner: number
}

export interface Step {
  readonly body: number
  readonly run: Run
  /** The only name the step sets, if no other step sets it: such a step need not run again after an evaluation on demand. */
  soleName: string | undefined
}

export interface AttributeInfo {
  readonly setters: AttributeSetter[]
  /** The last step that sets it: behind it the value is final. */
  last: number
  type: Conform | undefined
}

export interface AttributeSetter {
  readonly body: number
  readonly statement: Statement
  readonly branch: Branch | undefined
  readonly run: Run
}

export function planSchema(definition: SchemaDefinition): SchemaPlan {
  const builder = new PlanBuilder(definition)
  builder.add(definition, new Set())
  return builder.finish()
}

interface AddOptions {
  readonly isMixin: boolean
  readonly owner: number | undefined
}

class PlanBuilder {
  private readonly definition: SchemaDefinition
  private readonly bodies: PlannedBody[] = []
  private readonly steps: Step[] = []
  private readonly attributes = new Map<string, AttributeInfo>()
  private readonly optional = new Map<string, boolean>()
  private readonly checked: number[] = []
  private indexBody = 0

  constructor(definition: SchemaDefinition) {
    this.definition = definition
  }

  add(definition: SchemaDefinition, around: Set<SchemaDefinition>, options: AddOptions = { isMixin: false, owner: undefined }): void {
    if (around.has(definition)) return
    around.add(definition)
    const { statement } = definition
    if (definition.base !== undefined) this.add(definition.base, around)
    const body = this.bodies.length
    const isLeaf = definition === this.definition
    const code = definition.body
    this.bodies.push({ code, definition, isLeaf, isMixin: options.isMixin, firstStep: this.steps.length, owner: options.owner ?? body })
    if (isLeaf) this.indexBody = body
    for (const item of code.statements) this.addStatement(item, body)
    if (code.decorators !== undefined) this.steps.push({ body, run: code.decorators, soleName: undefined })
    if (code.checks.length > 0) this.checked.push(body)
    if (statement.kind === 'schema') {
      for (const name of statement.mixins) {
        const mixin = findSchema(name, definition.module)
        if (mixin !== undefined) this.add(mixin, around, { isMixin: true, owner: options.owner ?? body })
      }
    }
    // What the schema says about its attributes goes before what its mixins say.
    for (const declaration of code.declarations) this.declare(declaration)
    around.delete(definition)
  }

  private addStatement(item: BodyStatement, body: number): void {
    const at = this.steps.length
    const step: Step = { body, run: item.run, soleName: item.setters.length === 1 ? item.setters[0]?.name : undefined }
    this.steps.push(step)
    for (const { name, statement, branch } of item.setters) {
      const setter: AttributeSetter = { body, statement, branch, run: item.run }
      const info = this.attributes.get(name)
      if (info === undefined) this.attributes.set(name, { setters: [setter], last: at, type: undefined })
      else {
        info.setters.push(setter)
        info.last = at
      }
    }
  }

  private declare(declaration: AttributeDeclaration): void {
    this.optional.set(declaration.name, declaration.isOptional)
    const info = this.attributes.get(declaration.name)
    if (info !== undefined) info.type = declaration.type
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
      this.attributes.set(keyName, { setters: [], last: -1, type: undefined })
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
      indexBody: this.indexBody,
    }
  }
}

/** A schema and its parents, itself first. */
function ancestry(definition: SchemaDefinition): SchemaDefinition[] {
  const chain: SchemaDefinition[] = []
  for (let at: SchemaDefinition | undefined = definition; at !== undefined && !chain.includes(at); at = at.base) chain.push(at)
  return chain
}
