/** Rendering a template: scopes, blocks, partials. Names that lead nowhere are empty; steps into a list must be numbers. */
import { assertNever } from '../../../../base/assert-never.ts'
import { Dict, FloatValue, isList, type Value } from '../../../model/value.ts'
import { formatJsonFloat } from '../../../text/number-format.ts'
import { entriesOf } from '../../../values/iterate.ts'
import { escapeHtml } from './escape.ts'
import { indexed, isTruthyJson, rawText, VALUE_HELPERS } from './built-ins.ts'
import { RenderFault } from './render-fault.ts'
import type { HelperCall, Parameter, Template, TemplateElement, TemplatePath } from './tree.ts'

/** Throws RenderFault. */
export function renderTemplate(template: Template, data: Value): string {
  const state: State = {
    root: data,
    scopes: [{ base: data, locals: new Map(), blockParams: new Map() }],
    partials: new Map(),
    partialBlocks: [],
  }
  return renderAll(state, template)
}

/** What `this`, `@index` and block parameters mean. */
interface Scope {
  readonly base: Value
  readonly locals: ReadonlyMap<string, Value>
  readonly blockParams: ReadonlyMap<string, Value>
}

interface State {
  readonly root: Value
  /** Innermost first. */
  scopes: readonly Scope[]
  readonly partials: Map<string, Template>
  readonly partialBlocks: Template[]
}

function renderAll(state: State, template: Template): string {
  let text = ''
  for (const element of template) text += renderPlaced(state, element)
  return text
}

function renderPlaced(state: State, element: TemplateElement): string {
  try {
    return render(state, element)
  } catch (error) {
    if (error instanceof RenderFault && element.kind !== 'text') error.place ??= element.place
    throw error
  }
}

function render(state: State, element: TemplateElement): string {
  switch (element.kind) {
    case 'text':
      return element.text
    case 'expression':
      return renderExpression(state, element.call, element.escaped)
    case 'block':
      return renderBlock(state, element)
    case 'partial':
      return renderPartial(state, element)
    case 'decorator':
      if (element.call.name !== 'inline' || element.body === undefined) throw new RenderFault(`DecoratorNotFound("${element.call.name}")`)
      state.partials.set(textOf(evaluate(state, element.call.params[0])), element.body)
      return ''
    default:
      return assertNever(element)
  }
}

const SILENT = new Set(['log', 'if', 'unless', 'each', 'with'])

/** A bare name means the helper of that name before the entry of that name. */
function renderExpression(state: State, call: HelperCall, escaped: boolean): string {
  if (call.name === 'raw') return rawText(call.params.map((parameter) => evaluate(state, parameter)))
  if (SILENT.has(call.name)) return ''
  const text = textOf(evaluateCall(state, call))
  return escaped ? escapeHtml(text) : text
}

function evaluateCall(state: State, call: HelperCall): Value {
  const helper = VALUE_HELPERS.get(call.name)
  if (helper !== undefined) return helper(call.params.map((parameter) => evaluate(state, parameter)))
  if (call.name === 'raw') return rawText(call.params.map((parameter) => evaluate(state, parameter)))
  if (call.params.length > 0 || call.hash.size > 0) throw new RenderFault(`HelperNotFound("${call.name}")`)
  return evaluate(state, call.path)
}

function evaluate(state: State, parameter: Parameter | undefined): Value {
  if (parameter === undefined) return undefined
  switch (parameter.kind) {
    case 'literal':
      return parameter.value
    case 'path':
      return resolve(state, parameter)
    case 'call':
      return evaluateCall(state, parameter.call)
    default:
      return assertNever(parameter)
  }
}

function resolve(state: State, path: TemplatePath): Value {
  const [first = ''] = path.segments
  if (path.local) return state.scopes[path.up]?.locals.get(first)
  if (path.root) return navigate(state.root, path.segments)
  const holder = state.scopes.find((scope) => scope.blockParams.has(first))
  if (holder !== undefined) return navigate(holder.blockParams.get(first), path.segments.slice(1))
  return navigate((state.scopes[path.up] ?? state.scopes[0])?.base, path.segments)
}

function navigate(start: Value, segments: readonly string[]): Value {
  let value = start
  for (const segment of segments) {
    if (segment === 'this') continue
    if (isList(value)) {
      if (!/^\d+$/.test(segment)) throw new RenderFault(`InvalidJsonIndex("${segment}")`)
      value = value[Number(segment)]
    } else value = entriesOf(value)?.get(segment)
  }
  return value
}

