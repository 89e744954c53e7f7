/** Text nested so deeply that the host's stack ends while it is worked on. The stack ends anywhere; people are shown the deepest place of the program,
 *  found without recursion. */
import type { Diagnostic, Place } from '../model/diagnostic.ts'
import type { Program } from '../model/program.ts'
import { invalidSyntax } from './syntax.ts'

export const NESTED_TOO_DEEPLY = 'nesting is too deep: the stack is exhausted'

/** Is it what hosts throw when their stack ends? */
export function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && /call stack|recursion/.test(error.message)
}

export function nestedTooDeeply(program: Program): Diagnostic {
  const { path, start, end } = deepestPlace(program) ?? { path: '', start: 0, end: 0 }
  return invalidSyntax(path, NESTED_TOO_DEEPLY, start, end)
}

/** Of the innermost piece of the trees; undefined for a program without statements. */
export function deepestPlace(program: Program): Place | undefined {
  let deepest: Place | undefined
  let most = -1
  for (const { modules } of program.packages.values()) {
    for (const { path, body } of modules) {
      const rest: { readonly node: object; readonly depth: number }[] = [{ node: body, depth: 0 }]
      for (let item = rest.pop(); item !== undefined; item = rest.pop()) {
        const { node, depth } = item
        if (depth > most && 'start' in node && 'end' in node) {
          most = depth
          deepest = { path, start: Number(node.start), end: Number(node.end) }
        }
        for (const part of Object.values(node)) if (typeof part === 'object' && part !== null) rest.push({ node: part, depth: depth + 1 })
      }
    }
  }
  return deepest
}
