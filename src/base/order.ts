/** Two orders: of names, by their UTF-8 bytes (JavaScript's own `<` compares UTF-16 units, which differs above U+FFFF), and of things that need each
 *  other, needed ones first. */

/** Negative, zero or positive, like Go's and C's byte-wise comparison of UTF-8. */
export function compareBytewise(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return placeOf(a) - placeOf(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points above every other unit. */
function placeOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

export type DependencyOrder<Node> =
  | { readonly kind: 'ordered'; readonly nodes: readonly Node[] }
  /** The nodes of one cycle in the order they need each other; the first is repeated at the end. */
  | { readonly kind: 'cyclic'; readonly cycle: readonly Node[] }

/** Everything reachable from `starts`, each node after those it needs; ties stay in the order given. Does not recurse, so depth is no limit. */
export function orderByNeed<Node>(starts: Iterable<Node>, needsOf: (node: Node) => Iterable<Node>): DependencyOrder<Node> {
  const done = new Set<Node>()
  const open = new Set<Node>()
  for (const start of starts) {
    if (done.has(start)) continue
    const stack = [{ node: start, needs: needsOf(start)[Symbol.iterator]() }]
    open.add(start)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.needs.next()
      if (next.done === true) {
        open.delete(top.node)
        done.add(top.node)
        stack.pop()
      } else if (open.has(next.value)) {
        const path = [...open]
        return { kind: 'cyclic', cycle: [...path.slice(path.indexOf(next.value)), next.value] }
      } else if (!done.has(next.value)) {
        open.add(next.value)
        stack.push({ node: next.value, needs: needsOf(next.value)[Symbol.iterator]() })
      }
    }
  }
  return { kind: 'ordered', nodes: [...done] }
}
