/** Rewriting of trees that shares what does not change. It knows no node kinds: whatever is an object inside a node is a child. */

/** `node` with each child replaced by what `change` makes of it; `node` itself when none differs. */
export function mapChildren<Node extends object>(node: Node, change: (child: object) => object): Node {
  const changes: [string, unknown][] = []
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null) continue
    const changed = Array.isArray(value) ? mapItems(value, change) : change(value)
    if (changed !== value) changes.push([key, changed])
  }
  return changes.length === 0 ? node : Object.assign({ ...node }, Object.fromEntries(changes))
}

function mapItems(items: readonly unknown[], change: (child: object) => object): readonly unknown[] {
  let copy: unknown[] | undefined
  for (const [index, item] of items.entries()) {
    if (typeof item !== 'object' || item === null) continue
    const changed = change(item)
    if (changed === item) continue
    copy ??= [...items]
    copy[index] = changed
  }
  return copy ?? items
}
