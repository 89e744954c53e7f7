/** Scopes as values: what a token must allow. The resource name may contain colons (a host with a port), so the text is read from both ends. */
import type { RegistryRequest } from '../request.ts'

export interface Scope {
  readonly type: string
  readonly name: string
  /** Sorted, without repetition; `*` is all. */
  readonly actions: readonly string[]
}

/** Distribution's grammar: scopes divided by spaces, each `type:name:action,action`. What does not fit is left out. */
export function parseScopes(text: string): readonly Scope[] {
  const scopes: Scope[] = []
  for (const part of text.split(/\s+/)) {
    const first = part.indexOf(':')
    const last = part.lastIndexOf(':')
    if (first <= 0 || last === first) continue
    const actions = part.slice(last + 1).split(',')
    scopes.push({ type: part.slice(0, first), name: part.slice(first + 1, last), actions: actions.filter((action) => action !== '') })
  }
  return unionOfScopes(scopes, [])
}

/** Canonical: sorted by resource, actions sorted, so that equal sets have equal texts. */
export function formatScopes(scopes: readonly Scope[]): readonly string[] {
  return scopes.map((scope) => `${scope.type}:${scope.name}:${scope.actions.join(',')}`)
}

/** Sorted by resource; actions merged, `*` absorbs the others. */
export function unionOfScopes(a: readonly Scope[], b: readonly Scope[]): readonly Scope[] {
  const merged = new Map<string, Scope>()
  for (const scope of [...a, ...b]) {
    const key = `${scope.type}:${scope.name}`
    const actions = new Set([...(merged.get(key)?.actions ?? []), ...scope.actions])
    merged.set(key, { type: scope.type, name: scope.name, actions: actions.has('*') ? ['*'] : [...actions].toSorted() })
  }
  return [...merged.entries()].toSorted(([x], [y]) => (x < y ? -1 : 1)).map(([, scope]) => scope)
}

export function containsScopes(held: readonly Scope[], wanted: readonly Scope[]): boolean {
  return wanted.every((want) =>
    held.some(
      (have) =>
        have.type === want.type &&
        have.name === want.name &&
        want.actions.every((it) => have.actions.includes('*') || have.actions.includes(it)),
    ),
  )
}

export function pullScope(repository: string): Scope {
  return { type: 'repository', name: repository, actions: ['pull'] }
}

/** Pushing needs `pull` as well: distribution and GitLab ask for both. */
export function pushScope(repository: string): Scope {
  return { type: 'repository', name: repository, actions: ['pull', 'push'] }
}

/** What a request needs, for a registry that checks it and for a client that asks in advance. */
export function scopesOf(request: RegistryRequest): readonly Scope[] {
  switch (request.kind) {
    case 'ping':
      return []
    case 'read-manifest':
    case 'head-manifest':
    case 'read-blob':
    case 'head-blob':
    case 'list-tags':
    case 'list-referrers':
      return [pullScope(request.repository)]
    case 'delete-manifest':
    case 'delete-blob':
      return [{ type: 'repository', name: request.repository, actions: ['delete', 'pull'] }]
    case 'start-upload':
      return unionOfScopes([pushScope(request.repository)], request.mount === undefined ? [] : [pullScope(request.mount.from)])
    case 'write-manifest':
    case 'append-upload':
    case 'ask-upload':
    case 'cancel-upload':
    case 'finish-upload':
      return [pushScope(request.repository)]
  }
}
