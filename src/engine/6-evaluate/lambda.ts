/** Lambdas. A lambda at the top of a package captures nothing and is compiled when it is first called; others are compiled with the code around them
 *  and take copies of what they use (`spec/kcl-runtime.md` B11). */
import type { Expression, LambdaExpression, Parameters } from '../model/ast.ts'
import type { FunctionValue, Keywords, Value } from '../model/value.ts'
import { conform, conformToCopy, type Conform } from '../values/conform.ts'
import { constantOf } from './constant.ts'
import type { Context } from './context.ts'
import { variableName } from './alias.ts'
import type { Hideable } from './global.ts'
import { readBinding } from './name.ts'
import type { PlannedBody } from './schema-plan.ts'
import type { SchemaRun } from './schema-run.ts'
import { assignedNames, FunctionScope, type Capture, type Frame, type Run } from './scope.ts'
import { compileType } from './type.ts'

/** The compiled form, shared by all values of one lambda expression. Parameters have the first slots of the frame. */
interface LambdaCode {
  readonly parameters: readonly ParameterCode[]
  readonly hasDefaults: boolean
  readonly body: Run
  readonly returns: Conform | undefined
  readonly captures: readonly Capture[]
  readonly inSchema: boolean
  /** Locals hide globals while the lambda runs. */
  readonly hasShadows: boolean
  /** Variables around it that are called like something of the package. */
  readonly hiding: readonly HidingVariable[]
}

interface HidingVariable {
  readonly hideable: Hideable
  readonly read: Run
}

export interface ParameterCode {
  readonly name: string
  readonly slot: number
  readonly type: Conform | undefined
  /** The default, evaluated in every call. */
  readonly value: Run | undefined
  /** Converting the default may change it or fail. */
  readonly convertsDefault: boolean
  readonly shadows: Hideable | undefined
  /** Holds true in a call that leaves it to its default: attributes go before it in literals and loops then, as in the real engine. */
  readonly forgotten: number | undefined
}

export class Lambda implements FunctionValue {
  readonly kind = 'function'
  readonly name = 'lambda'
  readonly identity = 0
  private readonly context: Context
  private readonly find: () => LambdaCode
  private code: LambdaCode | undefined
  private readonly captured: readonly Value[] | undefined
  private readonly self: SchemaRun | undefined
  private readonly turn: PlannedBody | undefined

  constructor(context: Context, find: () => LambdaCode, captured: readonly Value[] | undefined, self: SchemaRun | undefined) {
    this.context = context
    this.find = find
    this.code = undefined
    this.captured = captured
    this.self = self
    this.turn = self?.turn
  }

  get parameterTypes(): readonly (string | undefined)[] {
    return this.find().parameters.map((parameter) => parameter.type?.text)
  }

  call(args: readonly Value[], keywords: Keywords | undefined): Value {
    if (keywords === undefined) return this.invoke(args.slice(), args.length)
    const frame = args.slice()
    const given = new Set(frame.keys())
    for (const parameter of this.find().parameters) {
      if (!keywords.has(parameter.name)) continue
      frame[parameter.slot] = keywords.get(parameter.name)
      given.add(parameter.slot)
    }
    return this.invoke(frame, args.length, given)
  }

  /** `frame` starts with `count` arguments and becomes the frame of the call. `given` names the parameters that have a value when some came by
   *  keyword. */
  invoke(frame: Frame, count: number, given?: ReadonlySet<number>): Value {
    const code = (this.code ??= this.find())
    const { context } = this
    context.enter('lambda')
    const before = context.self
    const shadowCount = context.shadows.length
    const { self } = this
    const turn = self?.turn
    const { captor, captured, clearings } = context
    if (code.inSchema || self !== undefined) {
      context.self = self
      context.captor = self
      if (self !== undefined && this.turn !== undefined) self.turn = this.turn
    }
    if (this.captured !== undefined) this.restore(code, frame)
    context.captured = code.hiding.length === 0 ? undefined : new Map(code.hiding.map(({ hideable, read }) => [hideable, read(frame)]))
    const { parameters } = code
    const convert = before?.seesChanges === true ? conformToCopy : conform
    if (code.hasDefaults) bindDefaults(parameters, frame, count, given)
    for (let slot = 0; slot < parameters.length; slot++) {
      const parameter = parameters[slot]
      if (parameter === undefined) continue
      if (given === undefined ? slot >= count : !given.has(slot)) {
        if (!code.hasDefaults) frame[slot] = null
      } else if (parameter.type !== undefined) frame[slot] = convert(parameter.type, frame[slot])
      if (parameter.shadows !== undefined) context.shadow(parameter.shadows, frame[slot])
    }
    const result = code.body(frame)
    const value = code.returns === undefined ? result : convert(code.returns, result)
    if (code.hasShadows) context.unshadow(shadowCount)
    if (self !== undefined && turn !== undefined) self.turn = turn
    context.self = before
    context.captor = captor
    context.captured = captured
    context.clearings = clearings
    context.leave()
    return value
  }

