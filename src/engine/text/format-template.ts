/** The template of `"…".format(…)`: literal text and replacement fields `{name.attr[0]!r:spec}`. */
import { EvaluationFault } from '../faults/evaluation.ts'

export type TemplatePart = { readonly kind: 'text'; readonly text: string } | TemplateField

export interface TemplateField {
  readonly kind: 'field'
  /** Automatic, by position, or by keyword. */
  readonly argument:
    | { readonly kind: 'auto' }
    | { readonly kind: 'position'; readonly index: number }
    | { readonly kind: 'keyword'; readonly name: string }
  /** `.name` and `[name or index]`, in order. */
  readonly path: readonly FieldStep[]
  readonly spec: string
}

export type FieldStep = { readonly kind: 'attribute' | 'key'; readonly name: string } | { readonly kind: 'index'; readonly index: number }

/** Throws `format error` for a malformed template. */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let text = ''
  let at = 0
  while (at < template.length) {
    const character = template.charAt(at)
    if ((character === '{' || character === '}') && template.charAt(at + 1) === character) {
      text += character
      at += 2
      continue
    }
    if (character === '}') throw malformed()
    if (character !== '{') {
      text += character
      at++
      continue
    }
    if (text !== '') parts.push({ kind: 'text', text })
    text = ''
    const end = closingBrace(template, at)
    parts.push(parseField(template.slice(at + 1, end)))
    at = end + 1
  }
  if (text !== '') parts.push({ kind: 'text', text })
  return parts
}

function malformed(): EvaluationFault {
  return new EvaluationFault('format error')
}

/** The `}` that closes the `{` at `start`; braces nest. */
function closingBrace(template: string, start: number): number {
  let depth = 0
  for (let index = start; index < template.length; index++) {
    const character = template.charAt(index)
    if (character === '{') depth++
    else if (character === '}') {
      depth--
      if (depth === 0) return index
    }
  }
  throw malformed()
}

function parseField(text: string): TemplateField {
  const colon = text.indexOf(':')
  const head = colon < 0 ? text : text.slice(0, colon)
  const spec = colon < 0 ? '' : text.slice(colon + 1)
  const exclamation = head.indexOf('!')
  const path = exclamation < 0 ? head : head.slice(0, exclamation)
  const nameEnd = path.search(/[.[]/)
  const name = nameEnd < 0 ? path : path.slice(0, nameEnd)
  return { kind: 'field', argument: parseArgument(name), path: nameEnd < 0 ? [] : parsePath(path.slice(nameEnd)), spec }
}

function parseArgument(name: string): TemplateField['argument'] {
  if (name === '') return { kind: 'auto' }
  return /^\+?[0-9]+$/.test(name) ? { kind: 'position', index: Number(name) } : { kind: 'keyword', name }
}

function parsePath(text: string): readonly FieldStep[] {
  const steps: FieldStep[] = []
  let at = 0
  while (at < text.length) {
    if (text.charAt(at) === '.') {
      const rest = text.slice(at + 1)
      const end = rest.search(/[.[]/)
      const name = end < 0 ? rest : rest.slice(0, end)
      if (name === '') throw malformed()
      steps.push({ kind: 'attribute', name })
      at += 1 + name.length
    } else if (text.charAt(at) === '[') {
      const end = text.indexOf(']', at)
      const name = end < 0 ? '' : text.slice(at + 1, end)
      if (name === '') throw malformed()
      steps.push(/^[0-9]+$/.test(name) ? { kind: 'index', index: Number(name) } : { kind: 'key', name })
      at = end + 1
    } else {
      throw malformed()
    }
  }
  return steps
}
