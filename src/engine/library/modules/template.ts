/** `template`: Handlebars templates with the meaning of the Rust crate handlebars 5, its error texts included. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { compareBytewise } from '../../../base/order.ts'
import { Dict, isList, SchemaInstance, type Value } from '../../model/value.ts'
import { visibleEntries, visibleItems } from '../../text/visible.ts'
import { entriesOf } from '../../values/iterate.ts'
import { declare, type Arguments } from '../declare.ts'
import { textOf } from './arguments.ts'
import { debugText } from './rust-text.ts'
import { defineModule, type SystemModule } from './system-module.ts'
import { escapeHtml } from './template/escape.ts'
import { parseTemplate, placeOf } from './template/parse.ts'
import { RenderFault } from './template/render-fault.ts'
import { renderTemplate } from './template/render.ts'
import { TemplateSyntaxError, type Template } from './template/tree.ts'

export function templateModule(): SystemModule {
  return defineModule('template', [
    declare('execute(template: str, data?: {str:any}) -> str', (_, args) => {
      if (!args.has(0, 'template')) throw new EvaluationFault('execute() takes exactly one argument (0 given)')
      // The template is read before the data is looked at, which shows when both are wrong.
      const template = parse(textOf(args.at(0, 'template')))
      return render(template, dataArgument(args))
    }),
    declare('html_escape(data: str) -> str', (_, args) => {
      if (!args.has(0, 'data')) throw new EvaluationFault('html_escape() takes exactly one argument (0 given)')
      return escapeHtml(textOf(args.at(0, 'data')))
    }),
  ])
}

function dataArgument(args: Arguments): Value {
  if (!args.has(1, 'data')) return new Dict()
  const data = args.at(1, 'data')
  const entries = entriesOf(data)
  if (entries === undefined) throw new EvaluationFault('invalid dict value')
  const sorted = [...entries].toSorted(([a], [b]) => compareBytewise(a, b))
  return new Dict(new Map(sorted.map(([key, value]) => [key, jsonOf(value)])))
}

/** Inside the data, Undefined and functions are left out; keys are sorted everywhere. */
function jsonOf(value: Value): Value {
  if (isList(value)) return visibleItems(value, {}).map(jsonOf)
  if (!(value instanceof Dict || value instanceof SchemaInstance)) return value
  const { keys, values } = visibleEntries(value, { sortKeys: true })
  return new Dict(new Map(keys.map((key, index) => [key, jsonOf(values[index])])))
}

function parse(text: string): Template {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    const { line, column } = placeOf(text, error.at)
    const place = `template_name: Some("template"), line_no: Some(${line}), column_no: Some(${column})`
    const segment = debugText(excerpt(text, line, column))
    throw new EvaluationFault(`register template failed: TemplateError { reason: ${error.message}, ${place}, segment: Some(${segment}) }`)
  }
}

function render(template: Template, data: Value): string {
  try {
    return renderTemplate(template, data)
  } catch (error) {
    if (!(error instanceof RenderFault)) throw error
    const { line, column } = error.place ?? { line: 1, column: 1 }
    const place = `template_name: Some("template"), line_no: Some(${line}), column_no: Some(${column})`
    throw new EvaluationFault(`render template failed: RenderError { ${place}, reason: ${error.message}, unimplemented: false }`)
  }
}

/** The lines around the fault as the crate shows them, counted from 0, with the column marked one too far. */
function excerpt(text: string, line: number, column: number): string {
  let shown = ''
  for (const [index, content] of text.replace(/\n$/, '').split('\n').entries()) {
    if (index < line - 3 || index > line + 3) continue
    shown += `${String(index).padStart(4)} | ${content}\n`
    if (index === line - 1) shown += `     |${[...content].map((_, at) => (at === column ? '^' : '-')).join('')}\n`
  }
  return shown
}
