/** The layout of a schema, computed once: its bodies in order (parents with their mixins, own, mixins), the steps that fill an instance, and for each
 *  attribute the steps that set it (`spec/kcl-runtime.md` B9.2). */
import type { Identifier, Statement } from '../model/ast.ts'
import type { Value } from '../model/value.ts'
import type { Conform } from '../values/conform.ts'
import type { WantedBranch } from './global.ts'
import type { SchemaDefinition } from './schema.ts'
import type { AttributeDeclaration, BodyCode, BodyStatement, IndexCode } from './schema-body.ts'
import type { Frame, Run } from './scope.ts'
import { findSchema } from './type.ts'

export interface SchemaPlan {
  readonly definition: SchemaDefinition
  readonly bodies: readonly PlannedBody[]
  readonly steps: readonly Step[]
  /** Every name that has a setter, in the order of output. */
  readonly names: readonly string[]
  readonly attributes: ReadonlyMap<string, AttributeInfo>
  /** Those the schema knew when it was made, with the setters it knew: not those of a base or mixin that was made later. */
  readonly known: ReadonlyMap<string, AttributeInfo>
  /** The bodies in the order in which their declarations count: a schema has the last word about its attributes. */
  readonly declaring: readonly PlannedBody[]
  /** Attributes that must have a value. */
  readonly required: readonly string[]
  /** Attributes declared here or in a parent, mixins left out: what a dict may have to become an instance. */
  readonly declared: ReadonlySet<string>
  /** Attributes without `?`, own ones first, as often as they are declared. */
  readonly mandatory: readonly string[]
  /** Some declared attribute has neither `?` nor a default where it is declared last. */
  readonly needsConfig: boolean
  readonly hasIndexSignature: boolean
  readonly index: IndexCode | undefined
  /** Bodies whose checks run, in order. */
  readonly checked: readonly PlannedBody[]
  readonly leaf: PlannedBody
  /** Some attribute starts with a value that somebody else may hold. */
  readonly sharesValues: boolean
  /** A check that reads an attribute may make a statement run again. */
  readonly mayRunAgain: boolean
}

/** A schema of the chain or a mixin of one of them: each has its turn, in the order of the plan. */
export interface PlannedBody {
  readonly index: number
  readonly code: BodyCode
  readonly definition: SchemaDefinition
  /** Of the schema as its heir or host knows it; undefined if that was made before. */
  readonly generation: Generation | undefined
  /** Arguments are converted for the instantiated schema only. */
  readonly isLeaf: boolean
  /** The body that has it as a mixin. */
  readonly host: PlannedBody | undefined
  /** The body whose schema it is the base of. */
  readonly heir: PlannedBody | undefined
  /** What its host or heir calls it. */
  readonly name: Identifier | undefined
}

export interface Step {
  readonly body: PlannedBody
  readonly run: Run
  readonly names: readonly string[]
  /** The only name the step sets, if no other step sets it and running it twice gives the same as once. */
  soleName: string | undefined
}

export interface AttributeInfo {
  readonly setters: AttributeSetter[]
  /** The step of the last of them. */
  last: number
  /** Nobody can tell by the step whether all have run: they belong to several bodies, or one stands in an `if`. */
  isCounted: boolean
  /** As declared by the schema itself or else by the nearest parent. What only mixins declare has the type of the one that is evaluated first. */
  type: Conform | undefined
  /** The declarations of mixins. */
  readonly mixedIn: Set<Statement>
}

export interface AttributeSetter {
  readonly body: PlannedBody
  readonly statement: Statement
  readonly wanted: WantedBranch | undefined
  readonly run: Run
  readonly step: number
}

/** Schemas of a package are made in the order of its statements, and once more, one by one, when the program passes by their statements. A schema finds
 *  those bases and mixins that were made before it, in the state they were in then. */
export type Generation = 1 | 2

export function planSchema(definition: SchemaDefinition, generation: Generation): SchemaPlan {
  return new PlanBuilder(definition, generation).finish()
}

