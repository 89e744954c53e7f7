/** Package names, and what a program calls them: KCL identifiers have no hyphen, so `import a_b` finds the package `a-b` (specification of kpm, §6.4). */

const GRAMMAR = /^[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*$/

/** Specification of kpm, §2.4. */
export function isPackageName(text: string): boolean {
  return GRAMMAR.test(text)
}

/** The word after `import`. */
export function importNameOf(name: string): string {
  return name.replaceAll('-', '_')
}
