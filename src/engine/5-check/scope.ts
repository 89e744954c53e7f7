/** Scopes: package → schema, loop, lambda, config in any nesting (`spec/kcl-frontend.md` D.4); the config of `S {…}` is an instance scope. The built-ins lie outside the package scope. */
import type { Span } from '../model/ast.ts'
import type { Place } from '../model/diagnostic.ts'
import type { Type } from '../types/type.ts'
import type { Checker } from './checker.ts'

export type ScopeKind = 'package' | 'schema' | 'loop' | 'lambda' | 'config' | 'instance'

export interface Scope {
  readonly kind: ScopeKind
  readonly parent: Scope | undefined
  readonly names: Map<string, ScopeObject>
}

export interface ScopeObject extends Place {
  readonly kind: 'variable' | 'attribute' | 'definition' | 'parameter' | 'typeAlias' | 'module' | 'method'
  type: Type
}

export function createScope(kind: ScopeKind, parent: Scope | undefined): Scope {
  return { kind, parent, names: new Map() }
}

/** Runs `walk` in a new scope. Leaving it forgets the loop variables (D.4). */
export function inScope<T>(checker: Checker, kind: ScopeKind, walk: () => T): T {
  const outer = checker.scope
  checker.scope = createScope(kind, outer)
  const result = walk()
  checker.scope = outer
  checker.loopNames.clear()
  return result
}

export function declare(checker: Checker, name: string, kind: ScopeObject['kind'], type: Type, span: Span): void {
  const object = { kind, type, path: checker.module.path, start: span.start, end: span.end }
  checker.scope.names.set(name, object)
  if (checker.scope.kind !== 'package') checker.package.innerNames.set(name, object)
}

/** Declares a name of an inner scope that nothing looks into. */
export function declareInside(checker: Checker, name: string, kind: ScopeObject['kind'], type: Type, span: Span): void {
  checker.package.innerNames.set(name, { kind, type, path: checker.module.path, start: span.start, end: span.end })
}

export function findObject(scope: Scope, name: string): ScopeObject | undefined {
  for (let each: Scope | undefined = scope; each; each = each.parent) {
    const found = each.names.get(name)
    if (found) return found
  }
  return undefined
}

/** All names visible from a scope, outermost first. */
export function visibleNames(checker: Checker): Set<string> {
  const scopes: Scope[] = []
  for (let each: Scope | undefined = checker.scope; each; each = each.parent) scopes.push(each)
  const names = new Set(checker.builtins.functionNames)
  for (const scope of scopes.toReversed()) for (const name of scope.names.keys()) names.add(name)
  return names
}
