/** The order of files, and cycles among them (frontend D.2). The graph is one of files: a file depends on all files of the packages it imports. */

export interface FileGraph {
  /** In the order of loading. */
  readonly files: readonly string[]
  readonly dependencies: ReadonlyMap<string, readonly string[]>
}

export interface FileOrder {
  /** Position of each file: dependencies before dependents; the order of loading when there is a cycle. */
  readonly positions: ReadonlyMap<string, number>
  /** The first cycle found. */
  readonly cycle: readonly string[] | undefined
}

export function orderFiles(graph: FileGraph): FileOrder {
  const { order, isCyclic } = visitDepthFirst(graph)
  const files = isCyclic ? graph.files : order
  const positions = new Map<string, number>()
  for (const file of files) if (!positions.has(file)) positions.set(file, positions.size)
  return { positions, cycle: isCyclic ? findCycle(graph) : undefined }
}

/** Post-order without recursion: import chains may be long. */
function visitDepthFirst(graph: FileGraph): { readonly order: readonly string[]; readonly isCyclic: boolean } {
  const order: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  let isCyclic = false
  for (const first of graph.files) {
    const stack = state.has(first) ? [] : [{ file: first, next: 0 }]
    if (stack.length > 0) state.set(first, 'open')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const dependency = graph.dependencies.get(top.file)?.[top.next++]
      if (dependency === undefined) {
        stack.pop()
        state.set(top.file, 'done')
        order.push(top.file)
      } else if (!state.has(dependency)) {
        state.set(dependency, 'open')
        stack.push({ file: dependency, next: 0 })
      } else if (state.get(dependency) === 'open') isCyclic = true
    }
  }
  return { order, isCyclic }
}

/** The files that reach themselves through each other, of the first file that does; in the real engine's order, which starts at the last one. */
function findCycle(graph: FileGraph): readonly string[] {
  for (const file of graph.files) {
    const below = reachable(graph, file)
    if (!below.has(file)) continue
    const members = graph.files.filter((other) => below.has(other) && reachable(graph, other).has(file))
    const inside = new Set(members)
    const dependencies = new Map<string, readonly string[]>()
    for (const member of members)
      dependencies.set(
        member,
        (graph.dependencies.get(member) ?? []).filter((other) => inside.has(other)),
      )
    return visitDepthFirst({ files: members.slice(-1), dependencies }).order
  }
  return []
}

/** What `file` depends on, itself only if it is part of a cycle. */
function reachable(graph: FileGraph, file: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const pending = [...(graph.dependencies.get(file) ?? [])]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    pending.push(...(graph.dependencies.get(next) ?? []))
  }
  return seen
}
