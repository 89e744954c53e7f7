/** Does an expression mention a variable outside of its lambdas? Asked only of statements of globals with several statements. */
import type { Expression } from '../model/ast.ts'

export function mentions(node: Expression, name: string): boolean {
  return search(node, name)
}

function search(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false
  if (Array.isArray(node)) return node.some((item) => search(item, name))
  if (!('kind' in node)) return Object.values(node).some((item) => search(item, name))
  if (node.kind === 'lambda') return false
  if (node.kind === 'identifier' && 'names' in node && Array.isArray(node.names)) return isCalled(node.names[0], name)
  return Object.values(node).some((item) => search(item, name))
}

function isCalled(first: unknown, name: string): boolean {
  return typeof first === 'object' && first !== null && 'text' in first && first.text === name
}