function renderBlock(state: State, { call, body, inverse }: Extract<TemplateElement, { kind: 'block' }>): string {
  const otherwise = () => (inverse === undefined ? '' : renderAll(state, inverse))
  const params = call.params.map((parameter) => evaluate(state, parameter))
  switch (call.name) {
    case 'if':
    case 'unless': {
      const includeZero = evaluate(state, call.hash.get('includeZero')) === true
      const holds = isTruthyJson(indexed(call.name, params, 0), { includeZero }) === (call.name === 'if')
      return holds ? renderAll(state, body) : otherwise()
    }
    case 'with': {
      const base = indexed('with', params, 0)
      if (!isTruthyJson(base)) return otherwise()
      const [name] = call.blockParams
      return renderIn(state, { base, locals: new Map(), blockParams: new Map(name === undefined ? [] : [[name, base]]) }, body)
    }
    case 'each': {
      const items = itemsOf(indexed('each', params, 0))
      if (items === undefined || (items.length === 0 && inverse !== undefined)) return otherwise()
      return items.map((item) => renderIn(state, scopeOf(item, call.blockParams), body)).join('')
    }
    case 'raw':
      return rawText(params)
    case 'log':
      return ''
    default:
      if (VALUE_HELPERS.has(call.name)) return textOf(evaluateCall(state, call))
      throw new RenderFault(`HelperNotFound("${call.name}")`)
  }
}

interface Item {
  readonly key: string | number
  readonly value: Value
  readonly first: boolean
  readonly last: boolean
}

/** Of a list or an object; undefined for what cannot be gone through. */
function itemsOf(collection: Value): readonly Item[] | undefined {
  const entries = isList(collection) ? [...collection.entries()] : entriesOf(collection)
  if (entries === undefined) return undefined
  const pairs = [...entries]
  return pairs.map(([key, value], index) => ({ key, value, first: index === 0, last: index === pairs.length - 1 }))
}

function scopeOf({ key, value, first, last }: Item, names: readonly string[]): Scope {
  const locals = new Map<string, Value>([
    ['first', first],
    ['last', last],
    [typeof key === 'number' ? 'index' : 'key', key],
  ])
  const [valueName, keyName] = names
  const blockParams = new Map<string, Value>()
  if (valueName !== undefined) blockParams.set(valueName, value)
  if (keyName !== undefined) blockParams.set(keyName, key)
  return { base: value, locals, blockParams }
}

function renderIn(state: State, scope: Scope, template: Template): string {
  const outer = state.scopes
  state.scopes = [scope, ...outer]
  const text = renderAll(state, template)
  state.scopes = outer
  return text
}

/** Deeper than this a partial can only be calling itself without end. */
const MAX_PARTIAL_DEPTH = 100

function renderPartial(state: State, element: Extract<TemplateElement, { kind: 'partial' }>): string {
  const name = textOf(evaluate(state, element.name))
  const isBlockBody = name === '@partial-block'
  const template = (isBlockBody ? state.partialBlocks.at(-1) : state.partials.get(name)) ?? element.body
  if (template === undefined) throw new RenderFault(`PartialNotFound("${name}")`)
  if (state.scopes.length > MAX_PARTIAL_DEPTH) throw new RenderFault('CannotIncludeSelf')
  const base = partialBase(state, element)
  const scope: Scope = { base, locals: state.scopes[0]?.locals ?? new Map(), blockParams: new Map() }
  const popped = isBlockBody ? state.partialBlocks.pop() : undefined
  if (element.body !== undefined) state.partialBlocks.push(element.body)
  const text = renderIn(state, scope, template)
  if (element.body !== undefined) state.partialBlocks.pop()
  if (popped !== undefined) state.partialBlocks.push(popped)
  return element.indent === '' ? text : text.replace(/^(?!$)/gm, element.indent)
}

/** The context given or the present one, with the hash laid over it. */
function partialBase(state: State, { params, hash }: Extract<TemplateElement, { kind: 'partial' }>): Value {
  const context = params.length > 0 ? evaluate(state, params[0]) : state.scopes[0]?.base
  if (hash.size === 0) return context
  const entries = new Map(entriesOf(context) ?? [])
  for (const [key, parameter] of hash) entries.set(key, evaluate(state, parameter))
  return new Dict(entries)
}

/** Nothing is empty, lists are bracketed, objects only named. */
function textOf(value: Value): string {
  if (value === undefined || value === null) return ''
  if (isList(value)) return `[${value.map(textOf).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  switch (value.kind) {
    case 'float':
      return formatFloat(value.value)
    case 'unit':
      return formatFloat(value.real)
    case 'dict':
    case 'schema':
      return '[object]'
    case 'function':
    case 'type':
      return '0'
    default:
      return assertNever(value)
  }
}

function formatFloat(value: number): string {
  return Number.isFinite(value) ? formatJsonFloat(new FloatValue(value).value) : ''
}
