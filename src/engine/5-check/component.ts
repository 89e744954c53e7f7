/** Strongly connected components in the order the real engine lists them: Kosaraju's algorithm with nodes in order of first mention, post-order over
 *  reversed edges, then depth-first over the edges in decreasing finish time (`spec/kcl-frontend.md` D.5). */

/** `edges` maps a node to its successors, in order. */
export function connectedComponents<T>(edges: ReadonlyMap<T, readonly T[]>): readonly (readonly T[])[] {
  const reversed = new Map<T, T[]>()
  for (const [node, successors] of edges) {
    if (!reversed.has(node)) reversed.set(node, [])
    for (const successor of successors) reversed.set(successor, [...(reversed.get(successor) ?? []), node])
  }
  const finished: T[] = []
  const seen = new Set<T>()
  for (const node of reversed.keys()) walk(node, reversed, seen, { leave: (each) => finished.push(each) })
  const components: T[][] = []
  const placed = new Set<T>()
  for (const node of finished.toReversed()) {
    if (placed.has(node)) continue
    const component: T[] = []
    walk(node, edges, placed, { enter: (each) => component.push(each) })
    components.push(component)
  }
  return components
}

interface Visitor<T> {
  readonly enter?: (node: T) => void
  readonly leave?: (node: T) => void
}

/** Depth-first without recursion, so that a long chain of bases cannot exhaust the stack. */
function walk<T>(start: T, edges: ReadonlyMap<T, readonly T[]>, seen: Set<T>, visitor: Visitor<T>): void {
  if (seen.has(start)) return
  const stack = [{ node: start, next: 0 }]
  seen.add(start)
  visitor.enter?.(start)
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const successor = edges.get(top.node)?.[top.next++]
    if (successor === undefined) {
      visitor.leave?.(top.node)
      stack.pop()
    } else if (!seen.has(successor)) {
      seen.add(successor)
      visitor.enter?.(successor)
      stack.push({ node: successor, next: 0 })
    }
  }
}