/** Is a base or mixin made after the schema that names it? */
function dependsOnGeneration(definition: SchemaDefinition, around: ReadonlySet<SchemaDefinition> = new Set()): boolean {
  const inside = new Set(around).add(definition)
  return references(definition).some(
    (each) =>
      !inside.has(each) &&
      each.module.package === definition.module.package &&
      (each.place > definition.place || dependsOnGeneration(each, inside)),
  )
}

/** The base and the mixins. */
function references({ base, statement, module }: SchemaDefinition): readonly SchemaDefinition[] {
  const mixins = statement.kind === 'schema' ? statement.mixins.map((name) => findSchema(name, module)) : []
  return [base, ...mixins].filter((each) => each !== undefined)
}

/** The generation of a base or mixin that a schema of a generation finds; undefined when there is none yet. */
function generationOf(of: SchemaDefinition, definition: SchemaDefinition, generation: Generation): Generation | undefined {
  if (of.module.package !== definition.module.package) return 2
  if (of.place < definition.place) return generation
  return generation === 2 ? 1 : undefined
}

interface Position {
  readonly host: PlannedBody | undefined
  readonly heir: PlannedBody | undefined
  readonly name: Identifier | undefined
  readonly generation: Generation
  readonly isFound: boolean
  /** It and all between it and the schema itself were found. */
  readonly isKnown: boolean
}

class PlanBuilder {
  private readonly definition: SchemaDefinition
  private readonly generation: Generation
  private readonly leaf: PlannedBody
  private readonly bodies: PlannedBody[] = []
  private readonly steps: Step[] = []
  /** Of all bodies, in the order of steps. */
  private readonly attributes = new Map<string, AttributeInfo>()
  private readonly known: Map<string, AttributeInfo>
  private readonly declaring: PlannedBody[] = []
  private readonly checked: PlannedBody[] = []

  constructor(definition: SchemaDefinition, generation: Generation) {
    this.definition = definition
    this.generation = generation
    this.known = dependsOnGeneration(definition) ? new Map() : this.attributes
    this.leaf = this.add(definition, new Set(), {
      host: undefined,
      heir: undefined,
      name: undefined,
      generation,
      isFound: true,
      isKnown: true,
    })
  }

  private add(
    definition: SchemaDefinition,
    around: Set<SchemaDefinition>,
    { host, heir, name, generation, isFound, isKnown }: Position,
  ): PlannedBody {
    const { statement, body: code, base } = definition
    const body: PlannedBody = {
      index: this.bodies.length,
      code,
      definition,
      generation: isFound ? generation : undefined,
      isLeaf: definition === this.definition,
      host,
      heir,
      name,
    }
    this.bodies.push(body)
    around.add(definition)
    const addReference = (to: SchemaDefinition | undefined, place: Pick<Position, 'host' | 'heir' | 'name'>): void => {
      if (to === undefined || around.has(to)) return
      const found = generationOf(to, definition, generation)
      const isFound = found !== undefined
      this.add(to, around, { ...place, generation: found ?? 2, isFound, isKnown: isKnown && isFound })
    }
    if (statement.kind === 'schema') addReference(base, { host: undefined, heir: body, name: statement.base })
    for (const item of code.statements) this.addStatement(item, body, isKnown)
    const { decorators } = code
    const run = (frame: Frame): Value => {
      decorators?.(frame, true)
      return undefined
    }
    if (decorators !== undefined) this.steps.push({ body, run, names: [], soleName: undefined })
    if (code.checks.length > 0) this.checked.push(body)
    const mixins = statement.kind === 'schema' ? statement.mixins : []
    for (const mixin of mixins) addReference(findSchema(mixin, definition.module), { host: body, heir: undefined, name: mixin })
    for (const declaration of code.declarations) this.declare(declaration, isMixedIn(body))
    this.declaring.push(body)
    around.delete(definition)
    return body
  }

