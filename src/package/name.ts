/** Package names, and what a program calls them: KCL identifiers have no hyphen, so `import a_b` finds the package `a-b` (specification of kpm, §6.4). */

const GRAMMAR = /^[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*$/

/** What can be imported. Specification of kpm, §2.4, has lower case only, but nothing ever checks it and packages with capitals are published. */
export function isPackageName(text: string): boolean {
  return GRAMMAR.test(text)
}

/** The word after `import`. */
export function importNameOf(name: string): string {
  return name.replaceAll('-', '_')
}
