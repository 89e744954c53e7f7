/** Does a package declare a name anywhere inside its schemas, lambdas, comprehensions or configs? The real engine finds such names as members of
 *  the package while checking (the value is Undefined later), so they must not be reported as missing. */
import type { Module } from '../model/ast.ts'

export function declaresInside(modules: readonly Module[], name: string): boolean {
  return modules.some((module) => module.body.some((statement) => isDeclaredIn(statement, name)))
}

function isDeclaredIn(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((child) => isDeclaredIn(child, name))
  if (typeof node !== 'object' || node === null) return false
  if (namesOf(node).includes(name)) return true
  return Object.values(node).some((child) => typeof child === 'object' && isDeclaredIn(child, name))
}

/** The names a node declares: attributes, targets, parameters, loop variables and config keys all have one of these shapes. */
function namesOf(node: object): readonly string[] {
  const names: string[] = []
  if ('kind' in node && (node.kind === 'attribute' || node.kind === 'target') && 'name' in node) names.push(...textsOf(node.name))
  if ('keyName' in node) names.push(...textsOf(node.keyName))
  if ('items' in node && Array.isArray(node.items)) for (const item of node.items) names.push(...parameterName(item))
  for (const field of ['targets', 'variables'] as const) {
    const variables: unknown = field in node ? Reflect.get(node, field) : undefined
    if (Array.isArray(variables)) for (const variable of variables) names.push(...textsOf(variable))
  }
  if ('key' in node && 'operator' in node) names.push(...textsOf(node.key))
  return names
}

function parameterName(item: unknown): readonly string[] {
  return typeof item === 'object' && item !== null && 'name' in item && !('kind' in item) ? textsOf(item.name) : []
}

/** The text of a name, identifier or string. */
function textsOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  if ('text' in node && typeof node.text === 'string') return [node.text]
  if ('value' in node && typeof node.value === 'string') return [node.value]
  return 'names' in node && Array.isArray(node.names) ? textsOf(node.names[0]) : []
}