  private restore(code: LambdaCode, frame: Frame): void {
    const { captured } = this
    if (captured === undefined) return
    const { captures } = code
    for (let index = 0; index < captures.length; index++) {
      const capture = captures[index]
      if (capture !== undefined) frame[capture.to] = captured[index]
    }
  }
}

/** All defaults are evaluated and converted before any argument is, also those of parameters that have one. */
function bindDefaults(parameters: readonly ParameterCode[], frame: Frame, count: number, given: ReadonlySet<number> | undefined): void {
  for (const parameter of parameters) {
    const { slot, forgotten } = parameter
    const value = convertedDefault(parameter, frame)
    if (given === undefined ? slot < count : given.has(slot)) continue
    frame[slot] = value
    if (forgotten !== undefined && parameter.value !== undefined) frame[forgotten] = true
  }
}

/** None where the parameter has no default. */
export function plainDefault({ value }: ParameterCode, frame: Frame): Value {
  return value === undefined ? null : value(frame)
}

export function convertedDefault(parameter: ParameterCode, frame: Frame): Value {
  const { type } = parameter
  const value = plainDefault(parameter, frame)
  return parameter.convertsDefault && type !== undefined ? conform(type, value) : value
}

export function compileLambda(node: LambdaExpression, scope: FunctionScope): Run {
  const { context } = scope.module
  if (!scope.hasBindings() && !scope.inSchema) {
    let code: LambdaCode | undefined
    const find = (): LambdaCode => (code ??= compileCode(node, scope))
    const lambda = new Lambda(context, find, undefined, undefined)
    return () => (context.self === undefined ? lambda : new Lambda(context, find, undefined, context.self))
  }
  const code = compileCode(node, scope)
  const find = (): LambdaCode => code
  const { captures } = code
  if (captures.length === 0) return () => new Lambda(context, find, undefined, context.self)
  return (frame) => {
    const captured = captures.map(({ from }) => (from < 0 ? frame : frame[from]))
    return new Lambda(context, find, captured, context.self)
  }
}

function compileCode(node: LambdaExpression, outer: FunctionScope): LambdaCode {
  const scope = new FunctionScope(outer.module, 'lambda', outer)
  const parameters = compileParameters(node.parameters, scope)
  for (const name of assignedNames(node.body)) {
    if (scope.find(name) === undefined) scope.declare(name, 'variable', { isSet: false })
  }
  scope.moved()
  const body = scope.block(node.body)
  const hiding = hidingVariables(scope)
  const returns = node.returnType === undefined ? undefined : compileType(node.returnType, outer.module)
  return {
    parameters,
    hasDefaults: parameters.some((parameter) => parameter.value !== undefined),
    body,
    returns: returns?.isAny === true ? undefined : returns,
    captures: scope.captures,
    inSchema: scope.inSchema,
    hasShadows: scope.hasShadows,
    hiding,
  }
}

/** The innermost of each name. */
function hidingVariables(scope: FunctionScope): readonly HidingVariable[] {
  const found = new Map<Hideable, Run>()
  for (let at = scope.outer; at !== undefined; at = at.outer) {
    for (const binding of at.reachedBindings()) {
      if (binding.shadows !== undefined && !found.has(binding.shadows)) found.set(binding.shadows, readBinding(scope, at, binding))
    }
  }
  return [...found].map(([hideable, read]) => ({ hideable, read }))
}

/** Parameters take the first slots in order; a default sees the parameters before it. */
export function compileParameters(parameters: Parameters | undefined, scope: FunctionScope): readonly ParameterCode[] {
  const items = (parameters?.items ?? []).map((parameter) => ({
    parameter,
    binding: scope.declare(variableName(parameter.name, scope), 'argument', { isSet: true }),
  }))
  return items.map(({ parameter, binding }) => {
    const type = parameter.type === undefined ? undefined : compileType(parameter.type, scope.module)
    if (type !== undefined && !type.isAny) scope.typedParameters.add(binding.name)
    return {
      name: parameter.name.names[0]?.text ?? '',
      slot: binding.slot,
      shadows: binding.shadows,
      forgotten: parameter.value === undefined || scope.kind !== 'lambda' ? undefined : scope.forgottenSlot(binding.name),
      type: type?.isAny === true ? undefined : type,
      value: parameter.value === undefined ? undefined : scope.expression(parameter.value),
      convertsDefault: type !== undefined && parameter.value !== undefined && !fits(type, parameter.value, scope),
    }
  })
}

/** Is the default a plain literal that its type lets through as it is? */
function fits(type: Conform, node: Expression, scope: FunctionScope): boolean {
  const constant = type.isAny ? undefined : constantOf(node, scope)
  if (constant === undefined) return type.isAny
  const { value } = constant
  if (value === undefined || value === null) return true
  return typeof value !== 'object' && type.apply(value) === value
}