  private addStatement(item: BodyStatement, body: PlannedBody, isKnown: boolean): void {
    const step = this.steps.length
    const soleName = item.isRepeatable && item.setters.length === 1 ? item.setters[0]?.name : undefined
    this.steps.push({ body, run: item.run, names: item.setters.map(({ name }) => name), soleName })
    for (const { name, statement, wanted } of item.setters) {
      const setter: AttributeSetter = { body, statement, wanted, run: item.run, step }
      for (const attributes of new Set([this.attributes, isKnown ? this.known : this.attributes])) {
        const info = attributes.get(name) ?? newAttribute()
        attributes.set(name, info)
        info.setters.push(setter)
        info.last = step
        info.isCounted ||= wanted !== undefined || info.setters[0]?.body !== body
      }
    }
  }

  private declare({ name, type, statement }: AttributeDeclaration, isMixedIn: boolean): void {
    const info = this.attributes.get(name)
    if (info === undefined) return
    if (isMixedIn) info.mixedIn.add(statement)
    else info.type = type
  }

  finish(): SchemaPlan {
    for (const step of this.steps) {
      if (step.soleName !== undefined && this.attributes.get(step.soleName)?.setters.length !== 1) step.soleName = undefined
    }
    // What is not known is counted all the same.
    for (const [name, info] of this.known) info.isCounted ||= this.attributes.get(name)?.isCounted === true
    const chain = ancestry(this.definition, this.generation)
    // What the schema does not know comes as it is set.
    const names = [...new Set([...this.known.keys(), ...this.attributes.keys()])]
    const declarations = chain.flatMap((definition) => definition.body.declarations)
    const keyName = this.definition.body.index?.keyName
    if (keyName !== undefined && !this.attributes.has(keyName))
      for (const attributes of [this.attributes, this.known]) attributes.set(keyName, newAttribute())
    return {
      definition: this.definition,
      bodies: this.bodies,
      steps: this.steps,
      names,
      attributes: this.attributes,
      known: this.known,
      declaring: this.declaring,
      required: requiredBy(this.declaring),
      declared: new Set(declarations.map((declaration) => declaration.name)),
      mandatory: declarations.filter((declaration) => !declaration.isOptional).map((declaration) => declaration.name),
      needsConfig: nearest(declarations).some((declaration) => !declaration.isOptional && !declaration.hasDefault),
      hasIndexSignature: chain.some((definition) => definition.body.index !== undefined),
      index: this.definition.body.index,
      checked: this.checked,
      leaf: this.leaf,
      sharesValues: this.bodies.some(({ code }) => code.sharesValues),
      mayRunAgain: this.bodies.length > 1 || [...this.known.values()].some((info) => info.isCounted),
    }
  }
}

/** The attributes that must have a value, by the declarations of some bodies in order. */
export function requiredBy(bodies: readonly PlannedBody[]): readonly string[] {
  const optional = new Map(bodies.flatMap((body) => body.code.declarations.map(({ name, isOptional }) => [name, isOptional] as const)))
  return [...optional].filter(([, isOptional]) => !isOptional).map(([name]) => name)
}

/** Of declarations, those of the schema first, the one of each name that counts. */
function nearest(declarations: readonly AttributeDeclaration[]): readonly AttributeDeclaration[] {
  return [...new Map(declarations.toReversed().map((declaration) => [declaration.name, declaration])).values()]
}

function newAttribute(): AttributeInfo {
  return { setters: [], last: -1, isCounted: false, type: undefined, mixedIn: new Set() }
}

function isMixedIn({ host, heir }: PlannedBody): boolean {
  return host !== undefined || (heir !== undefined && isMixedIn(heir))
}

/** A schema and its parents as it knows them, itself first. */
function ancestry(definition: SchemaDefinition, generation: Generation): SchemaDefinition[] {
  const chain: SchemaDefinition[] = []
  let known: Generation | undefined = generation
  for (let at: SchemaDefinition | undefined = definition; at !== undefined && !chain.includes(at); at = at.base) {
    const heir = chain.at(-1)
    if (heir !== undefined && known !== undefined) known = generationOf(at, heir, known)
    if (known === undefined) break
    chain.push(at)
  }
  return chain
}
