/** What the parts of one generated program share. */

/** A faulty program has a few mistakes, others are meant to succeed. `names` numbers those that must differ; `attributeTypes` are those of the names of
 *  attributes; `package` is that of the file; `expression` makes one (expression.js); `expecting` tells a value that the checker has a type for (`value`), and what lies `within` one. */
export function createContext(random, { faulty, expression }) {
  return {
    random,
    faulty,
    expression,
    imports: new Set(),
    names: { next: 0 },
    attributeTypes: new Map(),
    package: undefined,
    expecting: undefined,
  }
}

/** The context of another file: it imports for itself. */
export function forFile(context, packagePath) {
  return { ...context, imports: new Set(), package: packagePath }
}

/** Whether to make a mistake here, in a program that is to have some. */
export function mistake(context, probability) {
  return context.faulty && context.random.chance(probability)
}

/** A name that no other part has. */
export function freshName(context, prefix) {
  context.names.next += 1
  return `${prefix}${context.names.next}`
}

/** The text of a file: what it imports, then its statements. */
export function fileText(context, lines) {
  const imports = [...context.imports].map((name) => `import ${name}`)
  return `${[...imports, ...lines].join('\n')}\n`
}

export function indent(text) {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `    ${line}`))
    .join('\n')
}

/** Parentheses, where something that binds more tightly is to follow or precede. */
export function operand(text) {
  return /^(?:"[^"$\\]*"|'[^'$\\]*'|[A-Za-z_][\w.]*|\d+)$/.test(text) && !/^(?:not|lambda|None|Undefined)\b/.test(text) ? text : `(${text})`
}
