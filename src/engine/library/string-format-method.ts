/** `"…".format(…)`: fills a template with arguments (`spec/kcl-runtime.md` E2.2). */
import { EvaluationFault } from '../faults/evaluation.ts'
import { FloatValue, isList, type Value } from '../model/value.ts'
import { parseTemplate, type FieldStep, type TemplateField } from '../text/format-template.ts'
import { formatFloatSpec, formatIntegerSpec, formatTextSpec, parseFormatSpec } from '../text/string-format.ts'
import { displayValue } from '../values/format-value.ts'
import { entriesOf } from '../values/iterate.ts'
import { indexOutOfBounds } from '../values/subscript.ts'
import type { Arguments } from './declare.ts'

/** `args.positional[0]` is the template itself. */
export function formatTemplate(template: string, args: Arguments): string {
  let result = ''
  let automatic = 0
  for (const part of parseTemplate(template)) {
    if (part.kind === 'text') {
      result += part.text
      continue
    }
    const value = argumentOf(part, args, automatic)
    if (part.argument.kind === 'auto') automatic++
    result += formatField(walk(value, part.path), part.spec)
  }
  return result
}

function argumentOf(field: TemplateField, args: Arguments, automatic: number): Value {
  const argument = field.argument
  if (argument.kind === 'keyword') {
    if (args.keywords?.has(argument.name) !== true) throw new EvaluationFault(`keyword argument '${argument.name}' not found`)
    return args.keywords.get(argument.name)
  }
  if (argument.kind === 'position' && automatic > 0) {
    throw new EvaluationFault('cannot switch from automatic field numbering to manual field specification')
  }
  const index = argument.kind === 'position' ? argument.index : automatic
  if (index + 1 >= args.positional.length) throw new EvaluationFault('argument tuple index out of range')
  return args.positional[index + 1]
}

/** Names lead into dicts and schema instances, numbers into lists; everything else fails as in the real engine. */
function walk(value: Value, path: readonly FieldStep[]): Value {
  let current = value
  for (const step of path) {
    if (step.kind === 'index') {
      if (!isList(current)) throw new EvaluationFault('Invalid list object in list_get')
      if (step.index >= current.length) throw indexOutOfBounds(step.index, current.length)
      current = current[step.index]
    } else {
      const entries = entriesOf(current)
      if (entries?.has(step.name) !== true) throw new EvaluationFault('called `Option::unwrap()` on a `None` value')
      current = entries.get(step.name)
    }
  }
  return current
}

function formatField(value: Value, specText: string): string {
  if (typeof value === 'number' || typeof value === 'bigint') return formatIntegerSpec(value, parseFormatSpec(specText))
  if (value instanceof FloatValue) return formatFloatSpec(value.value, parseFormatSpec(specText))
  if (typeof value === 'string') return formatTextSpec(value, parseFormatSpec(specText))
  return displayValue(value)
}
